"""What is due now: pauses whose end date has come."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from core.errors import WrongState

from .actions import resume_membership
from .models import Membership, today_for
from .states import PAUSED


def resume_ended_pauses() -> int:
    """Resume each pause at the start of its end date, where the person is. Out: pauses ended; may run twice."""
    latest = timezone.now().date() + timedelta(days=1)  # somewhere on Earth it is already tomorrow
    paused = Membership.objects.filter(state=PAUSED, paused_until__lte=latest).select_related("user")
    return sum(_resume(membership) for membership in paused if _is_over(membership))


def _resume(membership: Membership) -> bool:
    try:
        resume_membership(user=membership.user, by=None)
    except WrongState:  # the person resumed or left in this very moment: nothing is left to do
        return False
    return True


def _is_over(membership: Membership) -> bool:
    return membership.paused_until is not None and membership.paused_until <= today_for(membership.user)
