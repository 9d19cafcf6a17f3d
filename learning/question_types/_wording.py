"""Comparing what was typed with what is accepted: case, accents, spaces and slips of the finger."""

from __future__ import annotations

import re
import unicodedata

LONG_WORD = 4  # letters: only a longer word may hold a slip
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))


def plain(text: str, *, ignore_case: bool, ignore_accents: bool) -> str:
    """The text as it is compared: one kind of apostrophe and space, nothing around it, no final stop."""
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES)
    text = re.sub(r"\s+", " ", text).strip(" .,;:!?\"'«»“”()")
    if ignore_case:
        text = text.casefold()
    if ignore_accents:
        text = unicodedata.normalize("NFD", text.translate(_LIGATURES))
        text = "".join(char for char in text if not unicodedata.combining(char))
    return text


def distance(one: str, other: str) -> int:
    """Damerau-Levenshtein: letters added, missing, replaced, or two neighbours exchanged (each place once)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


def is_close(given: str, accepted: str, typos: int) -> bool:
    """Word by word the same, but for `typos` slips in all, and only in words longer than four letters."""
    if given == accepted:
        return True
    ours, theirs = accepted.split(), given.split()
    if not typos or len(ours) != len(theirs):
        return False
    slips = 0
    for right, typed in zip(ours, theirs, strict=True):
        if right == typed:
            continue
        if len(right) <= LONG_WORD or abs(len(right) - len(typed)) > typos:
            return False
        slips += distance(typed, right)
    return slips <= typos
