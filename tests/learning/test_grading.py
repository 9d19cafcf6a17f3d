"""Marks and scores, exact."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from learning import grading


def test_a_quiz_without_a_question_has_no_score():
    with pytest.raises(ValueError, match="no score"):
        grading.score([])


@pytest.mark.parametrize(
    ("chosen", "mark"),
    [((), 0), (("a",), 0), (("a", "b", "c"), 0), (("a", "b"), 1)],
)
def test_all_or_nothing(chosen, mark):
    assert grading.all_or_nothing(chosen, {"a", "b"}) == mark


@pytest.mark.parametrize(
    ("chosen", "mark"),
    [
        ((), Fraction(0)),
        (("a",), Fraction(1, 2)),
        (("a", "b"), Fraction(1)),
        (("a", "b", "c"), Fraction(1, 2)),
        (("a", "b", "c", "d"), Fraction(0)),
        (("c", "d"), Fraction(0)),
    ],
)
def test_partial_credit_stays_between_0_and_1_and_everything_ticked_earns_nothing(chosen, mark):
    assert grading.partial_credit(chosen, {"a", "b"}, {"c", "d"}) == mark


def test_partial_credit_without_a_right_option_rewards_choosing_none():
    assert grading.partial_credit((), (), {"a"}) == 1
    assert grading.partial_credit(("a",), (), {"a"}) == 0


def test_a_pass_is_decided_on_the_exact_score():
    two_thirds = grading.score([Fraction(1), Fraction(1), Fraction(0)])
    assert not grading.is_passed(two_thirds, 67)
    assert grading.is_passed(two_thirds, 66)
    assert grading.is_passed(grading.score([Fraction(7, 10)]), 70)
    assert grading.to_decimal(two_thirds) == Decimal("66.6667")
