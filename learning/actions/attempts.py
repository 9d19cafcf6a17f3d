"""Taking a quiz: start, answer, submit. Each is one effect, in however many tabs it is clicked."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import audit
from core.errors import WrongState
from people.models import User

from .. import grading, queries, states
from ..models import Attempt, AttemptQuestion, CoursePage, Quiz
from ..permissions import check_is_own_attempt
from ..question_types import REGISTRY
from ..question_types._base import Answer
from ..quiz import Effect, effect, snapshot, unanswered
from .progress import complete_course


class AttemptIsOver(WrongState):
    """The attempt was submitted already, here or elsewhere."""


class QuestionsLeft(WrongState):
    """Some questions have no answer, and nobody has said that this is meant. `positions`: which."""

    def __init__(self, positions: Sequence[int]) -> None:
        super().__init__(_("Some questions have no answer yet."))
        self.positions = list(positions)


@dataclass(frozen=True)
class GivenAnswer:
    """An answer as a page sends it, with the number of savings that page had seen, and the page's own token."""

    position: int
    sequence: int
    answer: Answer
    page: str = ""


@dataclass
class Saved:
    """What became of the answers of one page. `answers`: what is saved now, by position, as are the sequences."""

    sequences: dict[int, int] = field(default_factory=dict)
    answers: dict[int, Answer] = field(default_factory=dict)
    saved: list[int] = field(default_factory=list)
    conflicts: list[int] = field(default_factory=list)
    answered: int = 0
    total: int = 0


@transaction.atomic
def start_attempt(*, quiz: Quiz, by: User) -> Attempt:
    """Make an attempt with everything it will need, or give back the one in progress (from any device or language).

    In: a published quiz of a course. Raises WrongState when it has no published question or belongs to no course.
    """
    open_attempt = _open_attempt(quiz, by)
    if open_attempt:
        return open_attempt
    course = quiz.course
    if course is None:
        raise WrongState(_("This quiz is not open: it belongs to no course."))
    try:
        with transaction.atomic():
            attempt = _new_attempt(quiz, course, by)
    except IntegrityError:  # started at the same moment in another tab
        return Attempt.objects.visible_to(by).in_progress().get(quiz_key=quiz.translation_key)
    audit.record("learning.attempt.start", attempt, by, quiz_key=quiz.translation_key, number=attempt.number)
    return attempt


def _open_attempt(quiz: Quiz, by: User) -> Attempt | None:
    return Attempt.objects.visible_to(by).in_progress().filter(quiz_key=quiz.translation_key).first()


def _new_attempt(quiz: Quiz, course: CoursePage, by: User) -> Attempt:
    rng = random.SystemRandom()
    language = quiz.locale.language_code
    with translation.override(language):
        snapshots = [
            snapshot(question.source(), rng, shuffle=quiz.shuffle_options) for question in quiz.published_questions()
        ]
    if not snapshots:
        raise WrongState(_("This quiz has no question yet."))
    earlier = Attempt.objects.visible_to(by).filter(quiz_key=quiz.translation_key).aggregate(n=Max("number"))["n"]
    attempt = Attempt.objects.create(
        learner=by,
        quiz_key=quiz.translation_key,
        course_key=course.translation_key,
        revision_id=quiz.live_revision_id,
        title=quiz.title,
        locale=language,
        number=(earlier or 0) + 1,
        cycle=queries.current_cycle(by, course.translation_key),
        pass_mark=quiz.pass_mark,
    )
    AttemptQuestion.objects.bulk_create(
        AttemptQuestion(attempt=attempt, position=position, snapshot=shown)
        for position, shown in enumerate(snapshots, start=1)
    )
    return attempt


@transaction.atomic
def save_answers(*, attempt: Attempt, answers: Sequence[GivenAnswer], by: User) -> Saved:
    """Save the answers of one page, each on its own; what was answered elsewhere meanwhile is reported, not replaced.

    Raises AttemptIsOver when the attempt was submitted, NotAllowed when it is somebody else's.
    """
    check_is_own_attempt(attempt, by)
    locked = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not locked.is_in_progress:
        raise AttemptIsOver(_("This attempt is finished: its answers can no longer change."))
    rows = {row.position: row for row in locked.questions.all()}
    outcome = Saved(total=len(rows))
    for given in answers:
        if given.position in rows:
            _save_answer(rows[given.position], given, outcome)
    outcome.answered = len(rows) - len(unanswered({row.position: row.answer for row in rows.values()}))
    return outcome


def _save_answer(row: AttemptQuestion, given: GivenAnswer, outcome: Saved) -> None:
    what = effect(
        given=given.answer,
        given_sequence=given.sequence,
        saved=row.answer,
        sequence=row.sequence,
        seen_by_this_page=row.seen if given.page and given.page == row.page else None,
    )
    if what is Effect.SAVE:
        changed = AttemptQuestion.objects.filter(pk=row.pk, sequence=row.sequence).update(
            answer=given.answer,
            answered_at=timezone.now(),
            sequence=row.sequence + 1,
            page=given.page,
            seen=given.sequence,
        )
        if changed:
            row.answer, row.sequence = given.answer, row.sequence + 1
            outcome.saved.append(row.position)
        else:
            what = Effect.CONFLICT
    if what is Effect.CONFLICT:
        outcome.conflicts.append(row.position)
    outcome.sequences[row.position] = row.sequence
    outcome.answers[row.position] = row.answer


@transaction.atomic
def submit_attempt(*, attempt: Attempt, by: User, confirmed: bool = False) -> Attempt:
    """Submit and mark, once, whatever is clicked: the answers as saved, against the questions as shown.

    In: `confirmed`, the learner knows that questions are left. Out: the finished attempt. A passed quiz completes its
    course in the same transaction. Raises AttemptIsOver on a second submit, QuestionsLeft without confirmation,
    NotAllowed when it is somebody else's.
    """
    check_is_own_attempt(attempt, by)
    _transition(attempt, "submit", submitted_at=timezone.now())
    rows = list(AttemptQuestion.objects.filter(attempt_id=attempt.pk))
    left = unanswered({row.position: row.answer for row in rows})
    if left and not confirmed:
        raise QuestionsLeft(left)
    marks = [_mark(row) for row in rows]
    AttemptQuestion.objects.bulk_update(rows, ["mark"])
    score = grading.score(marks)
    passed = grading.is_passed(score, attempt.pass_mark)
    _transition(attempt, "mark", score=grading.to_decimal(score), passed=passed)
    attempt.refresh_from_db()
    audit.record("learning.attempt.submit", attempt, by, quiz_key=attempt.quiz_key, number=attempt.number)
    if passed:
        complete_course(course_key=attempt.course_key, by=by)
    return attempt


def _transition(attempt: Attempt, event: str, **values: object) -> None:
    """Apply one transition by a conditional UPDATE, which also holds the row until the end of the transaction."""
    (source, target), *others = [(s, t) for (s, name), t in states.TRANSITIONS.items() if name == event]
    if others:
        raise ValueError(f"{event} starts from several states")
    if not Attempt.objects.filter(pk=attempt.pk, state=source).update(state=target, **values):
        raise AttemptIsOver(_("This attempt was submitted already. Here is its result."))


def _mark(row: AttemptQuestion) -> Fraction:
    mark = REGISTRY[row.snapshot["type"]].grade(row.snapshot["config"], row.answer)
    row.mark = grading.to_decimal(mark)
    return mark
