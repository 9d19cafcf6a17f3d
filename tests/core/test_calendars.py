"""Business time, against known vectors and against a count minute by minute."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.calendars import WorkingHours

PARIS = ZoneInfo("Europe/Paris")
OFFICE = {str(day): [["09:00", "18:00"]] for day in range(5)}
ALL_DAY = {str(day): [["00:00", "24:00"]] for day in range(7)}
MINUTE = timedelta(minutes=1)
ZONES = [
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Asia/Kolkata",
    "Africa/Casablanca",
]


def hours(spans=OFFICE, zone="Europe/Paris", days_off=()):
    return WorkingHours.from_spans(spans, zone=zone, days_off=frozenset(days_off))


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- What is refused ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "spans",
    [
        {},
        {"0": []},
        {"0": [["18:00", "09:00"]]},
        {"0": [["09:00", "09:00"]]},
        {"0": [["09:00", "12:00"], ["11:00", "13:00"]]},
        {"7": [["09:00", "18:00"]]},
        {"monday": [["09:00", "18:00"]]},
        {"0": [["9h", "18h"]]},
        {"0": [["09:00", "25:00"]]},
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(spans):
    with pytest.raises(ValueError):
        hours(spans)


def test_a_calendar_whose_every_day_is_off_gives_no_answer_rather_than_an_endless_search():
    days_off = {(date(2026, 1, 1) + timedelta(days=n)).isoformat() for n in range(1200)}
    closed = hours(days_off=days_off)
    for ask in (
        lambda: closed.next_open(paris("2026-03-02T10:00")),
        lambda: closed.add(paris("2026-03-02T10:00"), MINUTE),
        lambda: closed.end_of_next_working_day(paris("2026-03-02T10:00")),
    ):
        with pytest.raises(ValueError):
            ask()


# --- Known vectors (Europe/Paris, clocks change on 29 March and 25 October 2026) ----------------------------------
@pytest.mark.parametrize(
    ("spans", "days_off", "start", "duration", "expected"),
    [
        (OFFICE, (), "2026-03-27T17:30", 60, "2026-03-30T07:30"),
        (OFFICE, (), "2026-03-28T12:00", 240, "2026-03-30T11:00"),
        (ALL_DAY, (), "2026-03-28T23:00", 240, "2026-03-29T02:00"),
        (ALL_DAY, (), "2026-10-24T23:00", 240, "2026-10-25T01:00"),
        (
            {str(day): [["13:00", "18:00"], ["09:00", "12:00"]] for day in range(5)},
            ("2026-05-01",),
            "2026-04-30T11:00",
            480,
            "2026-05-04T09:00",
        ),
        (OFFICE, (), "2026-06-01T10:00", 480, "2026-06-01T16:00"),
        (OFFICE, (), "2026-06-01T06:00", 0, "2026-06-01T07:00"),
    ],
    ids=[
        "over a clock change",
        "from a weekend",
        "short night",
        "long night",
        "two spans and a holiday",
        "lands on the close",
        "nothing to wait",
    ],
)
def test_add(spans, days_off, start, duration, expected):
    assert hours(spans, days_off=days_off).add(paris(start), duration * MINUTE) == utc(expected)


@pytest.mark.parametrize(
    ("span", "spring", "autumn"),
    [(["01:00", "04:00"], 120, 240), (["02:30", "04:00"], 60, 150), (["02:00", "03:00"], 0, 120)],
)
def test_open_time_of_a_night_when_the_clock_changes(span, spring, autumn):
    nights = hours({str(day): [span] for day in range(7)})
    assert nights.between(paris("2026-03-29T00:00"), paris("2026-03-30T00:00")) == spring * MINUTE
    assert nights.between(paris("2026-10-25T00:00"), paris("2026-10-26T00:00")) == autumn * MINUTE


def test_two_spans_that_meet_in_a_repeated_hour_never_count_it_twice():
    nights = hours({"6": [["01:00", "02:15"], ["02:45", "04:00"]]})
    assert nights.between(paris("2026-10-25T00:00"), paris("2026-10-26T00:00")) == 4 * 60 * MINUTE


def test_a_day_that_ends_at_midnight_leaves_no_gap():
    week = timedelta(days=7)
    start = paris("2026-06-01T00:00")
    assert hours(ALL_DAY).between(start, start + week) == week
    assert hours(ALL_DAY).next_open(paris("2026-06-01T23:59:30")) == paris("2026-06-01T23:59:30")


def test_next_open():
    office = hours(days_off=["2026-06-02"])
    assert office.next_open(paris("2026-06-01T10:00")) == paris("2026-06-01T10:00")
    assert office.next_open(paris("2026-06-01T18:00")) == paris("2026-06-03T09:00")
    assert office.next_open(paris("2026-06-05T20:00")) == paris("2026-06-08T09:00")


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("2026-06-01T08:00", 1, "2026-06-02T18:00"),
        ("2026-06-01T22:00", 2, "2026-06-03T18:00"),
        ("2026-06-05T10:00", 1, "2026-06-08T18:00"),
        ("2026-06-06T10:00", 1, "2026-06-08T18:00"),
        ("2026-10-23T10:00", 1, "2026-10-26T18:00"),
        ("2026-07-13T10:00", 1, "2026-07-15T18:00"),
    ],
)
def test_end_of_next_working_day(start, days, expected):
    assert hours(days_off=["2026-07-14"]).end_of_next_working_day(paris(start), days) == paris(expected)


def test_the_reader_s_offset_does_not_change_the_answer():
    office = hours()
    assert office.add(utc("2026-06-01T08:00"), 60 * MINUTE) == office.add(paris("2026-06-01T10:00"), 60 * MINUTE)


def test_between_is_zero_backwards():
    assert hours().between(paris("2026-06-02T10:00"), paris("2026-06-01T10:00")) == timedelta()


# --- Against a count minute by minute -----------------------------------------------------------------------------
def open_minutes(working: WorkingHours, first: date, days: int) -> list[datetime]:
    """Every open minute, found by looking at the wall clock of each minute of each day; knows no arithmetic."""
    start = datetime.combine(first - timedelta(days=2), datetime.min.time(), tzinfo=UTC)
    walls: dict[date, list[tuple[datetime, int]]] = {}
    for n in range((days + 4) * 24 * 60):
        instant = start + n * MINUTE
        local = instant.astimezone(working.zone)
        walls.setdefault(local.date(), []).append((instant, local.hour * 60 + local.minute))
    opened: set[datetime] = set()
    for offset in range(days):
        day = first + timedelta(days=offset)
        if day.isoformat() in working.days_off:
            continue
        for begin, end in working.spans.get(day.weekday(), ()):
            after = [instant for instant, wall in walls[day] if wall >= begin]
            before = [instant for instant, wall in walls[day] if wall < end]
            if after and before:
                length = int((before[-1] - after[0]) / MINUTE) + 1
                opened.update(after[0] + n * MINUTE for n in range(length))
    return sorted(opened)


def generated_week(rng: random.Random) -> dict[str, list[list[str]]]:
    week = {}
    for day in range(7):
        cuts = sorted(rng.sample(range(0, 24 * 60 + 1, 15), 2 * rng.choice([0, 1, 1, 2, 3])))
        week[str(day)] = [
            [f"{a // 60:02}:{a % 60:02}", f"{b // 60:02}:{b % 60:02}"]
            for a, b in zip(cuts[::2], cuts[1::2], strict=True)
        ]
    return week if any(week.values()) else OFFICE


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "first",
    [date(2026, 3, 7), date(2026, 3, 27), date(2026, 4, 3), date(2026, 10, 2), date(2026, 10, 23), date(2026, 10, 30)],
)
def test_add_and_between_agree_with_a_count_minute_by_minute(zone, first):
    rng = random.Random(f"{zone} {first}")
    day_off = (first + timedelta(days=rng.randrange(4))).isoformat()
    working = hours(generated_week(rng), zone, [day_off])
    minutes = open_minutes(working, first, days=5)
    if not minutes:
        return
    begin = datetime.combine(first, datetime.min.time(), tzinfo=working.zone).astimezone(UTC)
    for _case in range(12):
        start = begin + rng.randrange(3 * 24 * 60) * MINUTE
        end = start + rng.randrange(24 * 60) * MINUTE
        counted = [minute for minute in minutes if start <= minute < end]
        assert working.between(start, end) == len(counted) * MINUTE
        if counted:
            assert working.add(start, len(counted) * MINUTE) == counted[-1] + MINUTE
            assert working.next_open(start) == counted[0]
