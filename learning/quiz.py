"""The rules of a quiz: what an attempt keeps of each question, what an answer does to it. Pure."""

from __future__ import annotations

import enum
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from .question_types import REGISTRY
from .question_types._base import Answer
from .regrading import choices_of

T = TypeVar("T")


def arrange(items: Sequence[T], rng: random.Random, *, draw: int | None = None, random_order: bool = False) -> list[T]:
    """What one attempt asks of a pool. In: `draw`, how many are drawn by lot (all when None); drawn ones keep their order
    unless it is to be a random one."""
    indexes = list(range(len(items)))
    if draw is not None and draw < len(indexes):
        indexes = sorted(rng.sample(indexes, draw))
    if random_order:
        rng.shuffle(indexes)
    return [items[index] for index in indexes]


@dataclass(frozen=True)
class QuestionSource:
    """A question of the bank as an attempt needs it."""

    key: str
    type: str
    prompt: str
    config: dict[str, Any]
    explanation: str
    lesson_key: str | None
    revision_id: int | None
    facts: Sequence[str] = ()
    messages: Sequence[str] = ()
    category: str = ""


def snapshot(question: QuestionSource, rng: random.Random, *, shuffle: bool) -> dict[str, Any]:
    """Everything marking and review will ever need, in the order shown: later changes of the bank change nothing here.

    In: a question; `rng`, the source of chance; `shuffle`, whether options are mixed. Out: JSON values.
    """
    kind = REGISTRY[question.type]
    return {
        "question": question.key,
        "type": question.type,
        "prompt": question.prompt,
        "config": kind.shown(question.config, rng, shuffle=shuffle),
        "explanation": question.explanation,
        "lesson_key": question.lesson_key,
        "revision": question.revision_id,
        "facts": list(question.facts),
        "order": choices_of(question.config),
        "messages": list(question.messages),
        "category": question.category,
    }


class Effect(enum.Enum):
    """What a posted answer does."""

    NOTHING = "nothing"
    SAVE = "save"
    CONFLICT = "conflict"


def effect(
    *, given: Answer, given_sequence: int, saved: Answer, sequence: int, seen_by_this_page: int | None = None
) -> Effect:
    """What to do with an answer from a page that had seen `given_sequence` savings of this question.

    The same answer again does nothing, however old the page. When the last saving came from this very page, which had
    seen `seen_by_this_page` savings then, a later answer of it is saved even if it never learned of that saving (the
    reply was lost), and a late copy of an earlier one does nothing. A blank from an old page never erases. Anything
    else from an old page is a conflict: the question was answered elsewhere meanwhile.
    """
    if given == saved:
        return Effect.NOTHING
    if seen_by_this_page is not None:
        return Effect.SAVE if given_sequence >= seen_by_this_page else Effect.NOTHING
    if given_sequence == sequence:
        return Effect.SAVE
    return Effect.NOTHING if given is None else Effect.CONFLICT


def unanswered(answers: Mapping[int, Answer]) -> list[int]:
    """The positions without an answer, in order."""
    return [position for position, answer in sorted(answers.items()) if answer is None]
