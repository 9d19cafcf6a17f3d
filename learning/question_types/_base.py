"""What every question type gives. Pure: plain configurations and answers in, plain values out."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django import forms
from wagtail.blocks import StructBlock

from core.registry import Kind

Config = dict[str, Any]  # what a snapshot keeps of the author's block: JSON values only
Answer = Any  # what a learner gave: JSON values only; None is "no answer"


@dataclass(frozen=True)
class Example:
    """Documentation, preview and test data at once: the author's stored block, a right answer and a wrong one.

    A type that does not count has no wrong answer: both are simply answers.
    """

    prompt: object
    block: dict[str, Any]
    right: Answer
    wrong: Answer


@dataclass(frozen=True)
class ReviewLine:
    """One line of a marked question: what it says, whether it was chosen, whether it is right, and why.

    A line that was not chosen and is right shows the key. `is_partly`: worth a part of the mark. `parts`: what the
    line lists, in order.
    """

    text: str
    is_chosen: bool
    is_correct: bool
    feedback: str = ""
    is_partly: bool = False
    parts: tuple[str, ...] = ()


class QuestionType(Kind):
    """Base of every question type. Subclass it in a file of this folder; nothing else is to be changed.

    `answer_template` shows the form of one question; the base's shows any Django field with its label.
    `review_template` shows the lines of a marked question. `counts` is False when its answers have no mark: they
    weigh nothing in the score, nor in how many were right.
    """

    label: object = ""
    example: Example
    answer_template = "learning/question_types/field.html"
    review_template = "learning/question_types/review.html"
    counts = True

    def block(self) -> StructBlock:
        """What the author fills in."""
        raise NotImplementedError

    def config(self, value: Any) -> Config:
        """The author's block value as JSON: what an attempt keeps, with stable option ids."""
        raise NotImplementedError

    def shown(self, config: Config, rng: random.Random, *, shuffle: bool) -> Config:
        """The configuration in the order this attempt shows it; types without an order return it as it is."""
        return config

    def field(self, config: Config) -> forms.Field:
        """The learner's form field; its cleaned value is the answer, and `is_answered` says if there is one."""
        raise NotImplementedError

    def clean(self, answer: Answer) -> Answer:
        """A field's cleaned value as a JSON answer; None when nothing was given."""
        return answer if answer not in ("", [], {}, None) else None

    def grade(self, config: Config, answer: Answer) -> Fraction:
        """The mark, exact, from 0 to 1; no answer is 0."""
        raise NotImplementedError

    def solution(self, config: Config) -> Answer:
        """An answer that earns the full mark; for a type without a mark, any answer. For demonstrations and checks."""
        raise NotImplementedError

    def review(self, config: Config, answer: Answer) -> list[ReviewLine]:
        """What is shown once the attempt is finished."""
        raise NotImplementedError
