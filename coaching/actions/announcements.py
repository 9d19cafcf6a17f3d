"""Who is told of what: never the actor, never somebody who may not see the request (asked again at send time)."""

from __future__ import annotations

from core.delivery import send_notice
from people.models import User

from ..models import CoachingRequest, Message
from ..notices import (
    CrisisActivity,
    CrisisOpened,
    RequestActivity,
    RequestAnswered,
    RequestAssigned,
    RequestOpened,
    RequestResolved,
)
from ..permissions import is_helper
from ..queries import helpers


def tell_team_of_opening(request: CoachingRequest, but: User | None = None) -> None:
    """A crisis at once, a progress request in working hours; a restricted one to lead coaches only.

    Called again when the request comes back to the queue, or when more people may read it.
    """
    notice = CrisisOpened if request.is_crisis else RequestOpened
    for user in helpers(request):
        if but is None or user.pk != but.pk:
            event = f"request-opened:{request.pk}:{request.version}"
            send_notice(notice.key, to=user, event=event, request_id=request.pk)


def tell_team_of_message(request: CoachingRequest, message: Message) -> None:
    """The person in charge; the team when nobody is, or when that person may no longer see the request."""
    notice = CrisisActivity if request.is_crisis else RequestActivity
    in_charge = request.assignee
    told = [in_charge] if in_charge and is_helper(in_charge, request) else list(helpers(request))
    for user in told:
        send_notice(notice.key, to=user, event=f"message:{message.pk}", request_id=request.pk, message_id=message.pk)


def tell_requester_of_message(request: CoachingRequest, message: Message) -> None:
    send_notice(
        RequestAnswered.key,
        to=request.requester,
        event=f"message:{message.pk}",
        request_id=request.pk,
        message_id=message.pk,
    )


def tell_requester_of_resolution(request: CoachingRequest) -> None:
    send_notice(
        RequestResolved.key,
        to=request.requester,
        event=f"request-resolved:{request.pk}:{request.version}",
        request_id=request.pk,
    )


def tell_assignee(request: CoachingRequest, user: User) -> None:
    send_notice(
        RequestAssigned.key, to=user, event=f"request-assigned:{request.pk}:{request.version}", request_id=request.pk
    )
