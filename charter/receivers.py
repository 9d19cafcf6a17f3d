"""News from below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from people.models import Membership
from people.signals import membership_ended

from . import actions


@receiver(membership_ended, dispatch_uid="charter.close_after_membership")
def on_membership_ended(*, membership: Membership, by: Any, **_extra: Any) -> None:
    actions.close_after_membership(membership=membership, by=by)
