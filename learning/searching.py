"""Words to search by: a stored text without marks, accents or capitals. Pure."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

NOT_WORDS = {"id", "type", "facts", "key", "grade", "network", "part"}


def fold(text: str) -> str:
    """Small letters without accents, one kind of apostrophe, single spaces."""
    plain = html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("’", "'").replace("œ", "oe").replace("Œ", "OE")
    letters = unicodedata.normalize("NFKD", plain)
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).casefold().split())


def stored_texts(value: Any) -> Iterator[str]:
    """Every text of a stored stream, in order; keys, ids and choices left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in NOT_WORDS:
                yield from stored_texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from stored_texts(inner)


def search_words(query: str) -> list[str]:
    """What to look for: each word, folded; eight at most."""
    return fold(query).split()[:8]
