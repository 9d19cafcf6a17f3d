"""Marks and scores: pure arithmetic on exact fractions, never on rounded values: a third three times is one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

NOTHING, FULL = Fraction(0), Fraction(1)


def all_or_nothing(chosen: Collection[str], correct: Collection[str]) -> Fraction:
    """Full mark when exactly the right options were chosen, else nothing."""
    return FULL if set(chosen) == set(correct) else NOTHING


def partial_credit(chosen: Collection[str], correct: Collection[str], wrong: Collection[str]) -> Fraction:
    """Each right option earns its share, each wrong one takes a share away; the sum is kept between 0 and 1.

    A right option is worth 1 / (number of right options), a wrong one as much as the right ones divided by the number
    of wrong ones: choosing everything earns nothing.
    """
    if not correct:
        return all_or_nothing(chosen, correct)
    ticked = set(chosen)
    earned = Fraction(len(ticked & set(correct)), len(correct))
    lost = Fraction(len(ticked & set(wrong)), len(wrong)) if wrong else NOTHING
    return min(max(earned - lost, NOTHING), FULL)


def score(marks: Sequence[Fraction]) -> Fraction:
    """The score in percent, exact. Raises ValueError without any mark."""
    if not marks:
        raise ValueError("a quiz without a question has no score")
    return sum(marks, NOTHING) / len(marks) * 100


def is_passed(value: Fraction, pass_mark: int) -> bool:
    """Is this exact score at or above the pass mark (percent)?"""
    return value >= pass_mark


def to_decimal(value: Fraction) -> Decimal:
    """For storage and display: four places."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.0001"), ROUND_HALF_UP)
