"""What a learner is shown of an attempt, and when: seven things, four moments. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

ATTEMPT, CORRECTNESS, MARKS = "attempt", "correctness", "marks"
SPECIFIC, GENERAL, RIGHT_ANSWER, OVERALL = (
    "specific_feedback",
    "general_feedback",
    "right_answer",
    "overall_feedback",
)
ITEMS = {
    ATTEMPT: _("The questions and one’s own answers"),
    CORRECTNESS: _("Whether each answer is right"),
    MARKS: _("The score"),
    SPECIFIC: _("The reason beside each option"),
    GENERAL: _("The explanation of the question"),
    RIGHT_ANSWER: _("The right answer"),
    OVERALL: _("The text for the whole quiz (pass, fail, score band)"),
}

DURING, IMMEDIATELY, LATER, CLOSED = "during", "immediately", "later", "closed"
IMMEDIATELY_FOR = timedelta(minutes=2)

PASSED_OR_LAST, AS_LISTED = "passed_or_last", "as_listed"
RIGHT_ANSWER_WHEN = {
    PASSED_OR_LAST: _("Only after a pass or the last attempt"),
    AS_LISTED: _("Whenever it is ticked below"),
}


def item_choices() -> list[tuple[str, object]]:
    """(key, name) of each thing that may be shown."""
    return list(ITEMS.items())


def right_answer_choices() -> list[tuple[str, object]]:
    """(key, name) of the conditions under which the right answer is shown."""
    return list(RIGHT_ANSWER_WHEN.items())


def everything() -> list[str]:
    """The default once an attempt is over."""
    return list(ITEMS)


def while_answering() -> list[str]:
    """The default when answers are checked one by one: reasons at once, the right answer later."""
    return [ATTEMPT, CORRECTNESS, SPECIFIC, GENERAL]


def moment(*, submitted_at: datetime | None, closes_at: datetime | None, now: datetime) -> str:
    """The moment of a review. In: when it was submitted (None: it is under way), when the quiz closes if it does."""
    if submitted_at is None:
        return DURING
    if now < submitted_at + IMMEDIATELY_FOR:
        return IMMEDIATELY
    return CLOSED if closes_at and now >= closes_at else LATER


@dataclass(frozen=True)
class Shown:
    """What may be shown now; a template asks by name."""

    items: frozenset[str]

    @property
    def attempt(self) -> bool:
        return ATTEMPT in self.items

    @property
    def correctness(self) -> bool:
        return CORRECTNESS in self.items

    @property
    def marks(self) -> bool:
        return MARKS in self.items

    @property
    def specific_feedback(self) -> bool:
        return SPECIFIC in self.items

    @property
    def general_feedback(self) -> bool:
        return GENERAL in self.items

    @property
    def right_answer(self) -> bool:
        return RIGHT_ANSWER in self.items

    @property
    def overall_feedback(self) -> bool:
        return OVERALL in self.items


ALL = Shown(frozenset(ITEMS))


def shown(
    listed: Mapping[str, Collection[str]], at: str, *, right_answer_when: str, has_passed: bool, is_last: bool
) -> Shown:
    """What may be shown at a moment.

    In: `listed`, the items ticked for each moment; `right_answer_when`, the condition on the right answer;
    `has_passed`, whether the learner has passed; `is_last`, whether no attempt is left. The right answer before that
    would make of the next attempt an exercise in copying.
    """
    items = set(listed[at]) & set(ITEMS)
    if right_answer_when == PASSED_OR_LAST and not (has_passed or is_last):
        items.discard(RIGHT_ANSWER)
    return Shown(frozenset(items))
