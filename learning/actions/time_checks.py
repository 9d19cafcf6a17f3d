"""What the clock does to an attempt whose time is over. Run twice, it does nothing twice."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from core import audit
from core.delivery import send_notice

from .. import states, timing
from ..models import Attempt
from .marking import AttemptIsOver, finish_attempt, move_attempt


@transaction.atomic
def check_attempt_time(*, attempt_id: uuid.UUID) -> bool:
    """Submit, begin the grace, or abandon: whichever is due now. Out: did anything happen?"""
    attempt = Attempt.with_previews.select_for_update().filter(pk=attempt_id).first()
    if attempt is None:
        return False
    event = timing.event_now(
        attempt.state, attempt.when_time_is_over, attempt.due_at, attempt.grace_until, timezone.now()
    )
    try:
        with transaction.atomic():
            return _apply(attempt, event)
    except AttemptIsOver:  # its learner submitted in this very moment
        return False


def _apply(attempt: Attempt, event: str | None) -> bool:
    if event == states.SUBMIT:
        finish_attempt(attempt, submitted_at=attempt.due_at or timezone.now(), confirmed=True, by=None)
    elif event == states.BEGIN_GRACE:
        check_at = timing.next_check(states.OVERDUE, attempt.due_at, attempt.grace_until)
        move_attempt(attempt, event, time_check_at=check_at)
        _tell(attempt)
    elif event == states.ABANDON:
        move_attempt(attempt, event, time_check_at=None)
        audit.record("learning.attempt.abandon", attempt, None, quiz_key=attempt.quiz_key, number=attempt.number)
    else:
        check_at = timing.next_check(attempt.state, attempt.due_at, attempt.grace_until)
        Attempt.with_previews.filter(pk=attempt.pk).update(time_check_at=check_at)
    return event is not None


def _tell(attempt: Attempt) -> None:
    if not attempt.is_preview:
        send_notice(
            "learning.attempt_overdue",
            to=attempt.learner,
            event=f"attempt:{attempt.pk}:overdue",
            attempt_id=str(attempt.pk),
        )
