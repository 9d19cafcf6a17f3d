"""What the types with options share."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from ._base import Answer, Config, QuestionType, ReviewLine


class OptionBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=gettext_lazy("Option"), rows=2)
    is_correct = blocks.BooleanBlock(label=gettext_lazy("This option is right"), required=False)
    feedback = blocks.TextBlock(
        label=gettext_lazy("Why"),
        required=False,
        rows=2,
        help_text=gettext_lazy("One sentence: why this option is right or wrong. Shown once the attempt is finished."),
    )

    class Meta:
        icon = "list-ul"
        label_format = "{text}"


class ChoicesBlock(blocks.StructBlock):
    """Options, and how many of them may be right."""

    options = blocks.ListBlock(OptionBlock(), label=gettext_lazy("Options"), min_num=2, max_num=8)

    class Meta:
        icon = "list-ul"
        single = True
        preview_template = "learning/block_preview.html"
        template = "learning/question_types/preview.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        right = sum(bool(option["is_correct"]) for option in cleaned["options"])
        if self.meta.single and right != 1:
            raise StructBlockValidationError({"options": ValidationError(_("Exactly one option must be right."))})
        if not right:
            raise StructBlockValidationError({"options": ValidationError(_("At least one option must be right."))})
        return cleaned


class ChoiceType(QuestionType):
    """Base of the types whose answer is made of option ids."""

    answer_template = "learning/question_types/choices.html"

    def config(self, value: Any) -> Config:
        return {
            "options": [
                {
                    "id": str(bound.id),
                    "text": bound.value["text"],
                    "is_correct": bool(bound.value["is_correct"]),
                    "feedback": bound.value["feedback"],
                }
                for bound in value["options"].bound_blocks
            ]
        }

    def shown(self, config: Config, rng: random.Random, *, shuffle: bool) -> Config:
        options = list(config["options"])
        if shuffle:
            rng.shuffle(options)
        return {**config, "options": options}

    def choices(self, config: Config) -> list[tuple[str, str]]:
        return [(option["id"], option["text"]) for option in config["options"]]

    def chosen(self, answer: Answer) -> set[str]:
        """The ids in an answer, whatever its shape."""
        if answer is None:
            return set()
        return set(answer) if isinstance(answer, list) else {str(answer)}

    def correct(self, config: Config) -> set[str]:
        return {option["id"] for option in config["options"] if option["is_correct"]}

    def grade(self, config: Config, answer: Answer) -> Fraction:
        return Fraction(int(self.chosen(answer) == self.correct(config)))

    def solution(self, config: Config) -> Answer:
        return next(option["id"] for option in config["options"] if option["is_correct"])

    def review(self, config: Config, answer: Answer) -> list[ReviewLine]:
        chosen = self.chosen(answer)
        return [
            ReviewLine(
                text=option["text"],
                is_chosen=option["id"] in chosen,
                is_correct=option["is_correct"],
                feedback=option.get("feedback", ""),
            )
            for option in config["options"]
        ]
