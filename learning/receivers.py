"""News from the apps below. Each receiver calls one action that only writes rows, in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from people.models import Membership, User

from . import actions


def receive_pending(sender: type[User], instance: User, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A person enters the directory: what was suggested to their address is theirs."""
    if created and not raw:
        actions.receive_pending(user=instance)


def end_suggestions(sender: type[Membership], membership: Membership, **kwargs: Any) -> None:
    """A person left: nothing is suggested to them any more."""
    actions.end_suggestions(user=membership.user)


def move_due_dates(sender: type[Membership], membership: Membership, paused_at: datetime | None, **kwargs: Any) -> None:
    """A pause is over: dates move by its length."""
    if paused_at:
        actions.move_due_dates(user=membership.user, days=(timezone.now() - paused_at).days)
