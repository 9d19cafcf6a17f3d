"""What is due now."""

from __future__ import annotations

from django.utils import timezone

from . import actions
from .models import Attempt

AT_MOST = 200


def check_attempt_times() -> int:
    """Look at the attempts whose time is over. Out: to how many something happened. May run twice at once."""
    due = Attempt.with_previews.to_check(timezone.now()).order_by("time_check_at").values_list("pk", flat=True)
    return sum(actions.check_attempt_time(attempt_id=pk) for pk in list(due[:AT_MOST]))
