"""What `coaching` holds about a person."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.privacy import Holding
from people.models import User

from .models import CoachingRequest, Message, RequestLink

_REQUEST_FIELDS = (
    "id",
    "kind",
    "situation",
    "level",
    "urgency",
    "platform",
    "subject",
    "restricted",
    "state",
    "created_at",
    "first_response_at",
    "resolved_at",
    "closed_at",
)


def _export_requests(user: User) -> list[dict[str, Any]]:
    """Requests with their public thread; the team's notes are not the requester's reading (reference b7)."""
    rows = list(CoachingRequest.objects.filter(requester=user).order_by("id").values(*_REQUEST_FIELDS))
    for row in rows:
        thread = Message.objects.filter(request=row["id"], visibility=Message.PUBLIC)
        row["messages"] = [
            {"created_at": m.created_at, "mine": m.author_id == user.pk, "event": m.event, "body": m.body}
            for m in thread
        ]
        row["links"] = list(RequestLink.objects.filter(request=row["id"]).values_list("url", flat=True))
    return rows


def _export_help(user: User) -> list[dict[str, Any]]:
    """When a coach wrote, and to whom it could be seen; what they wrote belongs to the person they helped."""
    rows = Message.objects.filter(author=user, event="").exclude(request__requester=user)
    return [dict(row) for row in rows.values("created_at", "visibility")]


def _erase_requests(user: User) -> int:
    """Empty the threads, subjects and links of a person's requests, the team's words about them included.

    An open crisis is left as it is: it stays reachable until it is resolved, and a later erasure empties it. The rows
    keep kind, state and times, so that last year's counts do not change.
    """
    mine = CoachingRequest.objects.filter(requester=user)
    kept = [row.pk for row in mine.open() if row.is_crisis]
    ended = mine.exclude(pk__in=kept)
    emptied = Message.objects.filter(request__in=ended, erased_at__isnull=True).exclude(body="")
    return (
        emptied.update(body="", erased_at=timezone.now())
        + RequestLink.objects.filter(request__in=ended).delete()[0]
        + ended.exclude(subject="").update(subject="")
    )


def _keep(user: User) -> int:
    return 0


HOLDINGS = [
    Holding(
        key="coaching.requests",
        models=("coaching.CoachingRequest", "coaching.Message", "coaching.RequestLink"),
        label=_("Your requests to the coaches"),
        why=_("To help you. Only you and the coaches who may help read them; your line manager never does."),
        kept=_("Emptied of every word when you ask for it; an open crisis, once it is resolved."),
        export=_export_requests,
        erase=_erase_requests,
    ),
    Holding(
        key="coaching.help_given",
        models=("coaching.Message",),
        label=_("Help you gave as a coach"),
        why=_("To know who answered whom."),
        kept=_("What you wrote stays with the person you helped, for as long as their request is kept."),
        export=_export_help,
        erase=_keep,
    ),
]
