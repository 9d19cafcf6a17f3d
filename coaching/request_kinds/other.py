"""Any other question to a coach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ._base import Draft, RequestKind
from ._fields import PlatformField, TextField, UrgencyField


class OtherForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=120)
    question = TextField(label=_("Your question"))
    platform = PlatformField()
    urgency = UrgencyField()


class Other(RequestKind):
    label = _("Another question")
    summary = _("Anything else about your accounts, your posts or the programme.")
    icon = "chat-bubble-left-ellipsis"
    form_class = OtherForm
    example = {
        "subject": "Répondre à un ancien collègue",
        "question": "Un ancien collègue commente chacune de mes publications. Dois-je lui répondre ?",
        "platform": "",
        "urgency": "low",
    }

    def draft(self, cleaned: Mapping[str, Any]) -> Draft:
        return Draft(
            subject=cleaned["subject"],
            body=cleaned["question"],
            platform=cleaned["platform"],
            urgency=cleaned["urgency"],
        )
