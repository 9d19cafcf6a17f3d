"""More time or more attempts for a person or a cohort. Whoever gives them sees no result, before or after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import NotAllowed, WrongState
from people.models import Cohort, User

from .. import queries, states, timing
from ..models import Attempt, Quiz, QuizOverride
from ..permissions import can_give_exceptions, check_give_exception
from .marking import finish_attempt, move_attempt

FIELDS = ("time_limit_minutes", "attempts_allowed", "closes_at")


@transaction.atomic
def give_exception(
    *,
    quiz: Quiz,
    by: User,
    person: User | None = None,
    cohort: Cohort | None = None,
    time_limit_minutes: int | None = None,
    attempts_allowed: int | None = None,
    closes_at: datetime | None = None,
    reopen: bool = False,
) -> QuizOverride:
    """Write the exception, in place of an earlier one, and give open attempts their new deadline.

    In: a person or a cohort; what is None follows the quiz; `reopen`, take up a person's last attempt again when its
    time had run out. Whether there was one, the giver is not told. Raises NotAllowed, WrongState when nothing is given.
    """
    check_give_exception(by, person)
    if (person is None) == (cohort is None):
        raise ValueError("an exception is for a person or a cohort")
    given = {"time_limit_minutes": time_limit_minutes, "attempts_allowed": attempts_allowed, "closes_at": closes_at}
    if all(value is None for value in given.values()):
        raise WrongState(_("Say what changes: the time, the attempts or the closing."))
    exception, _created = QuizOverride.objects.update_or_create(
        quiz_key=quiz.translation_key,
        person=person,
        cohort=cohort,
        defaults={**given, "given_by": by, "given_at": timezone.now()},
    )
    _record("learning.exception.give", exception, by, minutes=time_limit_minutes, attempts=attempts_allowed)
    for attempt in _open_attempts(quiz, person, cohort):
        _give_deadline(attempt, quiz)
    if reopen and person is not None:
        _reopen_last(quiz, person, by)
    return exception


@transaction.atomic
def remove_exception(*, exception: QuizOverride, by: User) -> None:
    """Take the exception away; an attempt that is open keeps the deadline it has. Raises NotAllowed."""
    if exception.person_id == by.pk or not can_give_exceptions(by):
        raise NotAllowed(_("You cannot take this exception away."))
    check_give_exception(by, exception.person)
    _record("learning.exception.remove", exception, by)
    QuizOverride.objects.filter(pk=exception.pk).delete()


def _record(code: str, exception: QuizOverride, by: User, **data: Any) -> None:
    for_whom = {"person": exception.person_id, "cohort": exception.cohort_id}
    audit.record(code, exception, by, quiz_key=exception.quiz_key, **for_whom, **data)


def _open_attempts(quiz: Quiz, person: User | None, cohort: Cohort | None) -> list[Attempt]:
    rows = Attempt.objects.in_progress().filter(quiz_key=quiz.translation_key).select_related("learner")
    return list(rows.filter(learner=person) if person else rows.filter(learner__cohort=cohort))


def _deadline(attempt: Attempt, quiz: Quiz, state: str) -> dict[str, Any]:
    allowed = queries.allowance(quiz, attempt.learner)
    due = timing.due_at(attempt.started_at, allowed.time_limit_minutes, allowed.closes_at)
    grace = timing.grace_until(due, attempt.when_time_is_over, quiz.grace_minutes)
    return {"due_at": due, "grace_until": grace, "time_check_at": timing.next_check(state, due, grace)}


def _give_deadline(attempt: Attempt, quiz: Quiz) -> None:
    """An overdue attempt stays overdue, with more time to be submitted in."""
    values = _deadline(attempt, quiz, attempt.state)
    if attempt.state == states.IN_PROGRESS or values["due_at"]:
        Attempt.objects.filter(pk=attempt.pk, state=attempt.state).update(**values)


def _reopen_last(quiz: Quiz, person: User, by: User) -> None:
    """The last attempt, when it was abandoned and none is open; submitted at once when its new deadline is past too."""
    own = Attempt.objects.filter(learner=person, quiz_key=quiz.translation_key)
    last = own.select_related("learner").order_by("-number").first()
    if last is None or not last.is_abandoned:
        return
    move_attempt(last, states.REOPEN, **_deadline(last, quiz, states.IN_PROGRESS))
    audit.record("learning.attempt.reopen", last, by, quiz_key=last.quiz_key)
    last.refresh_from_db()
    if not last.takes_answers:
        finish_attempt(last, submitted_at=last.due_at or timezone.now(), confirmed=True, by=None)
