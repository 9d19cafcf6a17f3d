"""Things to be put in the right order: one place to choose for each."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from learning import grading

from ._base import Answer, Config, Example, QuestionType, ReviewLine
from ._selects import SelectsField, scrambled

PAIRS, ALL_OR_NOTHING = "pairs", "all_or_nothing"
MARKING = [
    (PAIRS, gettext_lazy("Part of the mark for each pair in the right order")),
    (ALL_OR_NOTHING, gettext_lazy("The whole order, or nothing")),
]

_BLOCK = {
    "items": [
        {"type": "item", "id": "a1", "value": gettext_lazy("Stop, and answer nothing.")},
        {"type": "item", "id": "b2", "value": gettext_lazy("Keep the evidence.")},
        {"type": "item", "id": "c3", "value": gettext_lazy("Tell a coach.")},
    ],
    "marking": PAIRS,
}


class OrderingBlock(blocks.StructBlock):
    items = blocks.ListBlock(
        blocks.TextBlock(label=gettext_lazy("Item"), rows=2),
        label=gettext_lazy("Items, in the right order"),
        min_num=2,
        max_num=8,
        help_text=gettext_lazy("Learners see them mixed."),
    )
    marking = blocks.ChoiceBlock(choices=MARKING, default=PAIRS, label=gettext_lazy("Marking"))

    class Meta:
        preview_template = "learning/block_preview.html"
        template = "learning/question_types/preview_ordering.html"


class Ordering(QuestionType):
    label = gettext_lazy("Ordering")
    answer_template = "learning/question_types/selects.html"
    example = Example(
        prompt=gettext_lazy("Put the first steps in order."),
        block=_BLOCK,
        right={"a1": "1", "b2": "2", "c3": "3"},
        wrong={"a1": "3", "b2": "2", "c3": "1"},
    )

    def block(self) -> OrderingBlock:
        return OrderingBlock(
            label=self.label,
            icon="list-ol",
            preview_value=_BLOCK,
            description=gettext_lazy("The learner gives each item its place."),
        )

    def config(self, value: Any) -> Config:
        items = [{"id": str(bound.id), "text": bound.value} for bound in value["items"].bound_blocks]
        order = [item["id"] for item in items]
        return {"items": _mixed(scrambled(items), order), "order": order, "marking": value["marking"]}

    def shown(self, config: Config, rng: random.Random, *, shuffle: bool) -> Config:
        """Never in the right order, whatever chance says; the base order when options are not mixed."""
        items = list(config["items"])
        if shuffle:
            rng.shuffle(items)
        return {**config, "items": _mixed(items, config["order"])}

    def field(self, config: Config) -> forms.Field:
        places = [(str(n), str(n)) for n in range(1, len(config["items"]) + 1)]
        return SelectsField(
            [(item["id"], item["text"]) for item in config["items"]],
            places,
            "learning/question_types/widget_ordering.html",
            help_text=gettext_lazy("Choose a place for each item; 1 comes first. Each place is used once."),
        )

    def grade(self, config: Config, answer: Answer) -> Fraction:
        order = config["order"]
        places = {key: int(place) for key, place in (answer or {}).items() if key in order}
        if config.get("marking") == ALL_OR_NOTHING:
            return Fraction(int([places.get(key) for key in order] == list(range(1, len(order) + 1))))
        return grading.pairs_in_order([places.get(key) for key in order])

    def solution(self, config: Config) -> Answer:
        return {key: str(place) for place, key in enumerate(config["order"], start=1)}

    def review(self, config: Config, answer: Answer) -> list[ReviewLine]:
        texts = {item["id"]: item["text"] for item in config["items"]}
        order = config["order"]
        places = {key: int(place) for key, place in (answer or {}).items() if key in texts}
        lines = [
            ReviewLine(f"{place}. {texts[key]}", is_chosen=True, is_correct=order.index(key) + 1 == place)
            for key, place in sorted(places.items(), key=lambda pair: pair[1])
        ]
        if len(lines) == len(order) and all(line.is_correct for line in lines):
            return lines
        right = tuple(texts[key] for key in order)
        return [*lines, ReviewLine(_("The right order:"), is_chosen=False, is_correct=True, parts=right)]


def _mixed(items: list[Config], order: list[str]) -> list[Config]:
    """The same items, turned by one when they happen to stand in the right order."""
    return items[1:] + items[:1] if [item["id"] for item in items] == order else items
