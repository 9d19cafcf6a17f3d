"""Messages about requests. None carries a word of what was written: a reference, and a link to a page that asks again
who may read it. A restricted request shows neither its kind nor its level."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from core.notices import Message as Mail
from core.notices import Notice, Reader

from . import states
from .first_aid import level_name
from .models import CoachingRequest, Message


def _when(value: datetime) -> str:
    return dateformat.format(timezone.localtime(value), "j F Y, H:i T")


class RequestNotice(Notice):
    """About a request that the reader may still see; `rows` narrows whom it concerns."""

    def rows(self, reader: Reader, payload: dict[str, Any]) -> Any:
        raise NotImplementedError

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        return bool(self.rows(reader, payload).filter(pk=payload["request_id"]).exists())

    def message(self, reader: Reader, payload: dict[str, Any]) -> Mail:
        request = CoachingRequest.objects.visible_to(reader.user).get(pk=payload["request_id"])
        subject, paragraphs = self.text(request)
        return Mail(
            subject=subject,
            paragraphs=paragraphs,
            action_label=_("Open the request"),
            action_path=request.get_absolute_url(),
        )

    def text(self, request: CoachingRequest) -> tuple[str, list[str]]:
        """Subject and paragraphs, in the reader's language."""
        raise NotImplementedError

    def activity(self, request: CoachingRequest, sentence: str) -> tuple[str, list[str]]:
        """A subject that says nothing but the reference."""
        return _("New activity on request %(reference)s") % {"reference": request.reference}, [sentence]


class RequestOpened(RequestNotice):
    """To the team: a progress request waits for somebody. Sent in the reader's working hours."""

    key = "coaching.request_opened"
    waits_for_working_hours = True

    def rows(self, reader: Reader, payload: dict[str, Any]) -> Any:
        return CoachingRequest.objects.for_team(reader.user).filter(state=states.NEW)

    def text(self, request: CoachingRequest) -> tuple[str, list[str]]:
        sentence = _("A request waits for a coach. A first answer is due by %(when)s.") % {
            "when": _when(request.due_at)
        }
        return self.activity(request, sentence)


class CrisisOpened(RequestOpened):
    """To the team, at once: somebody is in trouble."""

    key = "coaching.crisis_opened"
    waits_for_working_hours = False

    def text(self, request: CoachingRequest) -> tuple[str, list[str]]:
        due = _("A person answers by %(when)s.") % {"when": _when(request.due_at)}
        if request.restricted:
            notice = _("Only lead coaches can open it, and nothing about it stands in this message.")
            return _("Urgent: new activity on request %(reference)s") % {"reference": request.reference}, [due, notice]
        subject = _("Crisis: somebody asks for help (%(reference)s)") % {"reference": request.reference}
        level = _("Level %(number)s: %(name)s.") % {"number": request.level, "name": level_name(request.level or 4)}
        return subject, [level, due, _("The first to claim it answers.")]


class RequestActivity(RequestNotice):
    """To whoever is in charge: the requester wrote, or no longer needs an answer."""

    key = "coaching.request_activity"
    waits_for_working_hours = True

    def rows(self, reader: Reader, payload: dict[str, Any]) -> Any:
        return CoachingRequest.objects.for_team(reader.user)

    def text(self, request: CoachingRequest) -> tuple[str, list[str]]:
        return self.activity(request, _("There is something new on a request you look after."))


class CrisisActivity(RequestActivity):
    """The same, at once."""

    key = "coaching.crisis_activity"
    waits_for_working_hours = False


class RequestAssigned(RequestNotice):
    """To a coach whom a lead coach put in charge."""

    key = "coaching.request_assigned"

    def rows(self, reader: Reader, payload: dict[str, Any]) -> Any:
        return CoachingRequest.objects.for_team(reader.user).filter(assignee=reader.user)

    def text(self, request: CoachingRequest) -> tuple[str, list[str]]:
        return self.activity(request, _("A lead coach put you in charge of this request."))


class RequestAnswered(RequestNotice):
    """To the requester: a person has answered."""

    key = "coaching.request_answered"

    def rows(self, reader: Reader, payload: dict[str, Any]) -> Any:
        messages = Message.objects.visible_to(reader.user).filter(pk=payload["message_id"], erased_at__isnull=True)
        return CoachingRequest.objects.filter(requester=reader.user, pk__in=messages.values("request"))

    def text(self, request: CoachingRequest) -> tuple[str, list[str]]:
        return self.activity(request, _("Somebody from the coaching team has written to you."))


class RequestResolved(RequestNotice):
    """To the requester: the request is resolved; writing opens it again."""

    key = "coaching.request_resolved"

    def rows(self, reader: Reader, payload: dict[str, Any]) -> Any:
        return CoachingRequest.objects.filter(requester=reader.user, state=states.RESOLVED)

    def text(self, request: CoachingRequest) -> tuple[str, list[str]]:
        sentence = _("Your coach wrote a last message and marked the request as resolved.")
        subject, paragraphs = self.activity(request, sentence)
        return subject, [*paragraphs, _("Not over yet? Write on the page within fourteen days: it opens again.")]


NOTICES = (
    RequestOpened,
    CrisisOpened,
    RequestActivity,
    CrisisActivity,
    RequestAssigned,
    RequestAnswered,
    RequestResolved,
)
