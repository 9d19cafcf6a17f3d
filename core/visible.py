"""Characters that nobody sees: a name that holds one is not the name that people read. Pure.

Controls, format characters (the ones that turn the direction of writing among them), surrogates, private and unassigned
ones, line separators, and letters drawn as a blank. The two joiners stay where a script is spelled with them (Persian,
the scripts of India), by the rule of RFC 5892.
"""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_BLANKS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")
_JOINERS = frozenset("\u200c\u200d")
_VIRAMA = 9  # the combining class of the sign that joins two consonants
_REPLACEMENT = "\ufffd"


def hidden_characters(text: str) -> list[str]:
    """The characters of a line of text that nobody sees, as U+202E, each once, in the order they come."""
    found = (f"U+{ord(text[at]):04X}" for at in range(len(text)) if _is_hidden(text, at))
    return list(dict.fromkeys(found))


def with_hidden_shown(text: str) -> str:
    """The same line with a visible mark in place of each character that nobody sees."""
    return "".join(_REPLACEMENT if _is_hidden(text, at) else text[at] for at in range(len(text)))


def check_visible(text: str) -> None:
    """For form fields and models: raises ValidationError, with a sentence, when the line holds a hidden character."""
    if found := hidden_characters(text):
        raise ValidationError(
            _("This holds a character that cannot be seen (%(codes)s). Type it again by hand instead of pasting it.")
            % {"codes": ", ".join(found)},
            code="hidden_character",
        )


def check_visible_fields(values: dict[str, object]) -> None:
    """The same for several fields by name: each error stands beside its field. What is no text is left alone."""
    errors = {}
    for name, value in values.items():
        try:
            check_visible(value if isinstance(value, str) else "")
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)


def _is_hidden(text: str, at: int) -> bool:
    if text[at] in _JOINERS:
        return not _may_join(text[at - 1] if at else " ", text[at + 1] if at + 1 < len(text) else " ")
    return text[at] in _BLANKS or unicodedata.category(text[at]) in _CATEGORIES


def _may_join(before: str, after: str) -> bool:
    if _VIRAMA in (unicodedata.combining(before), unicodedata.combining(after)):
        return True
    return unicodedata.bidirectional(before) == unicodedata.bidirectional(after) == "AL"
