"""Reads that span models: the queue, a conversation, who may help, raw figures."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from core.calendars import WorkingHours
from people import roles
from people.models import User
from people.queries import company, current_membership, hours_of

from . import states
from .models import CoachingRequest, Message, RequestLink
from .permissions import can_do
from .request_kinds import REQUEST_KINDS, RequestKind

logger = logging.getLogger(__name__)
FILTERS = ("open", "unclaimed", "mine", "resolved")
MOST_COUNTED = 99


def coach_hours() -> WorkingHours:
    """When the coaches answer, in the company's zone. Hours that make no sense never stop a request."""
    try:
        return hours_of(company().coach_hours, settings.TIME_ZONE)
    except (ValueError, TypeError, AttributeError):
        logger.exception("the hours of the coaches cannot be read; Monday to Friday, 9 to 18, instead")
        return hours_of(None, settings.TIME_ZONE)


def helpers(request: CoachingRequest) -> QuerySet[User]:
    """The active members of the coaching team who may see this request, lead coaches alone when it is restricted."""
    in_role = [roles.LEAD_COACH] if request.restricted else [roles.LEAD_COACH, roles.COACH]
    able = Q(groups__name__in=in_role) | Q(pk=request.assignee_id, groups__name=roles.COACH)
    return _may_help(request).filter(able).distinct()


def possible_assignees(request: CoachingRequest) -> QuerySet[User]:
    """Whom a lead coach may put in charge, in place of who is."""
    able = _may_help(request).filter(groups__name__in=[roles.LEAD_COACH, roles.COACH]).distinct()
    return able.exclude(pk=request.assignee_id) if request.assignee_id else able


def _may_help(request: CoachingRequest) -> QuerySet[User]:
    apart = [request.requester_id, request.requester.line_manager_id]
    return User.objects.filter(is_active=True).exclude(pk__in=[pk for pk in apart if pk])


# --- The requester's page ----------------------------------------------------------------------------------------
def progress_kinds() -> list[RequestKind]:
    """The kinds offered today to those who take part."""
    return [kind for kind in REQUEST_KINDS if not kind.retired and not kind.is_crisis]


def takes_part(user: User) -> bool:
    return current_membership(user) is not None


def own_requests(user: User, limit: int = 50) -> list[CoachingRequest]:
    """A person's own requests, the open ones first, then the newest."""
    rows = CoachingRequest.objects.visible_to(user).filter(requester=user).select_related("assignee")
    return sorted(rows[:limit], key=lambda row: not row.is_open)


def thread(request: CoachingRequest, user: User) -> list[Message]:
    """What this reader may see of a conversation, oldest first."""
    messages = Message.objects.visible_to(user).filter(request=request)
    return list(messages.select_related("author").order_by("id"))


def links(request: CoachingRequest, user: User) -> list[RequestLink]:
    return list(RequestLink.objects.visible_to(user).filter(request=request))


def since(messages: Iterable[Message], version: int | None, user: User) -> list[Message]:
    """The messages of others that were not there when the page was at `version`."""
    if version is None:
        return []
    return [m for m in messages if m.request_version > version and m.author_id != user.pk]


# --- The queue ---------------------------------------------------------------------------------------------------
def queue_rows(user: User, show: str, kind: str = "") -> QuerySet[CoachingRequest]:
    """The requests of one filter of the queue, with the people on them; in `QUEUE_ORDER` once paged."""
    rows = CoachingRequest.objects.for_team(user).select_related("requester", "assignee")
    if kind:
        rows = rows.filter(kind=kind)
    if show == "unclaimed":
        return rows.filter(state=states.NEW)
    if show == "mine":
        return rows.filter(assignee=user, state__in=states.IN_HAND)
    if show == "resolved":
        return rows.filter(state=states.RESOLVED)
    return rows.open()


def queue_counts(user: User, kind: str = "") -> dict[str, int]:
    """How many rows each filter holds, counted up to `MOST_COUNTED` + 1: a long queue costs what a short one costs.

    One query for each filter.
    """
    return {show: queue_rows(user, show, kind).order_by().values("pk")[: MOST_COUNTED + 1].count() for show in FILTERS}


# --- Figures -----------------------------------------------------------------------------------------------------
def programme_figures(exclude_users: Iterable[int] = ()) -> list[dict[str, Any]]:
    """Raw counts by kind and state: {"kind", "state", "requests", "people"}; `people` are distinct requesters.

    In: `exclude_users`, ids whose requests are left out (the reader's own reports). Restricted requests are left out
    too: outside the coaching team their existence is not shown (reference b7). Raw: the caller hides small groups.
    """
    rows = CoachingRequest.objects.filter(restricted=False).exclude(requester__in=list(exclude_users))
    figures = rows.order_by("kind", "state").values("kind", "state")
    counted = figures.annotate(requests=Count("pk"), people=Count("requester", distinct=True))
    return [dict(row) for row in counted]


def requests_to_close(limit: int = 200) -> list[int]:
    """Ids of the resolved requests to which nobody may write again."""
    return list(
        CoachingRequest.objects.to_close(timezone.now()).order_by("resolved_at").values_list("pk", flat=True)[:limit]
    )


# --- What is possible now ----------------------------------------------------------------------------------------
def possible_events(user: User, request: CoachingRequest) -> set[str]:
    """The events that this person may make happen on this request as it is now; what a page offers."""
    events = {e for e in states.OWNERS if states.is_possible(request.state, e) and can_do(user, e, request)}
    refused = {
        "cancel": request.is_answered,
        "change_level": not request.is_crisis,
        "restrict": request.restricted,
        "unrestrict": not request.restricted,
        "answer": request.state == states.RESOLVED and request.can_reopen_until < timezone.now(),
    }
    return events - {event for event, no in refused.items() if no}
