"""Who is in charge: claim, assign, release."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import WrongState
from people.models import User

from .. import states
from ..models import CoachingRequest
from ..permissions import check_can_be_in_charge, check_do
from .announcements import tell_assignee, tell_team_of_opening
from .transitions import fresh, move, say_event, state_for


@transaction.atomic
def claim_request(*, request: CoachingRequest, by: User) -> CoachingRequest:
    """Take an unclaimed request, by one conditional UPDATE: of two coaches at once one wins.

    Out: the request; claiming one's own again changes nothing. Raises NotAllowed, WrongState naming who was first.
    """
    current = CoachingRequest.objects.select_related("requester", "assignee").get(pk=request.pk)
    check_do(by, "claim", current)
    free = CoachingRequest.objects.filter(pk=current.pk, state=states.NEW, assignee__isnull=True)
    now = timezone.now()
    if not free.update(state=states.CLAIMED, assignee=by, claimed_at=now, version=F("version") + 1):
        return _already_claimed(current, by)
    current.refresh_from_db(fields=["state", "assignee", "claimed_at", "version"])
    say_event(current, "claim", by=by)
    return current


def _already_claimed(request: CoachingRequest, by: User) -> CoachingRequest:
    """The request when it is in this person's hands already; raises WrongState naming who has it otherwise."""
    request = CoachingRequest.objects.select_related("requester", "assignee").get(pk=request.pk)
    if request.assignee_id == by.pk and request.state in states.IN_HAND:
        return request
    if request.assignee and request.is_open:
        raise WrongState(_("%(name)s has already taken this request.") % {"name": request.assignee.display_name})
    raise WrongState(
        _("This is no longer possible: the request is now “%(state)s”.") % {"state": state_for(request, by)}
    )


@transaction.atomic
def assign_request(*, request: CoachingRequest, to: User, by: User) -> CoachingRequest:
    """A lead coach puts somebody in charge (themselves included). Raises NotAllowed, WrongState."""
    current = fresh(request, by, "assign")
    check_can_be_in_charge(to, current)
    if current.assignee_id == to.pk:
        raise WrongState(_("%(name)s is in charge already.") % {"name": to.display_name})
    former = current.assignee_id
    move(current, "assign", by=by, assignee=to, claimed_at=timezone.now())
    say_event(current, "assign", by=by, to=to.pk, former=former)
    if to.pk != by.pk:
        tell_assignee(current, to)
    return current


@transaction.atomic
def release_request(*, request: CoachingRequest, by: User) -> CoachingRequest:
    """Give a request back to the queue: by the person in charge, or by a lead coach. A crisis is announced again.

    Raises NotAllowed, WrongState.
    """
    current = fresh(request, by, "release")
    former = current.assignee_id
    move(current, "release", by=by, assignee=None, claimed_at=None)
    say_event(current, "release", by=by, former=former)
    if current.is_crisis:
        tell_team_of_opening(current, but=by)
    return current
