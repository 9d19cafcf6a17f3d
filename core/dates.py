"""Dates in words. In French the first of a month is an ordinal: 1er septembre, and 2 septembre."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from django.utils import formats
from django.utils.translation import get_language

_FIRST_OF_A_MONTH = re.compile(r"\b1 (?=(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b)")  # fmt: skip


def date_format(value: date | datetime | time, wanted: str | None = None) -> str:
    """Like `django.utils.formats.date_format`, in the active language, with French ordinals."""
    return with_ordinal(formats.date_format(value, wanted))  # type: ignore[arg-type]  # it takes times too


def with_ordinal(text: str) -> str:
    """In French “1 mai” becomes “1er mai”; other languages, and other days, stay as they are."""
    return _FIRST_OF_A_MONTH.sub("1er ", text) if (get_language() or "").startswith("fr") else text
