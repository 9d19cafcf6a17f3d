"""The clock of an attempt and what is shown when: pure rules."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from learning import grading, review, states, timing
from learning.quiz import arrange

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DUE = START + timedelta(minutes=30)
GRACE = DUE + timedelta(minutes=10)
LATE = DUE + timing.ON_ITS_WAY + timedelta(seconds=1)
TOO_LATE = GRACE + timing.ON_ITS_WAY + timedelta(seconds=1)


# --- the tables are whole ---


def test_every_state_has_a_name_and_every_event_an_owner():
    named = {state for pair in states.TRANSITIONS.items() for state in (pair[0][0], pair[1])}
    assert named == set(states.STATES)
    assert {event for _state, event in states.TRANSITIONS} == set(states.OWNERS)


def test_an_event_leads_to_one_state_from_wherever_it_starts():
    for event in states.OWNERS:
        assert {to for (_state, name), to in states.TRANSITIONS.items() if name == event} == {states.target(event)}


def test_a_finished_attempt_moves_no_more():
    assert not [event for state, event in states.TRANSITIONS if state == states.FINISHED]


# --- the deadline ---


@pytest.mark.parametrize(
    ("minutes", "closes_at", "due"),
    [(0, None, None), (30, None, DUE), (0, GRACE, GRACE), (30, GRACE, DUE), (60, DUE, DUE)],
)
def test_the_deadline_is_the_limit_or_the_closing_whichever_is_sooner(minutes, closes_at, due):
    assert timing.due_at(START, minutes, closes_at) == due


@pytest.mark.parametrize(
    ("state", "when_over", "now", "event"),
    [
        (states.IN_PROGRESS, timing.AUTOSUBMIT, DUE, None),
        (states.IN_PROGRESS, timing.AUTOSUBMIT, LATE, states.SUBMIT),
        (states.IN_PROGRESS, timing.AUTOABANDON, LATE, states.ABANDON),
        (states.IN_PROGRESS, timing.GRACEPERIOD, LATE, states.BEGIN_GRACE),
        (states.IN_PROGRESS, timing.GRACEPERIOD, TOO_LATE, states.ABANDON),
        (states.OVERDUE, timing.GRACEPERIOD, GRACE, None),
        (states.OVERDUE, timing.GRACEPERIOD, TOO_LATE, states.ABANDON),
        (states.FINISHED, timing.AUTOSUBMIT, TOO_LATE, None),
    ],
)
def test_what_the_clock_makes_happen(state, when_over, now, event):
    grace = timing.grace_until(DUE, when_over, 10)
    assert timing.event_now(state, when_over, DUE, grace, now) == event


@pytest.mark.parametrize(
    ("when_over", "now", "may"),
    [
        (timing.AUTOSUBMIT, TOO_LATE, True),
        (timing.GRACEPERIOD, LATE, True),
        (timing.GRACEPERIOD, TOO_LATE, False),
        (timing.AUTOABANDON, LATE, False),
        (timing.AUTOABANDON, DUE, True),
    ],
)
def test_until_when_one_may_submit(when_over, now, may):
    grace = timing.grace_until(DUE, when_over, 10)
    assert timing.submits(states.IN_PROGRESS, when_over, DUE, grace, now) is may


def test_an_answer_on_its_way_is_taken_and_a_later_one_is_not():
    assert timing.takes_answers(states.IN_PROGRESS, DUE, DUE + timing.ON_ITS_WAY)
    assert not timing.takes_answers(states.IN_PROGRESS, DUE, LATE)
    assert not timing.takes_answers(states.OVERDUE, DUE, START)
    assert timing.takes_answers(states.IN_PROGRESS, None, TOO_LATE)


def test_what_is_over_is_never_looked_at_again():
    assert timing.next_check(states.FINISHED, DUE, GRACE) is None
    assert timing.next_check(states.IN_PROGRESS, None, None) is None


# --- what is shown when ---


@pytest.mark.parametrize(
    ("submitted_at", "closes_at", "now", "moment"),
    [
        (None, None, START, review.DURING),
        (START, None, START + timedelta(seconds=119), review.IMMEDIATELY),
        (START, START, START + timedelta(seconds=119), review.IMMEDIATELY),
        (START, None, START + timedelta(seconds=120), review.LATER),
        (START, DUE, DUE, review.CLOSED),
    ],
)
def test_the_moment_of_a_review(submitted_at, closes_at, now, moment):
    assert review.moment(submitted_at=submitted_at, closes_at=closes_at, now=now) == moment


@pytest.mark.parametrize(
    ("when", "has_passed", "is_last", "shown"),
    [
        (review.PASSED_OR_LAST, False, False, False),
        (review.PASSED_OR_LAST, True, False, True),
        (review.PASSED_OR_LAST, False, True, True),
        (review.AS_LISTED, False, False, True),
    ],
)
def test_the_right_answer_waits_for_a_pass_or_the_last_attempt(when, has_passed, is_last, shown):
    listed = {review.LATER: review.everything()}
    found = review.shown(listed, review.LATER, right_answer_when=when, has_passed=has_passed, is_last=is_last)
    assert found.right_answer is shown
    assert found.general_feedback
    assert found.correctness


def test_an_item_that_is_not_ticked_is_not_shown():
    found = review.shown({review.LATER: []}, review.LATER, right_answer_when="", has_passed=True, is_last=True)
    assert found.items == frozenset()


# --- draw, weights, which attempt counts ---


def test_a_draw_keeps_the_order_unless_it_is_to_be_random():
    rng = random.Random(1)
    for _again in range(20):
        drawn = arrange(range(10), rng, draw=4)
        assert len(drawn) == 4
        assert drawn == sorted(drawn)
    orders = {tuple(arrange(range(5), rng, random_order=True)) for _again in range(30)}
    assert len(orders) > 5
    assert arrange(range(3), rng, draw=9) == [0, 1, 2]


def test_weights_make_shares_of_the_score():
    marks = [Fraction(1), Fraction(0), Fraction(1, 3)]
    assert grading.score(marks, [Fraction(2), Fraction(1), Fraction(3)]) == Fraction(50)
    assert grading.score(marks, [Fraction(0)] * 3) == 0


@pytest.mark.parametrize(("method", "grade"), [("highest", 90), ("average", 60), ("first", 40), ("last", 50)])
def test_which_attempt_counts(method, grade):
    assert grading.final([Decimal(40), Decimal(90), Decimal(50)], method) == grade
    assert grading.final([], method) is None


def test_what_rounding_took_from_an_average_is_given_back():
    stored = [Decimal("33.3333"), Decimal("33.3333"), Decimal("53.3333")]  # 40 exactly, before they were stored
    assert grading.final(stored, "average") < 40
    assert grading.is_final_passed(grading.final(stored, "average"), 40)
    assert not grading.is_final_passed(Fraction(3999, 100), 40)
    assert grading.from_decimal(Decimal("0.3333")) == Fraction(1, 3)
