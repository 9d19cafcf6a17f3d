"""Leaving, across the pillars: membership and charter end together, at once."""

from __future__ import annotations

from django.db import transaction

import charter.actions
import people.actions
from charter.queries import open_agreement
from core.delivery import send_notice
from people.models import User

from ..notices import LeavingReceipt


@transaction.atomic
def leave(*, user: User, by: User) -> None:
    """Leave the programme: no reason, no approval. A charter signed or in force ends with the membership.

    One receipt by e-mail: the charter's when there is one, else the membership's. Raises WrongState when the person
    does not take part (any more), NotAllowed or WrongState when somebody else asks.
    """
    if open_agreement(user) is not None:
        charter.actions.withdraw(user=user, by=by)
        return
    membership = people.actions.leave_programme(user=user, by=by)
    send_notice(LeavingReceipt.key, to=user, event=f"membership-left:{membership.pk}", membership_id=membership.pk)
