"""Messages that span the pillars."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import date_format
from core.notices import Message, Notice, Reader
from people import states
from people.models import Membership

from .models import SubjectSuggestion
from .states import ACCEPTED, DECLINED


class LeavingReceipt(Notice):
    """The receipt of a departure. The person may have lost their account meanwhile: it is sent all the same."""

    key = "home.leaving_receipt"
    needs_active_account = False

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        return Membership.objects.filter(pk=payload["membership_id"], user=reader.user, state=states.LEFT).exists()

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        membership = Membership.objects.get(pk=payload["membership_id"])
        when = date_format(timezone.localtime(membership.left_at), "j F Y, H:i T")
        return Message(
            subject=_("You left the ambassador programme: your receipt"),
            paragraphs=[
                _("You left the programme on %(when)s. It took effect at once and asks nothing more of you.")
                % {"when": when},
                _(
                    "Your accounts are yours, as before, and so is what you published: nobody may ask you to remove "
                    "it. Leaving has no consequence on your pay, your appraisal or your career."
                ),
                _(
                    "The public pages, the courses and help in a crisis stay open to you, and you may come back later "
                    "on the same terms as anybody else."
                ),
            ],
            action_label=_("Open my journey"),
            action_path=reverse("home:journey"),
        )


class SuggestionReceived(Notice):
    """To the editors: a subject waits for an answer. Cancelled when one of them has answered meanwhile."""

    key = "home.suggestion_received"
    waits_for_working_hours = True

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        suggestions = SubjectSuggestion.objects.visible_to(reader.user).waiting()
        return suggestions.filter(pk=payload["suggestion_id"]).exists()

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        suggestion = SubjectSuggestion.objects.visible_to(reader.user).get(pk=payload["suggestion_id"])
        return Message(
            subject=_("A suggested subject is waiting for an answer"),
            paragraphs=[
                _("A colleague suggests a subject for the news: “%(title)s”.") % {"title": suggestion.title},
                _("One editor answers, once, and says why: the subject is taken up, or it is not."),
            ],
            action_label=_("Read the suggestion"),
            action_path=suggestion.get_absolute_url(),
        )


class SuggestionAnswered(Notice):
    """To the author: the answer and its reason."""

    key = "home.suggestion_answered"

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        return SubjectSuggestion.objects.filter(pk=payload["suggestion_id"], author=reader.user).exists()

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        suggestion = SubjectSuggestion.objects.get(pk=payload["suggestion_id"], author=reader.user)
        sentences = {
            ACCEPTED: _("Your subject “%(title)s” is taken up for the news. The editor writes:"),
            DECLINED: _("Your subject “%(title)s” is not taken up this time. The editor writes:"),
        }
        return Message(
            subject=_("An answer about the subject you suggested"),
            paragraphs=[sentences[suggestion.state] % {"title": suggestion.title}, suggestion.answer],
            action_label=_("Open my suggestion"),
            action_path=suggestion.get_absolute_url(),
        )
