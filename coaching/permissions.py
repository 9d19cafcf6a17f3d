"""Who may do what to a request. `can_x` for templates, `check_x` for actions; *now* is the state machine's.

`is_helper` says in Python what `CoachingRequest.objects.for_team` says in SQL; a test holds them equal.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.errors import NotAllowed
from people import roles
from people.models import User
from people.permissions import is_line_manager_of
from people.queries import current_membership

from . import states
from .models import CoachingRequest
from .request_kinds import REQUEST_KINDS


def can_see_queue(user: User) -> bool:
    return user.has_role(roles.COACH, roles.LEAD_COACH)


def is_helper(user: User, request: CoachingRequest) -> bool:
    """A member of the coaching team who may help with this request; read at the time of reading."""
    if not can_see_queue(user) or request.requester_id == user.pk or is_line_manager_of(user, request.requester):
        return False
    return not request.restricted or user.has_role(roles.LEAD_COACH) or request.assignee_id == user.pk


def owners_in(user: User, request: CoachingRequest) -> set[str]:
    """What this person is to this request, in the words of `states.OWNERS`."""
    if request.requester_id == user.pk:
        return {states.REQUESTER}
    if not is_helper(user, request):
        return set()
    found = {states.COACH}
    if request.assignee_id == user.pk:
        found.add(states.ASSIGNEE)
    if user.has_role(roles.LEAD_COACH):
        found.add(states.LEAD)
    return found


def can_do(user: User, event: str, request: CoachingRequest) -> bool:
    """May this person make this event happen on this request (whatever its state)?"""
    return not states.OWNERS[event].isdisjoint(owners_in(user, request))


def check_do(user: User, event: str, request: CoachingRequest) -> None:
    """Raises NotAllowed unless this person may make this event happen."""
    if not can_do(user, event, request):
        raise NotAllowed(_("This request is not yours to change."))


def can_open_request(user: User, kind: str) -> bool:
    """Help in a crisis is for everybody signed in; the rest for those who take part in the programme."""
    return not REQUEST_KINDS[kind].needs_membership or current_membership(user) is not None


def check_open_request(user: User, kind: str) -> None:
    """Raises NotAllowed unless this person may ask in this way."""
    if not can_open_request(user, kind):
        raise NotAllowed(_("This kind of help is for people who take part in the programme. Joining is one click."))


def can_be_in_charge(user: User, request: CoachingRequest) -> bool:
    """May a lead coach put this person in charge? Being put in charge is what opens a restricted request."""
    return can_see_queue(user) and request.requester_id != user.pk and not is_line_manager_of(user, request.requester)


def check_can_be_in_charge(user: User, request: CoachingRequest) -> None:
    """Raises NotAllowed unless this person may be put in charge."""
    if not can_be_in_charge(user, request):
        raise NotAllowed(_("This person cannot be put in charge of this request."))
