"""The clock of an attempt: when its time is over, and what happens then. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from . import states

AUTOSUBMIT, GRACEPERIOD, AUTOABANDON = "autosubmit", "graceperiod", "autoabandon"
WHEN_OVER = {
    AUTOSUBMIT: _("What is saved is submitted by itself"),
    GRACEPERIOD: _("Some more time to submit, but not to answer"),
    AUTOABANDON: _("An attempt that was not submitted in time does not count"),
}
# An answer sent at the last second may be on its way: so much later it is still taken, and so long the clock waits.
ON_ITS_WAY = timedelta(seconds=30)


def when_over_choices() -> list[tuple[str, object]]:
    """(key, name) of what may happen when time is over."""
    return list(WHEN_OVER.items())


def due_at(started_at: datetime, limit_minutes: int, closes_at: datetime | None) -> datetime | None:
    """The deadline: the limit counted from the start, or the closing of the quiz when that is sooner; None without.

    In: `limit_minutes`, 0 for no limit.
    """
    ends = [started_at + timedelta(minutes=limit_minutes)] if limit_minutes else []
    return min([*ends, closes_at]) if closes_at else next(iter(ends), None)


def grace_until(due: datetime | None, when_over: str, grace_minutes: int) -> datetime | None:
    """Until when one may still submit; None when no grace is given."""
    return due + timedelta(minutes=grace_minutes) if due and when_over == GRACEPERIOD else None


def next_check(state: str, due: datetime | None, grace: datetime | None) -> datetime | None:
    """When the clock must look at the attempt next; None: never again."""
    end = {states.IN_PROGRESS: due, states.OVERDUE: grace or due}.get(state)
    return end + ON_ITS_WAY if end else None


def takes_answers(state: str, due: datetime | None, now: datetime) -> bool:
    """Is an answer that arrives now still taken?"""
    return state == states.IN_PROGRESS and (due is None or now <= due + ON_ITS_WAY)


def event_now(state: str, when_over: str, due: datetime | None, grace: datetime | None, now: datetime) -> str | None:
    """What the clock makes happen now: submit, begin_grace, abandon; None: nothing yet."""
    if state == states.OVERDUE:
        return states.ABANDON if now > (grace or now) + ON_ITS_WAY else None
    if state != states.IN_PROGRESS or due is None or now <= due + ON_ITS_WAY:
        return None
    if when_over == GRACEPERIOD:
        return states.BEGIN_GRACE if grace and now <= grace + ON_ITS_WAY else states.ABANDON
    return states.ABANDON if when_over == AUTOABANDON else states.SUBMIT


def submits(state: str, when_over: str, due: datetime | None, grace: datetime | None, now: datetime) -> bool:
    """May the learner still submit now? With `autosubmit`, always: the saved answers would have been submitted anyway."""
    if state not in states.OPEN:
        return False
    if due is None or now <= due + ON_ITS_WAY or when_over == AUTOSUBMIT:
        return True
    return when_over == GRACEPERIOD and now <= (grace or due) + ON_ITS_WAY
