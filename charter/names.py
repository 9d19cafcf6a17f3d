"""Names as people type them: compared without accents, case, hyphens or order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.errors import WrongState
from core.visible import hidden_characters

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def fold(text: str) -> str:
    """A text without accents, case or punctuation, its words separated by one space: "Zażółć Œuvrard-D’Arc" becomes
    "zazolc oeuvrard d arc"."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = "".join(" " if _separates(c) else c for c in letters if not unicodedata.combining(c))
    return " ".join(kept.casefold().split())


def _separates(character: str) -> bool:
    return unicodedata.category(character)[0] in "PZC"


def same_person(typed: str, expected: str) -> bool:
    """Is `typed` the name `expected`, accents, case and the order of the words apart? An empty name is nobody's."""
    return bool(fold(typed)) and sorted(fold(typed).split()) == sorted(fold(expected).split())


def check_printable(values: Iterable[str]) -> None:
    """Nothing that nobody sees enters a contract. Raises WrongState, with a sentence, on such a character."""
    if found := [code for value in values for code in hidden_characters(value)]:
        raise WrongState(
            _(
                "A name to be printed in the charter holds a character that cannot be seen (%(codes)s). What is typed "
                "here can be typed again; HR corrects the directory, and an administrator the company’s settings."
            )
            % {"codes": ", ".join(dict.fromkeys(found))}
        )
