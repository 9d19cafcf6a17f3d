"""Marks and scores: pure arithmetic on exact fractions, never on rounded values: a third three times is one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

NOTHING, FULL = Fraction(0), Fraction(1)

HIGHEST, AVERAGE, FIRST, LAST = "highest", "average", "first", "last"
METHODS = {
    HIGHEST: _("The best attempt"),
    AVERAGE: _("The average of all attempts"),
    FIRST: _("The first attempt"),
    LAST: _("The last attempt"),
}
# What is stored has four places: two sums nearer to each other than half of the last one are the same.
_STORED_UNIT_HALF = Fraction(1, 20_000)


def method_choices() -> list[tuple[str, object]]:
    """(key, name) of the ways to choose which attempt counts."""
    return list(METHODS.items())


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


def pairs_in_order(places: Sequence[int | None]) -> Fraction:
    """The share of pairs that stand in the right order.

    In: the place given to each thing, the things in their right order; None for one without a place. Two things at one
    place, or one without a place, make no pair in order.
    """
    pairs = [(one, other) for n, one in enumerate(places) for other in places[n + 1 :]]
    if not pairs:
        return FULL
    right = sum(one is not None and other is not None and one < other for one, other in pairs)
    return Fraction(right, len(pairs))


def score(marks: Sequence[Fraction], weights: Sequence[Fraction] | None = None) -> Fraction:
    """The score in percent, exact; 0 when nothing has a weight. Raises ValueError without any mark.

    In: `weights`, one for each mark; without them each question counts the same.
    """
    if not marks:
        raise ValueError("a quiz without a question has no score")
    weights = weights or [FULL] * len(marks)
    total = sum(weights, NOTHING)
    earned = sum((mark * weight for mark, weight in zip(marks, weights, strict=True)), NOTHING)
    return earned / total * 100 if total else NOTHING


def final(scores: Sequence[Decimal], method: str) -> Fraction | None:
    """What counts of several finished attempts, in the order they were made; None without any."""
    if not scores:
        return None
    exact = [Fraction(value) for value in scores]
    if method == AVERAGE:
        return sum(exact, NOTHING) / len(exact)
    return {HIGHEST: max(exact), FIRST: exact[0], LAST: exact[-1]}[method]


def is_final_passed(value: Fraction, pass_mark: int) -> bool:
    """Is a score made of stored ones at or above the pass mark? What their rounding took away is given back."""
    return value + _STORED_UNIT_HALF >= pass_mark


def from_decimal(mark: Decimal) -> Fraction:
    """The exact fraction behind a stored mark: 0.3333 is a third. True for denominators up to 100."""
    return Fraction(mark).limit_denominator(100)


def is_passed(value: Fraction, pass_mark: int) -> bool:
    """Is this exact score at or above the pass mark (percent)?"""
    return value >= pass_mark


def to_decimal(value: Fraction) -> Decimal:
    """For storage and display: four places."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.0001"), ROUND_HALF_UP)
