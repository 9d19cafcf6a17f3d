"""How a request ends, and how it begins again."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import WrongState
from people.models import User

from ..models import CoachingRequest
from ..models.requests import PROGRESS_LANE
from .announcements import tell_requester_of_resolution, tell_team_of_message
from .conversation import sent_before
from .transitions import check_version, fresh, move, say, say_event


@transaction.atomic
def resolve_request(
    *, request: CoachingRequest, by: User, body: str, token: uuid.UUID, version: int | None = None
) -> CoachingRequest:
    """The person in charge closes with a message. Raises NotAllowed, WrongState, StaleVersion."""
    current = fresh(request, by, "resolve")
    if sent_before(current, by, token):
        return current
    check_version(current, version)
    now = timezone.now()
    move(current, "resolve", by=by, resolved_at=now, first_response_at=current.first_response_at or now)
    say(current, by, body=body, token=token)
    say_event(current, "resolve", by=by)
    tell_requester_of_resolution(current)
    return current


@transaction.atomic
def reopen_request(*, request: CoachingRequest, by: User) -> CoachingRequest:
    """A coach takes a resolved request up again. Raises NotAllowed, WrongState."""
    current = fresh(request, by, "reopen")
    move(current, "reopen", by=by, resolved_at=None)
    say_event(current, "reopen", by=by)
    return current


@transaction.atomic
def cancel_request(*, request: CoachingRequest, by: User) -> CoachingRequest:
    """The requester thinks better of it, before a coach has written. Raises NotAllowed, WrongState."""
    current = fresh(request, by, "cancel")
    if current.first_response_at:
        raise WrongState(_("A coach has already answered. You can write that you no longer need help."))
    move(current, "cancel", by=by)
    line = say_event(current, "cancel", by=by)
    if current.assignee:
        tell_team_of_message(current, line)
    return current


@transaction.atomic
def close_request(*, request_id: int) -> bool:
    """Close what was resolved long enough ago. Out: False when it is not to be closed after all."""
    rows = CoachingRequest.objects.to_close(timezone.now()).select_for_update(of=("self",))
    current = rows.filter(pk=request_id).first()
    if current is None:
        return False
    move(current, "close", by=None, closed_at=timezone.now())
    say_event(current, "close", by=None)
    return True


@transaction.atomic
def end_progress_requests(*, user: User) -> int:
    """A person left the programme: their open progress requests end, an open crisis stays. Out: how many ended."""
    rows = CoachingRequest.objects.open().filter(requester=user, queue_lane=PROGRESS_LANE)
    ended = list(rows.select_for_update(of=("self",)).select_related("requester", "assignee"))
    for request in ended:
        move(request, "end", by=None)
        line = say_event(request, "end", by=None)
        if request.assignee:
            tell_team_of_message(request, line)
    return len(ended)
