"""The one writer of a request's state, and the line it leaves in the thread."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from core import audit
from core.errors import StaleVersion, WrongState
from people.models import User

from .. import states
from ..models import CoachingRequest, Message
from ..permissions import check_do


def state_for(request: CoachingRequest, user: User | None) -> str:
    """The state in the words of the reader."""
    own = user is not None and user.pk == request.requester_id
    return str((states.STATES_FOR_REQUESTER if own else states.STATES)[request.state])


def fresh(request: CoachingRequest, by: User, event: str) -> CoachingRequest:
    """The row as it is now, locked, once `by` is known to be allowed. Raises NotAllowed."""
    rows = CoachingRequest.objects.select_for_update(of=("self",)).select_related("requester", "assignee")
    current = rows.get(pk=request.pk)
    check_do(by, event, current)
    return current


def check_version(current: CoachingRequest, seen: int | None) -> None:
    """Raises StaleVersion when the page that a member of the team wrote on shows an older request."""
    if seen is not None and seen != current.version:
        raise StaleVersion(
            _("The request has changed since you began to write. Your text is kept: read what is new, then send it.")
        )


def move(request: CoachingRequest, event: str, *, by: User | None, **values: Any) -> CoachingRequest:
    """Apply one event by a conditional UPDATE on id, version and state; nothing else writes `state`.

    Out: the request, changed. Raises WrongState, naming the state, when the event has no place in it; StaleVersion
    when the row has moved on since it was read.
    """
    to = states.TRANSITIONS.get((request.state, event))
    if to is None:
        raise WrongState(
            _("This is no longer possible: the request is now “%(state)s”.") % {"state": state_for(request, by)}
        )
    rows = CoachingRequest.objects.filter(pk=request.pk, version=request.version, state__in=states.sources(event, to))
    if not rows.update(state=to, version=F("version") + 1, **values):
        raise stale(request, by)
    for name, value in {"state": to, "version": request.version + 1, **values}.items():
        setattr(request, name, value)
    return request


def stale(request: CoachingRequest, by: User | None) -> StaleVersion:
    """What to answer when the row has moved on: the state it is in now."""
    current = CoachingRequest.objects.get(pk=request.pk)
    return StaleVersion(
        _("The request has changed meanwhile; it is now “%(state)s”.") % {"state": state_for(current, by)}
    )


def say(
    request: CoachingRequest,
    by: User | None,
    *,
    body: str = "",
    event: str = "",
    visibility: str = Message.PUBLIC,
    token: uuid.UUID | None = None,
) -> Message:
    """Add a line to the thread, at the version the request has now."""
    return Message.objects.create(
        request=request,
        author=by,
        body=body,
        event=event,
        visibility=visibility,
        request_version=request.version,
        token=token or uuid.uuid4(),
    )


def say_event(request: CoachingRequest, event: str, *, by: User | None, **data: object) -> Message:
    """Say in the thread and in the audit trail that something happened. Out: the line of the thread."""
    audit.record(f"coaching.request.{event}", request, by, **data)
    return say(request, by, event=event)
