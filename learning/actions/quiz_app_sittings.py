"""Sittings of django-quiz-app as attempts: the questions as they are now, the marks as they were given then."""

from __future__ import annotations

import random
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User

from .. import grading, states
from .. import quiz_app_dump as old
from ..models import Attempt, AttemptQuestion, CourseCompletion, Question, Quiz, QuizGrade
from ..question_types import REGISTRY
from ..quiz import snapshot
from ..quiz_app_dump import ALREADY, CHANGED, REFUSED, TAKEN, RowRefused

if TYPE_CHECKING:
    from .quiz_app import Import

_ADDRESS = "@"


def import_sittings(run: Import) -> None:
    """Every sitting, oldest first: attempts are numbered in that order, and one at most stays in progress."""
    rows = run.dump.tables[old.SITTING]
    newest_open = _newest_open(run)
    for pk in sorted(rows, key=lambda key: str(rows[key].get("start") or "")):
        try:
            with transaction.atomic():
                outcome, notes = _take(run, pk, rows[pk], newest_open)
        except RowRefused as refused:
            run.report.add(old.SITTING, pk, REFUSED, str(refused))
        else:
            run.report.add(old.SITTING, pk, outcome, *notes)


def _newest_open(run: Import) -> set[Any]:
    """Of the open sittings of one person at one quiz, the last begun: nothing kept a second one from being made."""
    newest: dict[tuple[str, Any], tuple[str, Any]] = {}
    for pk, row in run.dump.tables[old.SITTING].items():
        if not old.is_true(row.get("complete")):
            pair = str(row.get("user")), row.get("quiz")
            newest[pair] = max(newest.get(pair, ("", pk)), (str(row.get("start") or ""), pk), key=lambda one: one[0])
    return {pk for _start, pk in newest.values()}


def _take(run: Import, pk: Any, row: old.Fields, newest_open: set[Any]) -> tuple[str, list[str]]:
    key = run.key("sitting", pk)
    if Attempt.objects.filter(pk=key).exists():
        return ALREADY, []
    quiz = run.quizzes.get(row.get("quiz"))
    if quiz is None or quiz.course is None:
        raise RowRefused(_("its quiz is not there, or was refused"))
    learner = match_person(*old.person(run.dump, row.get("user")))
    is_complete = old.is_true(row.get("complete"))
    if not is_complete and pk not in newest_open:
        raise RowRefused(_("a second open sitting of the same person, left behind"))
    started = old.moment(row.get("start")) or timezone.now()
    ended = old.moment(row.get("end")) or started
    attempt = Attempt(
        pk=key,
        learner=learner,
        quiz_key=quiz.translation_key,
        course_key=quiz.course.translation_key,
        revision_id=quiz.live_revision_id,
        title=quiz.title,
        locale=run.locale.language_code,
        number=_next_number(quiz, learner),
        pass_mark=quiz.pass_mark,
        started_at=started,
        checks_each_answer=quiz.checks_each_answer,
        when_time_is_over=quiz.when_time_is_over,
    )
    rows, notes = _questions(run, row, is_complete=is_complete)
    if is_complete:
        notes += _finish(attempt, rows, row, ended)
    elif Attempt.objects.filter(learner=learner, quiz_key=attempt.quiz_key, state__in=states.OPEN).exists():
        raise RowRefused(_("this person has an attempt in progress already"))
    _save(attempt, rows, quiz, is_complete=is_complete)
    return (CHANGED if notes else TAKEN), notes


def match_person(name: str, address: str) -> User:
    """Our person of that e-mail address; failing that, whose address is the user name, or begins with it.

    Raises RowRefused when there is none, or several.
    """
    if not name and not address:
        raise RowRefused(_("the person is not in the dump: dump the users too"))
    tries = [{"email__iexact": address}] if address else []
    if name:
        tries.append({"email__iexact": name} if _ADDRESS in name else {"email__istartswith": f"{name}{_ADDRESS}"})
    for values in tries:
        found = list(User.objects.filter(**values)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise RowRefused(_("several people match the user name %(name)s") % {"name": name})
    raise RowRefused(_("nobody here has this user name or address: %(name)s") % {"name": address or name})


def _next_number(quiz: Quiz, learner: User) -> int:
    attempts = Attempt.objects.filter(learner=learner, quiz_key=quiz.translation_key)
    last = attempts.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _questions(run: Import, row: old.Fields, *, is_complete: bool) -> tuple[list[AttemptQuestion], list[str]]:
    """The questions in the order of the sitting, with what was answered and, once complete, the marks of then."""
    order = old.numbers(row.get("question_order"), "question_order")
    wrong = set(old.numbers(row.get("incorrect_questions"), "incorrect_questions"))
    guesses, notes = old.guesses(row.get("user_answers")), []
    missing = [str(number) for number in order if number not in run.questions]
    if missing:
        some = ", ".join([*missing[:10], *("…" for _more in missing[10:11])])
        notes.append(_("questions that are no longer there: %(numbers)s") % {"numbers": some})
    if any(map(old.is_cut, (row.get("question_order"), row.get("incorrect_questions")))):
        notes.append(_("its list of questions was cut by the old table"))
    rows = []
    for position, number in enumerate((n for n in order if n in run.questions), start=1):
        question = run.questions[number]
        shown = snapshot(question.source(), random.Random(0), shuffle=False)  # noqa: S311 - no chance in it
        answer, note = _answer(run, number, question, shown, guesses.get(str(number)))
        mark = Decimal(int(number not in wrong and answer is not None)) if is_complete else None
        counts = REGISTRY[question.type].counts
        notes += [note] if note else []
        rows.append(
            AttemptQuestion(
                position=position,
                snapshot=shown,
                answer=answer,
                answered_at=old.moment(row.get("end")) or old.moment(row.get("start")) if answer is not None else None,
                mark=mark if counts else None,
                weight=1 if counts else 0,
                sequence=int(answer is not None),
            )
        )
    if not rows:
        raise RowRefused(_("none of its questions is there"))
    return rows, notes


def _answer(run: Import, number: int, question: Question, shown: dict[str, Any], guess: Any) -> tuple[Any, str]:
    """The old guess as an answer of ours, and what is to be said about it."""
    if guess in (None, ""):
        return None, ""
    if question.type == "true_false":
        return ("true" if old.is_true(guess) else "false"), ""
    if question.type == "open_answer":
        return str(guess), ""
    option = str(run.key("question", number, guess))
    note = ""
    if option not in [known["id"] for known in shown["config"]["options"]]:
        text = _("An answer that was deleted since")
        shown["config"]["options"].append({"id": option, "text": text, "is_correct": False, "feedback": ""})
        note = _("the answer chosen in question %(number)s was deleted since") % {"number": number}
    return ([option] if question.type == "multiple_choice" else option), note


def _finish(attempt: Attempt, rows: list[AttemptQuestion], row: old.Fields, ended: datetime) -> list[str]:
    """Score and verdict, from the marks of then; without essays, which counted as wrong."""
    marks = [Fraction(one.mark) for one in rows if one.mark is not None]
    score = grading.score(marks) if marks else grading.NOTHING
    attempt.state, attempt.submitted_at = states.FINISHED, max(ended, attempt.started_at)
    attempt.score = grading.to_decimal(score)
    attempt.passed = grading.is_passed(score, attempt.pass_mark)
    order = old.numbers(row.get("question_order"), "question_order")
    before = min(round(100 * int(row.get("current_score") or 0) / len(order)), 100) if order else 0
    if before == round(score):
        return []
    return [_("its score was %(before)d%%, and is %(now)d%% here") % {"before": before, "now": round(score)}]


def _save(attempt: Attempt, rows: list[AttemptQuestion], quiz: Quiz, *, is_complete: bool) -> None:
    attempt.save(force_insert=True)
    for one in rows:
        one.attempt = attempt
    AttemptQuestion.objects.bulk_create(rows)
    if is_complete:
        _keep_history(attempt, quiz)


def _keep_history(attempt: Attempt, quiz: Quiz) -> None:
    """The grade and the completion, dated as they happened. History: no notice and no certificate follow from it."""
    finished = Attempt.objects.finished().filter(learner=attempt.learner, quiz_key=attempt.quiz_key).order_by("number")
    scores = list(finished.values_list("score", flat=True))
    grade = grading.final([score for score in scores if score is not None], quiz.grading_method) or grading.NOTHING
    kept, _created = QuizGrade.objects.update_or_create(
        learner=attempt.learner,
        quiz_key=attempt.quiz_key,
        cycle=attempt.cycle,
        defaults={
            "course_key": attempt.course_key,
            "grade": grading.to_decimal(grade),
            "attempts": len(scores),
        },
    )
    if attempt.passed and kept.passed_at is None:
        QuizGrade.objects.filter(pk=kept.pk).update(passed_at=attempt.submitted_at)
        CourseCompletion.objects.get_or_create(
            user=attempt.learner,
            course_key=attempt.course_key,
            cycle=attempt.cycle,
            defaults={"completed_at": attempt.submitted_at or timezone.now()},
        )
