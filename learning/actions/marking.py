"""Marking a submitted attempt, and what follows from it in the same transaction: grade, completion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import WrongState
from people.models import User

from .. import grading, queries, states
from ..models import Attempt, AttemptQuestion, QuizGrade
from ..question_types import REGISTRY
from ..quiz import unanswered
from .progress import complete_course


class AttemptIsOver(WrongState):
    """The attempt was submitted already, here or elsewhere."""


class QuestionsLeft(WrongState):
    """Some questions have no answer, and nobody has said that this is meant. `positions`: which."""

    def __init__(self, positions: Sequence[int]) -> None:
        super().__init__(_("Some questions have no answer yet."))
        self.positions = list(positions)


def finish_attempt(attempt: Attempt, *, submitted_at: datetime, confirmed: bool, by: User | None) -> Attempt:
    """Submit and mark inside the caller's transaction. In: `by`, the learner, or None for the clock.

    Raises AttemptIsOver when somebody was faster, QuestionsLeft without confirmation.
    """
    move_attempt(attempt, states.SUBMIT, submitted_at=submitted_at, time_check_at=None)
    rows = list(AttemptQuestion.objects.filter(attempt_id=attempt.pk))
    left = unanswered({row.position: row.answer for row in rows})
    if left and not confirmed:
        raise QuestionsLeft(left)
    score = grading.score([mark_question(row) for row in rows], [_weight(row) for row in rows])
    AttemptQuestion.objects.bulk_update(rows, ["mark"])
    passed = grading.is_passed(score, attempt.pass_mark)
    move_attempt(attempt, states.MARK, score=grading.to_decimal(score), passed=passed)
    attempt.refresh_from_db(from_queryset=Attempt.with_previews.all())
    if not attempt.is_preview:
        audit.record("learning.attempt.submit", attempt, by, quiz_key=attempt.quiz_key, number=attempt.number)
        keep_grade(attempt)
    return attempt


def move_attempt(attempt: Attempt, event: str, **values: object) -> None:
    """Apply one transition by a conditional UPDATE, which also holds the row until the end of the transaction.

    Raises AttemptIsOver when the attempt is in no state from which this can happen.
    """
    rows = Attempt.with_previews.filter(pk=attempt.pk, state__in=states.sources(event))
    if not rows.update(state=states.target(event), **values):
        raise AttemptIsOver(_("This attempt was submitted already. Here is its result."))


def mark_question(row: AttemptQuestion) -> Fraction:
    """The exact mark of a saved answer; the row takes its stored form, and is not saved.

    A question of a type that does not count has none, and weighs nothing.
    """
    kind = REGISTRY[row.snapshot["type"]]
    if not kind.counts:
        return grading.NOTHING
    mark = kind.grade(row.snapshot["config"], row.answer)
    row.mark = grading.to_decimal(mark)
    return mark


def _weight(row: AttemptQuestion) -> Fraction:
    return Fraction(row.weight) if REGISTRY[row.snapshot["type"]].counts else grading.NOTHING


def keep_grade(attempt: Attempt) -> QuizGrade:
    """Bring the learner's grade up to date with their finished attempts of the cycle; a pass completes the course."""
    quiz = queries.live_quiz(attempt.quiz_key)
    method = quiz.grading_method if quiz else grading.HIGHEST
    of_cycle = Attempt.objects.finished().filter(
        learner=attempt.learner_id, quiz_key=attempt.quiz_key, cycle=attempt.cycle
    )
    finished = list(of_cycle.order_by("number").values_list("score", "passed"))
    grade = grading.final([score for score, _passed in finished], method) or grading.NOTHING
    kept, _created = QuizGrade.objects.update_or_create(
        learner_id=attempt.learner_id,
        quiz_key=attempt.quiz_key,
        cycle=attempt.cycle,
        defaults={
            "course_key": attempt.course_key,
            "grade": grading.to_decimal(grade),
            "attempts": len(finished),
        },
    )
    if kept.passed_at is None and _is_passed(finished, method, grade, attempt.pass_mark):
        kept.passed_at = timezone.now()
        QuizGrade.objects.filter(pk=kept.pk, passed_at__isnull=True).update(passed_at=kept.passed_at)
    if kept.passed_at:
        complete_course(course_key=attempt.course_key, by=attempt.learner, cycle=attempt.cycle)
    return kept


def _is_passed(finished: Sequence[tuple[Decimal, bool]], method: str, grade: Fraction, pass_mark: int) -> bool:
    """Where one attempt counts, its own verdict does: that one was made on exact marks."""
    verdicts = [passed for _score, passed in finished]
    if method == grading.AVERAGE:
        return grading.is_final_passed(grade, pass_mark)
    return {grading.HIGHEST: any(verdicts), grading.FIRST: verdicts[0], grading.LAST: verdicts[-1]}[method]
