"""Withdrawing: at once, without a reason, without anybody's agreement."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core import audit
from core.delivery import send_notice
from core.errors import NotAllowed, WrongState
from people.actions import leave_programme
from people.models import Membership, User

from .. import states
from ..evidence import now_ms
from ..models import Agreement
from ..notices import CharterWithdrawn
from .events import append_event


def transition(agreement: Agreement, event: str, **values: Any) -> Agreement:
    """Apply one transition by a conditional UPDATE; raises WrongState when the row has moved on."""
    to = states.TRANSITIONS.get((agreement.state, event))
    rows = Agreement.objects.filter(pk=agreement.pk, state=agreement.state, row_version=agreement.row_version)
    if to is None or not rows.update(state=to, row_version=F("row_version") + 1, **values):
        raise WrongState(_("The charter has changed meanwhile. The page shows its present state."))
    agreement.refresh_from_db()
    return agreement


@transaction.atomic
def withdraw(*, user: User, by: User) -> Agreement:
    """Withdraw from the charter and leave the programme: both end together, at this instant.

    In: `user` and `by`, the same person. Out: the agreement, withdrawn; its file stays the person's, and is still made
    when the worker has not made it yet. Raises NotAllowed (somebody else), WrongState (no agreement binds the person).
    """
    if user.pk != by.pk:
        raise NotAllowed(_("Only the person withdraws."))
    takes_part = list(Membership.objects.select_for_update().open().filter(user=user))
    agreement = Agreement.objects.select_for_update().open().filter(user=user).first()
    if agreement is None:
        raise WrongState(_("You have no charter in force."))
    _close(agreement, "withdraw", by, now_ms())
    if takes_part:
        leave_programme(user=user, by=by)
    return agreement


@transaction.atomic
def close_after_membership(*, membership: Membership, by: User | None) -> Agreement | None:
    """The person no longer takes part: what binds them still is closed. Out: the agreement, or None when there was none.

    A person's own leaving is a withdrawal; anything else is an end.
    """
    agreement = Agreement.objects.select_for_update().open().filter(user_id=membership.user_id).first()
    if agreement is None:
        return None
    own_act = by is not None and by.pk == membership.user_id
    return _close(agreement, "withdraw" if own_act else "end", by, now_ms())


def _close(agreement: Agreement, event: str, by: User | None, at: datetime) -> Agreement:
    transition(agreement, event, ended_at=at)
    type_ = {"withdraw": "agreement.withdrawn", "end": "agreement.ended"}[event]
    append_event(type_, version=agreement.version, agreement=agreement, at=at, by=by)
    audit.record(f"charter.agreement.{event}", agreement, by)
    send_notice(
        CharterWithdrawn.key, to=agreement.user, event=f"charter-closed:{agreement.pk}", agreement_id=agreement.pk
    )
    return agreement
