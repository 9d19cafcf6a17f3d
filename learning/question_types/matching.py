"""Things on the left, each with its counterpart on the right; extra right-hand items belong to none."""

from __future__ import annotations

import random
import uuid
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from ._base import Answer, Config, Example, QuestionType, ReviewLine
from ._selects import SelectsField, scrambled

_RIGHT = uuid.UUID("6f2b9c52-6a57-4b57-8c8e-0d4c1b7a9e11")


def _right_id(left_id: str) -> str:
    """The id of the counterpart: it follows from that of the pair, and does not show it."""
    return uuid.uuid5(_RIGHT, left_id).hex[:12]


_BLOCK = {
    "pairs": [
        {
            "type": "item",
            "id": "a1",
            "value": {"left": gettext_lazy("Training"), "right": gettext_lazy("Knowing how")},
        },
        {
            "type": "item",
            "id": "b2",
            "value": {"left": gettext_lazy("Coaching"), "right": gettext_lazy("Not being left without help")},
        },
    ],
    "extra": [{"type": "item", "id": "c3", "value": gettext_lazy("Texts ready to post")}],
}


class PairBlock(blocks.StructBlock):
    left = blocks.TextBlock(label=gettext_lazy("On the left"), rows=2)
    right = blocks.TextBlock(label=gettext_lazy("Its counterpart"), rows=2)

    class Meta:
        icon = "link"
        label_format = "{left}"


class MatchingBlock(blocks.StructBlock):
    pairs = blocks.ListBlock(PairBlock(), label=gettext_lazy("Pairs"), min_num=2, max_num=8)
    extra = blocks.ListBlock(
        blocks.TextBlock(label=gettext_lazy("Item"), rows=2),
        label=gettext_lazy("Counterparts that belong to none"),
        default=[],
        max_num=4,
        required=False,
    )

    class Meta:
        preview_template = "learning/block_preview.html"
        template = "learning/question_types/preview_matching.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        lefts = [pair["left"].strip() for pair in cleaned["pairs"]]
        if len(set(lefts)) != len(lefts):
            raise StructBlockValidationError({"pairs": ValidationError(_("Each item on the left must be different."))})
        if {pair["right"].strip() for pair in cleaned["pairs"]} & {extra.strip() for extra in cleaned["extra"]}:
            error = ValidationError(_("A counterpart that belongs to none must not be one of the right ones."))
            raise StructBlockValidationError({"extra": error})
        return cleaned


class Matching(QuestionType):
    label = gettext_lazy("Matching")
    answer_template = "learning/question_types/selects.html"
    example = Example(
        prompt=gettext_lazy("Match each lever with what it brings."),
        block=_BLOCK,
        right={"a1": _right_id("a1"), "b2": _right_id("b2")},
        wrong={"a1": _right_id("b2"), "b2": _right_id("b2")},
    )

    def block(self) -> MatchingBlock:
        return MatchingBlock(
            label=self.label,
            icon="link",
            preview_value=_BLOCK,
            description=gettext_lazy("The learner chooses the counterpart of each item."),
        )

    def config(self, value: Any) -> Config:
        """Counterparts with the same words are one: it may be right for several items."""
        lefts: list[Config] = []
        rights: dict[str, str] = {}
        pairs: dict[str, str] = {}
        for bound in value["pairs"].bound_blocks:
            key, right = str(bound.id), bound.value["right"]
            lefts.append({"id": key, "text": bound.value["left"]})
            pairs[key] = rights.setdefault(right, _right_id(key))
        for bound in value["extra"].bound_blocks:
            rights.setdefault(bound.value, _right_id(str(bound.id)))
        offered = scrambled({"id": right, "text": text} for text, right in rights.items())
        return {"lefts": lefts, "rights": offered, "pairs": pairs}

    def shown(self, config: Config, rng: random.Random, *, shuffle: bool) -> Config:
        lefts, rights = list(config["lefts"]), list(config["rights"])
        if shuffle:
            rng.shuffle(lefts)
            rng.shuffle(rights)
        return {**config, "lefts": lefts, "rights": rights}

    def field(self, config: Config) -> forms.Field:
        return SelectsField(
            [(left["id"], left["text"]) for left in config["lefts"]],
            [(right["id"], right["text"]) for right in config["rights"]],
            "learning/question_types/widget_matching.html",
            help_text=gettext_lazy("Choose a counterpart for each item."),
        )

    def grade(self, config: Config, answer: Answer) -> Fraction:
        """The share of right pairs."""
        given, pairs = answer or {}, config["pairs"]
        return Fraction(sum(given.get(left) == right for left, right in pairs.items()), len(pairs))

    def solution(self, config: Config) -> Answer:
        return dict(config["pairs"])

    def review(self, config: Config, answer: Answer) -> list[ReviewLine]:
        given = answer or {}
        rights = {right["id"]: right["text"] for right in config["rights"]}
        lines = []
        for left in config["lefts"]:
            right, chosen = config["pairs"][left["id"]], given.get(left["id"])
            if chosen in rights:
                text = f"{left['text']} → {rights[chosen]}"
                lines.append(ReviewLine(text, is_chosen=True, is_correct=chosen == right))
            if chosen != right:
                lines.append(ReviewLine(f"{left['text']} → {rights[right]}", is_chosen=False, is_correct=True))
        return lines
