"""Advice on something one is about to publish. The coach advises; the author decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ._base import Draft, RequestKind
from ._fields import AddressField, PlatformField, TextField, UrgencyField


class ContentAdviceForm(forms.Form):
    platform = PlatformField()
    text = TextField(label=_("Your draft"), help_text=_("Paste the text, or give a link below."), required=False)
    link = AddressField(label=_("Link to the draft or the post"), required=False)
    question = TextField(label=_("What are you wondering about?"))
    urgency = UrgencyField()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("text") and not cleaned.get("link") and not self.errors.keys() & {"text", "link"}:
            self.add_error("text", _("Paste your draft here, or give a link to it."))
        return cleaned


class ContentAdvice(RequestKind):
    label = _("Advice on a post")
    summary = _("You have a draft and a doubt. A coach tells you what they see; you decide.")
    icon = "pencil-square"
    form_class = ContentAdviceForm
    example = {
        "platform": "linkedin",
        "text": "Hier, notre équipe a rouvert l’atelier après six mois de travaux.",
        "link": "",
        "question": "Ai-je le droit de montrer la photo de l’équipe ?",
        "urgency": "high",
    }

    def draft(self, cleaned: Mapping[str, Any]) -> Draft:
        return Draft(
            body="\n\n".join(part for part in (cleaned["question"], cleaned["text"]) if part),
            platform=cleaned["platform"],
            urgency=cleaned["urgency"],
            links=(cleaned["link"],) if cleaned["link"] else (),
        )
