"""News from the apps below."""

from __future__ import annotations

from typing import Any

from people.models import Membership

from . import actions


def end_progress_requests(sender: type[Membership], membership: Membership, **kwargs: Any) -> None:
    """A person left: what is not a crisis ends with it, in the same transaction."""
    actions.end_progress_requests(user=membership.user)
