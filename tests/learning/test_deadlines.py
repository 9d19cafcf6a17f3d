"""A date ends where the learner is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from learning.deadlines import end_of_day, is_over, is_worth_reminding, next_reminder

D = date.fromisoformat


@pytest.mark.parametrize(
    ("day", "zone", "ends"),
    [
        ("2027-01-15", "Europe/Paris", "2027-01-15T23:00+00:00"),
        ("2027-07-15", "Europe/Paris", "2027-07-15T22:00+00:00"),
        ("2027-01-15", "America/Montreal", "2027-01-16T05:00+00:00"),
        ("2027-01-15", "Pacific/Auckland", "2027-01-15T11:00+00:00"),
        ("2027-01-15", "Pacific/Kiritimati", "2027-01-15T10:00+00:00"),
        ("2027-03-28", "Europe/Paris", "2027-03-28T22:00+00:00"),  # a day of 23 hours
        ("2027-10-31", "Europe/Paris", "2027-10-31T23:00+00:00"),  # a day of 25 hours
        ("2025-04-24", "Africa/Cairo", "2025-04-24T22:00+00:00"),  # the next day begins at one o’clock
    ],
)
def test_a_day_ends_where_the_learner_is(day, zone, ends):
    assert end_of_day(D(day), ZoneInfo(zone)) == datetime.fromisoformat(ends)


def test_the_last_second_is_in_time_and_the_next_is_not():
    paris = ZoneInfo("Europe/Paris")
    assert not is_over(D("2027-01-15"), paris, datetime(2027, 1, 15, 22, 59, 59, tzinfo=UTC))
    assert is_over(D("2027-01-15"), paris, datetime(2027, 1, 15, 23, 0, 0, tzinfo=UTC))
    assert not is_over(D("2027-01-15"), ZoneInfo("America/Montreal"), datetime(2027, 1, 15, 23, 0, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("due", "after", "left", "result"),
    [
        (None, "2027-01-01", 3, None),
        ("2027-02-01", "2027-01-01", 3, "2027-01-18"),
        ("2027-02-01", "2027-01-18", 2, "2027-01-29"),
        ("2027-02-01", "2027-01-29", 1, "2027-02-02"),
        ("2027-02-01", "2027-02-02", 1, None),
        ("2027-02-01", "2027-01-20", 3, "2027-01-29"),  # suggested late: what is past is not made up for
        ("2027-02-01", "2027-01-01", 0, None),
    ],
)
def test_reminders_are_planned_and_few(due, after, left, result):
    assert next_reminder(due and D(due), after=D(after), left=left) == (result and D(result))


def test_a_week_after_the_date_there_is_peace():
    assert is_worth_reminding(D("2027-02-01"), D("2027-02-08"))
    assert not is_worth_reminding(D("2027-02-01"), D("2027-02-09"))
