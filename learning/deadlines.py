"""Due dates and reminders. A date ends where the learner is; it has no consequence but a reminder. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

REMINDER_DAYS = (-14, -3, 1)  # from the due date: two before, one after
FORGET_AFTER = timedelta(days=7)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which `day` is over in `zone`: the beginning of the day after, whatever the clocks do."""
    return datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(ZoneInfo("UTC"))


def is_over(day: date, zone: ZoneInfo, now: datetime) -> bool:
    """Has this day ended where the learner is?"""
    return now >= end_of_day(day, zone)


def next_reminder(due_on: date | None, *, after: date, left: int) -> date | None:
    """The first planned day later than `after`; None without a date, or when no reminder is left to send."""
    if due_on is None or left <= 0:
        return None
    planned = (due_on + timedelta(days=days) for days in REMINDER_DAYS)
    return next((day for day in planned if day > after), None)


def is_worth_reminding(due_on: date, today: date) -> bool:
    """A week after the date nobody is reminded any more."""
    return today <= due_on + FORGET_AFTER
