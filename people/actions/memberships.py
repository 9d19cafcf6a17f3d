"""Joining, pausing, resuming and leaving. Each is one effect, however often it is clicked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.delivery import send_notice
from core.errors import WrongState

from .. import states
from ..models import Membership, User, today_for
from ..notices import MembershipJoined
from ..signals import membership_ended, membership_joined, membership_resumed


def _transition(membership: Membership, event: str, to: str, **values: Any) -> Membership:
    """Apply one transition by a conditional UPDATE; raises WrongState when the row has moved on."""
    sources = [source for source, name in states.TRANSITIONS if name == event]
    rows = Membership.objects.filter(pk=membership.pk, version=membership.version, state__in=sources)
    if not rows.update(state=to, version=F("version") + 1, **values):
        raise WrongState(_("Your participation has changed meanwhile. The page shows its present state."))
    membership.refresh_from_db()
    return membership


def _open_membership(user: User) -> Membership:
    membership = Membership.objects.select_for_update().open().filter(user=user).first()
    if membership is None:
        raise WrongState(_("You do not take part in the programme."))
    return membership


@transaction.atomic
def join_programme(*, user: User, by: User) -> Membership:
    """Record that a person joins freely. In: `user` and `by`, the same person. Out: the membership (the open one when
    there is one already: a second click has no second effect). Raises WrongState when somebody else tries."""
    if user.pk != by.pk:
        raise WrongState(_("Nobody can join in somebody else’s name."))
    existing = Membership.objects.open().filter(user=user).first()
    if existing:
        return existing
    try:
        with transaction.atomic():
            membership = Membership.objects.create(user=user)
    except IntegrityError:
        return Membership.objects.open().get(user=user)
    audit.record("people.membership.join", membership, by)
    send_notice(MembershipJoined.key, to=user, event=f"membership-joined:{membership.pk}", membership_id=membership.pk)
    membership_joined.send(sender=Membership, membership=membership, by=by)
    return membership


@transaction.atomic
def pause_membership(*, user: User, by: User, until: date | None = None) -> Membership:
    """Pause: reminders and due dates stop, access stays. Raises WrongState when nothing is open, the date is past or
    too far, or the membership is reduced; pausing twice keeps the first pause."""
    if user.pk != by.pk:
        raise WrongState(_("Only the person decides to pause."))
    membership = _open_membership(user)
    if membership.state == states.PAUSED:
        return membership
    if until and until <= today_for(user):
        raise WrongState(_("The end of a pause lies in the future."))
    if until and until > today_for(user) + states.LONGEST_PAUSE:
        raise WrongState(_("A pause with an end lasts at most two years; without an end, you decide when."))
    _transition(
        membership,
        "pause",
        states.PAUSED,
        paused_from_state=membership.state,
        paused_at=timezone.now(),
        paused_until=until,
    )
    audit.record("people.membership.pause", membership, by, until=until)
    return membership


@transaction.atomic
def resume_membership(*, user: User, by: User | None) -> Membership:
    """Take up again where the pause began. `by` is None when an end date has come. Not paused: nothing happens."""
    membership = _open_membership(user)
    if membership.state != states.PAUSED:
        return membership
    paused_at = membership.paused_at
    _transition(
        membership, "resume", membership.paused_from_state, paused_from_state="", paused_at=None, paused_until=None
    )
    audit.record("people.membership.resume", membership, by)
    membership_resumed.send(sender=Membership, membership=membership, paused_at=paused_at)
    return membership


@transaction.atomic
def activate_membership(*, user: User, by: User | None) -> Membership:
    """A charter is in force: the volunteer is an ambassador. Raises WrongState when the person does not take part."""
    membership = _open_membership(user)
    if membership.state == states.PAUSED:
        Membership.objects.filter(pk=membership.pk).update(
            paused_from_state=states.AMBASSADOR, version=F("version") + 1
        )
        membership.refresh_from_db()
    elif membership.state != states.AMBASSADOR:
        _transition(membership, "activate", states.AMBASSADOR)
    audit.record("people.membership.activate", membership, by)
    return membership


@transaction.atomic
def deactivate_membership(*, user: User, by: User | None) -> Membership:
    """The charter ended without the person leaving (it lapsed, or was replaced by none): back to volunteer."""
    membership = _open_membership(user)
    if membership.state == states.AMBASSADOR:
        _transition(membership, "deactivate", states.VOLUNTEER)
        audit.record("people.membership.deactivate", membership, by)
    return membership


@transaction.atomic
def leave_programme(*, user: User, by: User) -> Membership:
    """Leave: at once, no reason, no approval. Out: the membership, left. Raises WrongState when nothing is open."""
    if user.pk != by.pk:
        raise WrongState(_("Only the person decides to leave."))
    membership = _open_membership(user)
    _transition(
        membership,
        "leave",
        states.LEFT,
        left_at=timezone.now(),
        paused_from_state="",
        paused_at=None,
        paused_until=None,
    )
    audit.record("people.membership.leave", membership, by)
    membership_ended.send(sender=Membership, membership=membership, by=by)
    return membership
