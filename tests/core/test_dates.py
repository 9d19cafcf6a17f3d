"""The first of a month in French."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from core.dates import date_format


@pytest.mark.parametrize(
    ("language", "day", "expected"),
    [
        ("fr", date(2025, 9, 1), "1er septembre 2025"),
        ("fr", date(2025, 9, 11), "11 septembre 2025"),
        ("fr", date(2025, 8, 21), "21 août 2025"),
        ("en", date(2025, 9, 1), "1 September 2025"),
    ],
)
def test_the_first_is_an_ordinal_in_french_only(language, day, expected):
    with translation.override(language):
        assert date_format(day, "j F Y") == expected
        assert Template('{{ day|date:"j F Y" }}').render(Context({"day": day})) == expected


def test_formats_for_machines_are_left_alone():
    with translation.override("fr"):
        at = datetime(2025, 9, 1, 1, 1, tzinfo=UTC)
        assert Template('{{ at|date:"Y-m-d H:i" }}').render(Context({"at": at})) == "2025-09-01 03:01"
        assert Template('{{ missing|date:"j F Y" }}').render(Context()) == ""
