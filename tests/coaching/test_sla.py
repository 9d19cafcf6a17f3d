"""Clocks and priorities."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from coaching import sla
from coaching.request_kinds import REQUEST_KINDS
from core.calendars import WorkingHours

PARIS = ZoneInfo("Europe/Paris")
OFFICE = WorkingHours.from_spans(
    {str(day): [["09:00", "12:00"], ["13:00", "18:00"]] for day in range(5)},
    zone="Europe/Paris",
    days_off=frozenset({"2026-07-14"}),
)


def paris(text):
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("level", "opened", "due"),
    [
        (4, "2026-07-11T22:40", "2026-07-11T22:55"),
        (4, "2026-10-25T02:50", "2026-10-25T02:05"),
        (3, "2026-07-12T03:00", "2026-07-12T04:00"),
        (2, "2026-07-10T16:30", "2026-07-13T11:30"),
        (2, "2026-07-13T11:00", "2026-07-13T16:00"),
        (2, "2026-07-13T17:00", "2026-07-15T12:00"),
        (1, "2026-07-13T08:00", "2026-07-15T18:00"),
        (1, "2026-07-10T20:00", "2026-07-13T18:00"),
    ],
)
def test_a_crisis_is_due(level, opened, due):
    start, expected = paris(opened), paris(due)
    if opened.startswith("2026-10-25"):
        expected = expected.replace(fold=1)
    assert REQUEST_KINDS["crisis"].target(level).due_at(start, OFFICE).timestamp() == expected.timestamp()


@pytest.mark.parametrize(
    ("opened", "due"), [("2026-07-10T10:00", "2026-07-15T18:00"), ("2026-07-06T23:00", "2026-07-08T18:00")]
)
def test_progress_is_due_in_two_working_days(opened, due):
    for kind in REQUEST_KINDS:
        if not kind.is_crisis:
            assert kind.target(None).due_at(paris(opened), OFFICE) == paris(due)


@pytest.mark.parametrize(("level", "priority"), [(4, 1), (3, 2), (2, 3), (1, 4)])
def test_the_priority_of_a_crisis_follows_its_level(level, priority):
    assert sla.priority_of(level=level, urgency="low") == priority


@pytest.mark.parametrize(
    ("urgency", "impact", "priority"),
    [
        ("high", "high", 1),
        ("high", "normal", 2),
        ("normal", "high", 2),
        ("normal", "normal", 3),
        ("high", "low", 3),
        ("low", "high", 3),
        ("normal", "low", 4),
        ("low", "normal", 4),
        ("low", "low", 4),
    ],
)
def test_the_priority_of_the_rest_is_urgency_by_impact(urgency, impact, priority):
    assert sla.priority_of(level=None, urgency=urgency, impact=impact) == priority
