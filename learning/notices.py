"""Messages about quizzes. None carries an answer or a score: a link to a page that asks again who may read it."""

from __future__ import annotations

from typing import Any

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from core.notices import Message, Notice, Reader

from . import states
from .models import AnswerToRead, Attempt


class AttemptOverdue(Notice):
    """To the learner: time is over, and the answers can still be submitted for a while."""

    key = "learning.attempt_overdue"

    def rows(self, reader: Reader, payload: dict[str, Any]) -> Any:
        return Attempt.objects.visible_to(reader.user).filter(pk=payload["attempt_id"], state=states.OVERDUE)

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        return bool(self.rows(reader, payload).exists())

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        attempt = self.rows(reader, payload).get()
        until = dateformat.format(timezone.localtime(attempt.grace_until), "j F Y, H:i T")
        return Message(
            subject=_("Your quiz waits to be submitted"),
            paragraphs=[
                _("The time of a quiz you began is over. Your answers are saved; they count once you submit them."),
                _("You can submit until %(when)s.") % {"when": until},
            ],
            action_label=_("Submit my answers"),
            action_path=attempt.get_absolute_url(),
        )


class AnswerWasRead(Notice):
    """To the learner: a coach has read the answer they sent."""

    key = "learning.answer_was_read"
    waits_for_working_hours = True

    def rows(self, reader: Reader, payload: dict[str, Any]) -> Any:
        own = AnswerToRead.objects.filter(question__attempt__learner=reader.user, read_at__isnull=False)
        return own.filter(pk=payload["reading_id"])

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        return bool(self.rows(reader, payload).exists())

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        reading = self.rows(reader, payload).select_related("question__attempt").get()
        return Message(
            subject=_("A coach has read your answer"),
            paragraphs=[_("You sent a written answer to a coach. It has been read, and a comment is on your page.")],
            action_label=_("Open my result"),
            action_path=reading.question.attempt.get_absolute_url(),
        )


NOTICES = (AttemptOverdue, AnswerWasRead)
