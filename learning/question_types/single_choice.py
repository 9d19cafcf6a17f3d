"""One right option among several."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ._base import Config, Example
from ._choices import ChoicesBlock, ChoiceType

_BLOCK = {
    "options": [
        {
            "type": "item",
            "id": "a1",
            "value": {"text": _("Yours."), "is_correct": True, "feedback": _("The account is the member’s.")},
        },
        {
            "type": "item",
            "id": "b2",
            "value": {
                "text": _("Whoever pays the subscription."),
                "is_correct": False,
                "feedback": _("Paying for a service gives rights over that service, not over the account."),
            },
        },
    ]
}


class SingleChoice(ChoiceType):
    label = _("Single choice")
    example = Example(
        prompt=_("Between your employer and you, whose is your account?"), block=_BLOCK, right="a1", wrong="b2"
    )

    def block(self) -> ChoicesBlock:
        return ChoicesBlock(
            label=self.label, icon="radio-full", preview_value=_BLOCK, description=_("One right option among several.")
        )

    def field(self, config: Config) -> forms.Field:
        return forms.ChoiceField(choices=self.choices(config), widget=forms.RadioSelect, required=False)
