"""Taking a quiz: start, answer, check, submit. Each is one effect, in however many tabs it is clicked."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import dateformat, timezone, translation
from django.utils.translation import gettext as _

from core import audit
from core.errors import LimitReached, WrongState
from people.models import User

from .. import queries, timing
from ..models import Attempt, AttemptQuestion, CoursePage, Quiz, QuizSlot
from ..permissions import check_is_own_attempt
from ..question_types import REGISTRY
from ..question_types._base import Answer
from ..quiz import Effect, arrange, effect, snapshot, unanswered
from .marking import AttemptIsOver, finish_attempt, mark_question


class TimeIsOver(AttemptIsOver):
    """The deadline has passed: nothing more is taken."""


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
    """Make an attempt with everything it will need, or give back the open one (from any device or language).

    In: a published quiz of a course. Raises WrongState when it has no published question, belongs to no course, is not
    open or must be waited for; LimitReached when no attempt is left.
    """
    course = quiz.course
    for _second_look in range(2):
        own = Attempt.objects.visible_to(by).in_progress()
        open_attempt: Attempt | None = own.filter(quiz_key=quiz.translation_key).first()
        if open_attempt:
            return open_attempt
        if course is None:
            raise WrongState(_("This quiz is not open: it belongs to no course."))
        opening = queries.opening(quiz, by)
        _check_open(opening)
        try:
            with transaction.atomic():
                attempt = _new_attempt(quiz, course, by, opening)
        except IntegrityError:  # started at the same moment in another tab: look again
            continue
        audit.record("learning.attempt.start", attempt, by, quiz_key=quiz.translation_key, number=attempt.number)
        return attempt
    raise WrongState(_("This quiz was begun in another window at this very moment. Open it again."))


def _check_open(opening: queries.Opening) -> None:
    now = timezone.now()
    if opening.is_closed(now):
        raise WrongState(_("This quiz is closed."))
    if opening.left == 0:
        raise LimitReached(_("You have used every attempt that this quiz allows."))
    for moment in (opening.opens_at, opening.not_before):
        if moment and now < moment:
            when = dateformat.format(timezone.localtime(moment), "j F Y, H:i T")
            raise WrongState(_("The next attempt can begin on %(when)s.") % {"when": when})


def _new_attempt(quiz: Quiz, course: CoursePage, by: User, opening: queries.Opening) -> Attempt:
    allowed, now = opening.allowance, timezone.now()
    due = timing.due_at(now, allowed.time_limit_minutes, allowed.closes_at)
    attempt = Attempt(
        learner=by,
        course_key=course.translation_key,
        number=opening.last_number + 1,
        cycle=opening.cycle,
        started_at=now,
        due_at=due,
    )
    return fill_attempt(attempt, quiz, list(quiz.published_slots()))


def fill_attempt(attempt: Attempt, quiz: Quiz, slots: Sequence[QuizSlot]) -> Attempt:
    """Save a new attempt with what the quiz says, its questions drawn, ordered and kept as shown.

    Raises WrongState when there is no question.
    """
    rng = random.SystemRandom()
    language = quiz.locale.language_code
    drawn = arrange(slots, rng, draw=quiz.draw, random_order=quiz.random_order)
    if not any(REGISTRY[slot.question.type].counts for slot in drawn):
        raise WrongState(_("This quiz has no question yet."))
    attempt.quiz_key, attempt.revision_id = quiz.translation_key, quiz.live_revision_id
    attempt.title, attempt.locale, attempt.pass_mark = quiz.title, language, quiz.pass_mark
    attempt.checks_each_answer = quiz.checks_each_answer
    attempt.when_time_is_over = quiz.when_time_is_over
    attempt.grace_until = timing.grace_until(attempt.due_at, quiz.when_time_is_over, quiz.grace_minutes)
    attempt.time_check_at = timing.next_check(attempt.state, attempt.due_at, attempt.grace_until)
    attempt.save(force_insert=True)
    with translation.override(language):
        AttemptQuestion.objects.bulk_create(
            AttemptQuestion(
                attempt=attempt,
                position=position,
                snapshot=snapshot(slot.question.source(), rng, shuffle=quiz.shuffle_options),
                weight=slot.weight if REGISTRY[slot.question.type].counts else 0,
            )
            for position, slot in enumerate(drawn, start=1)
        )
    return attempt


def lock_attempt(attempt: Attempt) -> Attempt:
    """The attempt as it is now, held until the end of the transaction (previews included)."""
    locked: Attempt = Attempt.with_previews.select_for_update().get(pk=attempt.pk)
    return locked


@transaction.atomic
def save_answers(*, attempt: Attempt, answers: Sequence[GivenAnswer], by: User) -> Saved:
    """Save the answers of one page, each on its own; what was answered elsewhere meanwhile is reported, not replaced.

    Raises AttemptIsOver when the attempt was submitted, TimeIsOver after the deadline, NotAllowed when it is somebody
    else's.
    """
    check_is_own_attempt(attempt, by)
    locked = lock_attempt(attempt)
    if not locked.is_in_progress:
        raise AttemptIsOver(_("This attempt is finished: its answers can no longer change."))
    if not locked.takes_answers:
        raise TimeIsOver(_("Time is over: what was answered in time is kept, and nothing more is taken."))
    rows = {row.position: row for row in locked.questions.all()}
    outcome = Saved(total=len(rows))
    for given in answers:
        if given.position in rows:
            _save_answer(rows[given.position], given, outcome)
    outcome.answered = len(rows) - len(unanswered({row.position: row.answer for row in rows.values()}))
    return outcome


def _save_answer(row: AttemptQuestion, given: GivenAnswer, outcome: Saved) -> None:
    what = _effect(row, given)
    if what is Effect.SAVE:
        changed = AttemptQuestion.objects.filter(pk=row.pk, sequence=row.sequence, checked_at__isnull=True).update(
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


def _effect(row: AttemptQuestion, given: GivenAnswer) -> Effect:
    if row.checked_at:  # its answer was shown: it no longer changes
        return Effect.NOTHING if given.answer in (None, row.answer) else Effect.CONFLICT
    return effect(
        given=given.answer,
        given_sequence=given.sequence,
        saved=row.answer,
        sequence=row.sequence,
        seen_by_this_page=row.seen if given.page and given.page == row.page else None,
    )


@transaction.atomic
def check_answer(*, attempt: Attempt, position: int, by: User) -> AttemptQuestion:
    """Close one question and mark it: the learner asks whether the answer is right. A second time changes nothing.

    Raises WrongState when the quiz shows answers at the end only, or when there is no answer yet; AttemptIsOver and
    TimeIsOver as for an answer.
    """
    save_answers(attempt=attempt, answers=[], by=by)
    row = attempt.questions.select_for_update().filter(position=position).first()
    if row is None or not attempt.checks_each_answer:
        raise WrongState(_("This quiz shows its answers once it is submitted."))
    if row.answer is None:
        raise WrongState(_("Answer the question first."))
    if row.checked_at is None:
        row.checked_at = timezone.now()
        mark_question(row)
        AttemptQuestion.objects.filter(pk=row.pk, checked_at__isnull=True).update(
            checked_at=row.checked_at, mark=row.mark
        )
    return row


@transaction.atomic
def submit_attempt(*, attempt: Attempt, by: User, confirmed: bool = False) -> Attempt:
    """Submit and mark, once, whatever is clicked: the answers as saved, against the questions as shown.

    In: `confirmed`, the learner knows that questions are left. Out: the finished attempt. A passed quiz completes its
    course in the same transaction. Raises AttemptIsOver on a second submit, TimeIsOver when it comes too late to count,
    QuestionsLeft without confirmation, NotAllowed when it is somebody else's.
    """
    check_is_own_attempt(attempt, by)
    locked = lock_attempt(attempt)
    if locked.is_in_progress and not locked.may_be_submitted:
        raise TimeIsOver(_("Time was over before this attempt was submitted: it does not count."))
    is_late = not locked.takes_answers
    finish_attempt(locked, submitted_at=timezone.now(), confirmed=confirmed or is_late, by=by)
    attempt.refresh_from_db(from_queryset=Attempt.with_previews.all())
    return attempt
