"""Until when a certificate is valid, and from when it can be renewed: Totara's three modes. Pure.

Dates are days where the learner is. A = active period (months), W = window, M = minimum active period (days), with
W <= A and W <= M <= A; a month counts as 28 days in these comparisons.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from .enrolments import COMPLETION_DATE, EXPIRY_DATE, EXPIRY_MODES, FIXED

SHORTEST_MONTH = 28


@dataclass(frozen=True)
class Terms:
    """How long a certificate is valid, and when it can be renewed."""

    mode: str = COMPLETION_DATE
    active_months: int = 12
    window_days: int = 60
    minimum_days: int = 90


def problems(terms: Terms) -> list[str]:
    """What makes these terms impossible: names of the fields at fault, in order."""
    active_days = terms.active_months * SHORTEST_MONTH
    checks = [
        ("mode", terms.mode in EXPIRY_MODES),
        ("active_months", terms.active_months >= 1),
        ("window_days", 1 <= terms.window_days <= active_days),
        ("minimum_days", terms.window_days <= terms.minimum_days <= active_days),
    ]
    return [name for name, holds in checks if not holds]


def add_months(day: date, months: int) -> date:
    """The same day of a later month; its last day when there is no such day (29 February, the 31st)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def expiry(
    terms: Terms,
    *,
    completed_on: date,
    previous_expiry: date | None = None,
    due_on: date | None = None,
    first_completed_on: date | None = None,
) -> date:
    """The last day of validity of a certificate earned on `completed_on`.

    In: `previous_expiry`, of the certificate it replaces; `due_on`, the date suggested for this cycle;
    `first_completed_on`, in the first cycle. Out: a day later than `completed_on`.
    """
    if terms.mode == FIXED:
        return _fixed(terms, completed_on, due_on or first_completed_on or completed_on)
    if terms.mode == EXPIRY_DATE:
        base = _renewed_in_time(terms, completed_on, previous_expiry, due_on)
        return add_months(base, terms.active_months)
    return add_months(completed_on, terms.active_months)


def _renewed_in_time(terms: Terms, completed_on: date, previous_expiry: date | None, due_on: date | None) -> date:
    """The day validity is added to: the earlier end when renewed within the window, the due date the first time, else
    the day of completion (overdue, expired, or renewed before the window was open)."""
    if previous_expiry:
        in_window = window_opens_on(terms, previous_expiry) <= completed_on <= previous_expiry
        return previous_expiry if in_window else completed_on
    return due_on if due_on and completed_on <= due_on else completed_on


def _fixed(terms: Terms, completed_on: date, base: date) -> date:
    """The next common day; the one after it when that leaves less than the minimum. Each is reckoned from the base, so
    that a 29 February or a 31st comes back."""
    days = (add_months(base, n * terms.active_months) for n in count())
    following = next(day for day in days if day > completed_on)
    enough = following - completed_on >= timedelta(days=terms.minimum_days)
    return following if enough else next(days)


def window_opens_on(terms: Terms, expires_on: date) -> date:
    """The first day on which a certificate that is valid until `expires_on` can be renewed."""
    return expires_on - timedelta(days=terms.window_days)
