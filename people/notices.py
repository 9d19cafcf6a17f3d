"""Messages about taking part."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.notices import Message, Notice, Reader

from .models import Membership


class MembershipJoined(Notice):
    key = "people.membership_joined"

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        return Membership.objects.open().filter(pk=payload["membership_id"], user=reader.user).exists()

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        return Message(
            subject=_("You joined the ambassador programme, freely"),
            paragraphs=[
                _(
                    "You joined the programme of your own free will. Refusing, pausing or leaving has no consequence "
                    "on your pay, your appraisal or your career."
                ),
                _("Your accounts stay yours. Nobody will ask for a password, and nobody tells you what to say."),
                _("You can pause or leave at any time from “My journey”, without giving a reason."),
            ],
            action_label=_("Open my journey"),
            action_path=reverse("home:journey"),
        )
