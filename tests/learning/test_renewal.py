"""Until when a certificate is valid: the three modes of Totara, as tables, with the traps of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from learning.enrolments import COMPLETION_DATE, EXPIRY_DATE, FIXED
from learning.renewal import Terms, add_months, expiry, problems, window_opens_on

D = date.fromisoformat
YEARLY = {"active_months": 12, "window_days": 60, "minimum_days": 90}


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        ("2027-01-15", 12, "2028-01-15"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2096-02-29", 48, "2100-02-28"),  # 2100 is no leap year
        ("2027-01-31", 1, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2027-12-31", 1, "2028-01-31"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2027-05-05", 0, "2027-05-05"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_one(day, months, result):
    assert add_months(D(day), months) == D(result)


@pytest.mark.parametrize(
    ("completed", "previous", "due", "result"),
    [
        ("2027-03-10", None, None, "2028-03-10"),
        ("2027-03-10", "2027-04-01", "2027-04-01", "2028-03-10"),  # renewed early: the days left are lost
        ("2027-05-10", "2027-04-01", "2027-04-01", "2028-05-10"),
        ("2028-02-29", None, None, "2029-02-28"),
    ],
)
def test_from_the_day_of_completion(completed, previous, due, result):
    found = expiry(
        Terms(COMPLETION_DATE, **YEARLY),
        completed_on=D(completed),
        previous_expiry=previous and D(previous),
        due_on=due and D(due),
    )
    assert found == D(result)


@pytest.mark.parametrize(
    ("completed", "previous", "due", "result"),
    [
        ("2027-03-10", None, None, "2028-03-10"),  # the first time, no date: completion
        ("2027-03-10", None, "2027-04-01", "2028-04-01"),  # the first time, in time: due date
        ("2027-04-01", None, "2027-04-01", "2028-04-01"),  # on the day itself
        ("2027-04-02", None, "2027-04-01", "2028-04-02"),  # overdue: completion
        ("2027-03-10", "2027-04-01", None, "2028-04-01"),  # in the window: no day is lost
        ("2027-04-01", "2027-04-01", None, "2028-04-01"),  # on the last day
        ("2027-04-02", "2027-04-01", None, "2028-04-02"),  # expired: completion
        ("2027-01-30", "2027-04-01", None, "2028-01-30"),  # a day before the window: nothing is piled up
        ("2027-01-30", "2027-04-01", "2027-04-01", "2028-01-30"),
        ("2028-02-20", "2028-02-29", None, "2029-02-28"),
    ],
)
def test_from_the_day_the_earlier_one_expires(completed, previous, due, result):
    found = expiry(
        Terms(EXPIRY_DATE, **YEARLY),
        completed_on=D(completed),
        previous_expiry=previous and D(previous),
        due_on=due and D(due),
    )
    assert found == D(result)


@pytest.mark.parametrize(
    ("completed", "due", "first", "result"),
    [
        ("2026-11-20", "2027-01-31", None, "2028-01-31"),  # hired in November, campaign in January: 72 days are too few
        ("2026-11-02", "2027-01-31", None, "2027-01-31"),  # exactly 90 days left: enough
        ("2026-11-03", "2027-01-31", None, "2028-01-31"),  # 89 days
        ("2027-03-01", "2027-01-31", None, "2028-01-31"),  # late: the next common day
        ("2029-03-01", "2027-01-31", None, "2030-01-31"),  # years late
        ("2027-01-31", "2027-01-31", None, "2028-01-31"),  # on the day: the common day has come, the next one counts
        ("2028-01-20", "2028-01-31", None, "2029-01-31"),  # renewed in the window
        ("2028-01-20", None, "2026-06-15", "2028-06-15"),  # without a date, from the first completion
        ("2028-04-20", None, "2026-06-15", "2029-06-15"),
        ("2026-06-15", None, None, "2027-06-15"),  # without anything, from this one
        ("2029-06-01", "2024-02-29", None, "2030-02-28"),
        ("2031-06-01", "2024-02-29", None, "2032-02-29"),  # the 29th comes back
    ],
)
def test_on_the_same_day_for_everybody(completed, due, first, result):
    found = expiry(
        Terms(FIXED, **YEARLY),
        completed_on=D(completed),
        due_on=due and D(due),
        first_completed_on=first and D(first),
    )
    assert found == D(result)


@pytest.mark.parametrize("mode", [COMPLETION_DATE, EXPIRY_DATE, FIXED])
@pytest.mark.parametrize("months", [1, 6, 12, 36])
def test_validity_is_never_shorter_than_promised(mode, months):
    """On every day of two years, with every kind of date before and after it."""
    terms = Terms(mode, active_months=months, window_days=14, minimum_days=28)
    for n in range(730):
        day = D("2027-01-01") + timedelta(days=n)
        for other in (None, day - timedelta(days=400), day, day + timedelta(days=10), day + timedelta(days=40)):
            for kind in ("previous_expiry", "due_on", "first_completed_on"):
                found = expiry(terms, completed_on=day, **{kind: other})
                assert found - day >= timedelta(days=28)
                if kind == "previous_expiry":
                    assert found <= add_months(day, 2 * months)


def test_the_window_opens_before_the_end():
    assert window_opens_on(Terms(**YEARLY), D("2028-03-10")) == D("2028-01-10")


@pytest.mark.parametrize(
    ("changes", "at_fault"),
    [
        ({}, []),
        ({"mode": "never"}, ["mode"]),
        ({"active_months": 0}, ["active_months", "window_days", "minimum_days"]),
        ({"window_days": 0}, ["window_days"]),
        ({"active_months": 1, "window_days": 28, "minimum_days": 28}, []),
        ({"active_months": 1, "window_days": 29, "minimum_days": 29}, ["window_days", "minimum_days"]),  # W > A
        ({"window_days": 91}, ["minimum_days"]),  # M < W
        ({"window_days": 90}, []),  # M = W
        ({"minimum_days": 337}, ["minimum_days"]),  # M > A
    ],
)
def test_terms_that_cannot_hold_are_named(changes, at_fault):
    assert problems(Terms(**{**YEARLY, **changes})) == at_fault
