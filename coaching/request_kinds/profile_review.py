"""A second pair of eyes on one's own profile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.networks import network_choices_with_other

from ._base import Draft, RequestKind
from ._fields import AddressField, PlatformField, TextField, UrgencyField


class ProfileReviewForm(forms.Form):
    platform = PlatformField(choices=network_choices_with_other, required=True)
    profile_url = AddressField(
        label=_("Address of your profile"), help_text=_("Only what is public will be looked at.")
    )
    question = TextField(
        label=_("What would you like your coach to look at?"),
        help_text=_("The headline, the summary, your settings… Never a password."),
    )
    urgency = UrgencyField()


class ProfileReview(RequestKind):
    label = _("Review my profile")
    summary = _("A coach reads your profile with you: what it says, what it leaves out, what it gives away.")
    icon = "user-circle"
    form_class = ProfileReviewForm
    example = {
        "platform": "linkedin",
        "profile_url": "https://www.linkedin.com/in/quelquun",
        "question": "Mon résumé dit-il assez clairement ce que je fais ?",
        "urgency": "normal",
    }

    def draft(self, cleaned: Mapping[str, Any]) -> Draft:
        return Draft(
            body=cleaned["question"],
            platform=cleaned["platform"],
            urgency=cleaned["urgency"],
            links=(cleaned["profile_url"],),
        )
