"""Writing to each other: the requester's answer, the coach's reply, the team's note."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import StaleVersion, WrongState
from people.models import User

from .. import states
from ..models import CoachingRequest, Message
from .announcements import tell_requester_of_message, tell_team_of_message
from .transitions import check_version, fresh, move, say


def sent_before(request: CoachingRequest, by: User, token: uuid.UUID) -> Message | None:
    """The message this form has already made: a double click sends once."""
    known = Message.objects.filter(token=token).first()
    if known and (known.author_id != by.pk or known.request_id != request.pk):
        raise WrongState(_("This form cannot be sent twice. Please open it again."))
    return known


@transaction.atomic
def answer_request(
    *, request: CoachingRequest, by: User, body: str, token: uuid.UUID, version: int | None = None
) -> Message:
    """The requester writes; a resolved request opens again, within fourteen days.

    In: `version`, of the page written on. Raises NotAllowed, WrongState, StaleVersion when somebody wrote meanwhile.
    """
    current = fresh(request, by, "answer")
    if known := sent_before(current, by, token):
        return known
    if current.state == states.RESOLVED and current.can_reopen_until < timezone.now():
        raise WrongState(_("This request was resolved more than fourteen days ago. Please open a new one."))
    if version is not None and _wrote_meanwhile(current, by, version):
        raise StaleVersion(_("A message arrived while you were writing. Your text is kept: read, then send it."))
    values: dict[str, Any] = {"resolved_at": None} if current.state == states.RESOLVED else {}
    move(current, "answer", by=by, **values)
    message = say(current, by, body=body, token=token)
    audit.record("coaching.request.answer", current, by, message=message.pk)
    tell_team_of_message(current, message)
    return message


def _wrote_meanwhile(request: CoachingRequest, by: User, version: int) -> bool:
    """Did somebody else write publicly since? A mere change of state does not hold the requester back."""
    newer = Message.objects.filter(request=request, visibility=Message.PUBLIC, event="", request_version__gt=version)
    return newer.exclude(author=by).exists()


@transaction.atomic
def reply_to_request(
    *,
    request: CoachingRequest,
    by: User,
    body: str,
    token: uuid.UUID,
    version: int | None = None,
    waits: bool = False,
) -> Message:
    """The person in charge writes to the requester; `waits`: it is a question, and the request waits for its answer.

    The first such message is the first answer by a person. Raises NotAllowed, WrongState, StaleVersion.
    """
    event = "ask" if waits else "reply"
    current = fresh(request, by, event)
    if known := sent_before(current, by, token):
        return known
    check_version(current, version)
    move(current, event, by=by, first_response_at=current.first_response_at or timezone.now())
    message = say(current, by, body=body, token=token)
    audit.record(f"coaching.request.{event}", current, by, message=message.pk)
    tell_requester_of_message(current, message)
    return message


@transaction.atomic
def add_note(*, request: CoachingRequest, by: User, body: str, token: uuid.UUID) -> Message:
    """A note for the coaching team; the requester never sees it, nor is told. Raises NotAllowed, WrongState."""
    current = fresh(request, by, "note")
    if known := sent_before(current, by, token):
        return known
    move(current, "note", by=by)
    message = say(current, by, body=body, visibility=Message.NOTE, token=token)
    audit.record("coaching.request.note", current, by, message=message.pk)
    return message
