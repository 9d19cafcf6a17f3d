"""Fields that several kinds share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from people.networks import network_choices_with_other

from .. import sla

MAX_TEXT = 10_000
WEB_ADDRESS = URLValidator(schemes=["http", "https"])


def web_address(text: str) -> str:
    """A web address with its scheme, or nothing when the text is not one (people paste what they have)."""
    candidate = text if "://" in text else f"https://{text}"
    try:
        WEB_ADDRESS(candidate)
    except ValidationError:
        return ""
    return candidate


def _platforms() -> list[tuple[str, object]]:
    return [("", _("Not on one network")), *network_choices_with_other()]


class PlatformField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"choices": _platforms, "label": _("Network"), "required": False, **kwargs})


class UrgencyField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        defaults = {
            "choices": sla.urgency_choices,
            "label": _("When do you need it?"),
            "initial": sla.NORMAL,
            "widget": forms.RadioSelect,
        }
        super().__init__(**{**defaults, **kwargs})


class TextField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": MAX_TEXT, "widget": forms.Textarea(attrs={"rows": 5}), **kwargs})


class AddressField(forms.CharField):
    """A web address, with or without its scheme; http and https only."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"})
        super().__init__(**{"max_length": 500, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and not web_address(text):
            raise ValidationError(_("This does not look like a web address. Copy it from your browser’s address bar."))
        return web_address(text) if text else ""
