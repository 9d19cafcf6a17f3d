"""What is said on a request. Append-only: a row is written once, and only erasure empties it."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .requests import CoachingRequest

# What happened, as a line of the thread. `name`: who did it.
EVENTS = {
    "claim": _("%(name)s takes care of this request."),
    "assign": _("%(name)s changed who is in charge."),
    "release": _("%(name)s gave the request back to the queue."),
    "change_level": _("%(name)s changed the level."),
    "restrict": _("%(name)s restricted who may read this request."),
    "unrestrict": _("%(name)s opened this request to all coaches."),
    "resolve": _("%(name)s marked this request as resolved."),
    "reopen": _("%(name)s reopened this request."),
    "cancel": _("%(name)s cancelled this request."),
    "close": _("Closed: nobody wrote in the fourteen days after it was resolved."),
    "end": _("Cancelled when the person left the programme. Help in a crisis stays open to everybody."),
}


def event_choices() -> list[tuple[str, object]]:
    """(key, sentence) of each event."""
    return list(EVENTS.items())


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Any) -> MessageQuerySet:
        """The public thread of requests one may see; notes only to those who help with the request."""
        requests = CoachingRequest.objects
        public = Q(visibility=Message.PUBLIC, request__in=requests.visible_to(user).values("pk"))
        return self.filter(public | Q(visibility=Message.NOTE, request__in=requests.for_team(user).values("pk")))


class Message(models.Model):
    """A public message, a note of the coaching team, or a line that says what happened (`event`)."""

    PUBLIC, NOTE = "public", "note"
    VISIBILITIES = [(PUBLIC, PUBLIC), (NOTE, NOTE)]

    request = models.ForeignKey(CoachingRequest, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    visibility = models.CharField(max_length=10, choices=VISIBILITIES, default=PUBLIC)
    event = models.CharField(max_length=20, blank=True, choices=event_choices)
    body = models.TextField(blank=True)
    request_version = models.PositiveIntegerField()
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["request", "id"], name="coaching_thread")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body="") | ~Q(event="") | Q(erased_at__isnull=False), name="a_message_says_something"
            ),
            models.CheckConstraint(
                condition=Q(visibility="public") | Q(author__isnull=False), name="a_note_has_an_author"
            ),
            models.CheckConstraint(condition=Q(erased_at__isnull=True) | Q(body=""), name="an_erased_message_is_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.visibility} {self.pk}"

    @property
    def is_note(self) -> bool:
        return self.visibility == self.NOTE

    @property
    def sentence(self) -> str:
        """The line that says what happened, in the reader's language."""
        return EVENTS[self.event] % {"name": self.author.display_name if self.author else ""} if self.event else ""


class RequestLinkQuerySet(models.QuerySet["RequestLink"]):
    def visible_to(self, user: Any) -> RequestLinkQuerySet:
        """The links of the requests one may see."""
        return self.filter(request__in=CoachingRequest.objects.visible_to(user).values("pk"))


class RequestLink(models.Model):
    """A web address given with a request; http and https only."""

    request = models.ForeignKey(CoachingRequest, on_delete=models.CASCADE, related_name="links")
    url = models.URLField(max_length=600)
    created_at = models.DateTimeField(default=timezone.now)

    objects = RequestLinkQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(url__startswith="http://") | Q(url__startswith="https://"), name="a_link_is_a_web_address"
            )
        ]

    def __str__(self) -> str:
        return self.url
