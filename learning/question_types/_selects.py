"""What the types share whose answer is one choice for each of several things: a select for each, no drag."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ._base import Config

SEPARATOR = "="


def scrambled(values: Iterable[Config]) -> list[Config]:
    """An order that says nothing of the right one, and is the same each time: that of a hash of the ids."""
    return sorted(values, key=lambda value: hashlib.sha256(str(value["id"]).encode()).hexdigest())


class Row:
    """One thing and its select, for the template."""

    def __init__(self, id_: str, key: str, text: str, options: list[tuple[str, str, bool]]) -> None:
        self.id_for_label, self.key, self.text, self.options = id_, key, text, options


class SelectsWidget(forms.Widget):
    """Selects of one name; the value of each says for which thing it is: `thing=choice`."""

    def __init__(
        self, rows: Sequence[tuple[str, str]], choices: Sequence[tuple[str, str]], template_name: str, attrs: Any = None
    ) -> None:
        super().__init__(attrs)
        self.rows, self.choices, self.template_name = rows, choices, template_name

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return given if isinstance(given, dict) else dict(v.split(SEPARATOR, 1) for v in given if SEPARATOR in v)

    def rows_for(self, name: str, value: Any) -> list[Row]:
        """Each thing, and its options as (value, text, is it chosen)."""
        chosen = value if isinstance(value, dict) else {}
        return [
            Row(
                f"id_{name}_{number}",
                key,
                text,
                [(f"{key}{SEPARATOR}{c}", words, str(chosen.get(key, "")) == c) for c, words in self.choices],
            )
            for number, (key, text) in enumerate(self.rows)
        ]

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "rows": self.rows_for(name, value)}


class SelectsField(forms.Field):
    """The learner's choice for each thing, as {thing: choice}; things without a choice are left out."""

    def __init__(
        self, rows: Sequence[tuple[str, str]], choices: Sequence[tuple[str, str]], template_name: str, help_text: Any
    ) -> None:
        self.rows, self.choices = rows, choices
        super().__init__(required=False, widget=SelectsWidget(rows, choices, template_name), help_text=help_text)

    def to_python(self, value: Any) -> dict[str, str]:
        given = {str(key): str(choice) for key, choice in (value or {}).items() if choice not in ("", None)}
        keys, choices = {key for key, _text in self.rows}, {choice for choice, _text in self.choices}
        if not (set(given) <= keys and set(given.values()) <= choices):
            raise ValidationError(_("Choose among what is offered."))
        return given
