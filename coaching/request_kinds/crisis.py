"""Help in a crisis: one choice is enough to send, and first aid answers at once. For anybody of the company."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .. import sla
from ..first_aid import DANGER_LEVEL, SITUATIONS, FirstAid, first_aid, situations
from ._base import Draft, RequestKind
from ._fields import PlatformField, TextField, web_address

YES, NO = "yes", "no"


def situation_cards() -> list[tuple[str, object]]:
    """(key, name and one line to recognise it by), in the reader's language."""
    language = (get_language() or "fr").split("-")[0]
    sheets = {key: situations()[key].sheets for key in SITUATIONS}
    cards = {key: texts.get(language, texts["fr"]) for key, texts in sheets.items()}
    return [
        (
            key,
            format_html(
                '<span class="situation"><strong>{}</strong><span class="situation__signs">{}</span></span>',
                card.name,
                card.recognise,
            ),
        )
        for key, card in cards.items()
    ]


class CrisisForm(forms.Form):
    danger = forms.ChoiceField(
        label=_("Is somebody in danger right now?"),
        choices=[(YES, _("Yes")), (NO, _("No"))],
        required=False,
        widget=forms.RadioSelect,
    )
    situation = forms.ChoiceField(
        label=_("What is happening?"),
        choices=situation_cards,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the line that comes closest; a coach will sort it out with you.")},
    )
    platform = PlatformField(label=_("On which network?"))
    link = forms.CharField(
        label=_("Link to the post or the profile"),
        help_text=_("If you have it at hand."),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
    )
    words = TextField(
        label=_("A few words, if you wish"),
        help_text=_("Never a password, and not the confidential information itself."),
        required=False,
    )


class Crisis(RequestKind):
    label = _("Help in a crisis")
    summary = _("You are attacked, hacked, impersonated, or something went wrong: first steps at once, a person soon.")
    icon = "lifebuoy"
    form_class = CrisisForm
    is_crisis = True
    needs_membership = False
    example = {
        "situation": "hacked_account",
        "danger": NO,
        "platform": "linkedin",
        "link": "www.linkedin.com/in/quelquun",
        "words": "Mon compte publie sans moi depuis ce matin.",
    }

    def target(self, level: int | None) -> sla.Target:
        return sla.CRISIS_TARGETS[level or DANGER_LEVEL]

    def first_aid(self, situation: str, level: int | None) -> FirstAid | None:
        return first_aid(situation, level or DANGER_LEVEL)

    def draft(self, cleaned: Mapping[str, Any]) -> Draft:
        """Nothing typed is refused or lost: what is not an address stays in the words."""
        known = situations()[cleaned["situation"]]
        link = cleaned.get("link", "")
        address = web_address(link) if link else ""
        words = [cleaned.get("words", ""), "" if address else link]
        return Draft(
            body="\n\n".join(part for part in words if part),
            platform=cleaned.get("platform", ""),
            situation=known.key,
            level=DANGER_LEVEL if cleaned.get("danger") == YES else known.level,
            urgency=sla.HIGH,
            links=(address,) if address else (),
            restricted=known.restricted,
        )
