"""How grave it is, and who may read it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import WrongState
from people.models import User

from .. import sla
from ..models import CoachingRequest
from ..queries import coach_hours
from .announcements import tell_team_of_opening
from .transitions import fresh, move, say_event


@transaction.atomic
def change_level(*, request: CoachingRequest, level: int, by: User) -> CoachingRequest:
    """Another level of a crisis: priority and due time follow, counted from when it was opened.

    Raises NotAllowed, WrongState when the request is no crisis, is not open, or has this level already.
    """
    current = fresh(request, by, "change_level")
    if not current.is_crisis or level not in sla.LEVELS:
        raise WrongState(_("Only a crisis has a level, from 1 to 4."))
    if level == current.level:
        raise WrongState(_("The request has this level already."))
    former = current.level
    due_at = current.definition.target(level).due_at(current.created_at, coach_hours())
    move(current, "change_level", by=by, level=level, priority=sla.priority_of(level=level), due_at=due_at)
    say_event(current, "change_level", by=by, level=level, former=former)
    return current


@transaction.atomic
def restrict_request(*, request: CoachingRequest, by: User) -> CoachingRequest:
    """Only lead coaches and the person in charge read it from now on. Raises NotAllowed, WrongState."""
    current = fresh(request, by, "restrict")
    if current.restricted:
        raise WrongState(_("This request is restricted already."))
    move(current, "restrict", by=by, restricted=True)
    say_event(current, "restrict", by=by)
    return current


@transaction.atomic
def unrestrict_request(*, request: CoachingRequest, by: User) -> CoachingRequest:
    """The requester, and nobody else, opens a request to all coaches. Raises NotAllowed, WrongState."""
    current = fresh(request, by, "unrestrict")
    if not current.restricted:
        raise WrongState(_("All coaches can read this request already."))
    move(current, "unrestrict", by=by, restricted=False)
    say_event(current, "unrestrict", by=by)
    if current.assignee_id is None:
        tell_team_of_opening(current)
    return current
