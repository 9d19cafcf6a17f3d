"""A mock post or a scene from work, and what one could do: each option has its credit and its reason."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from ._base import Answer, Config, Example, ReviewLine
from ._choices import ChoiceType

FULL, HALF, NONE = "1", "0.5", "0"
CREDITS = [
    (FULL, gettext_lazy("The best: full mark")),
    (HALF, gettext_lazy("Acceptable: half the mark")),
    (NONE, gettext_lazy("To be avoided: nothing")),
]

_BLOCK = {
    "situation": gettext_lazy("A colleague writes: “Can you all like this post before noon?”"),
    "options": [
        {
            "type": "item",
            "id": "a1",
            "value": {
                "text": gettext_lazy("Read it, and decide for yourself."),
                "credit": FULL,
                "feedback": gettext_lazy("Your reactions are yours."),
            },
        },
        {
            "type": "item",
            "id": "b2",
            "value": {
                "text": gettext_lazy("Say nothing."),
                "credit": HALF,
                "feedback": gettext_lazy("It is your right; a word would help the others."),
            },
        },
        {
            "type": "item",
            "id": "c3",
            "value": {
                "text": gettext_lazy("Like it at once."),
                "credit": NONE,
                "feedback": gettext_lazy("A like on command convinces nobody."),
            },
        },
    ],
}


class GradedOptionBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=gettext_lazy("Option"), rows=2)
    credit = blocks.ChoiceBlock(choices=CREDITS, label=gettext_lazy("Worth"))
    feedback = blocks.TextBlock(
        label=gettext_lazy("Why"),
        rows=2,
        help_text=gettext_lazy("One sentence: what this option brings, or costs. Shown once the attempt is finished."),
    )

    class Meta:
        icon = "list-ul"
        label_format = "{text}"


class ScenarioQuestionBlock(blocks.StructBlock):
    situation = blocks.TextBlock(label=gettext_lazy("The post or the scene"), rows=4)
    options = blocks.ListBlock(GradedOptionBlock(), label=gettext_lazy("Options"), min_num=2, max_num=6)

    class Meta:
        preview_template = "learning/block_preview.html"
        template = "learning/question_types/preview_scenario.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if sum(option["credit"] == FULL for option in cleaned["options"]) != 1:
            raise StructBlockValidationError({"options": ValidationError(_("Exactly one option must be the best."))})
        return cleaned


class Scenario(ChoiceType):
    label = gettext_lazy("Scenario")
    answer_template = "learning/question_types/scenario.html"
    review_template = "learning/question_types/review_scenario.html"
    example = Example(prompt=gettext_lazy("What do you do?"), block=_BLOCK, right="a1", wrong="b2")

    def block(self) -> ScenarioQuestionBlock:
        return ScenarioQuestionBlock(
            label=self.label,
            icon="comment",
            preview_value=_BLOCK,
            description=gettext_lazy("A mock post or a scene, and options worth more or less."),
        )

    def config(self, value: Any) -> Config:
        options = [
            {
                "id": str(bound.id),
                "text": bound.value["text"],
                "credit": bound.value["credit"],
                "is_correct": bound.value["credit"] == FULL,
                "feedback": bound.value["feedback"],
            }
            for bound in value["options"].bound_blocks
        ]
        return {"situation": value["situation"], "options": options}

    def field(self, config: Config) -> forms.Field:
        return forms.ChoiceField(choices=self.choices(config), widget=forms.RadioSelect, required=False)

    def grade(self, config: Config, answer: Answer) -> Fraction:
        chosen = self.chosen(answer)
        return sum((Fraction(o["credit"]) for o in config["options"] if o["id"] in chosen), Fraction(0))

    def review(self, config: Config, answer: Answer) -> list[ReviewLine]:
        chosen = self.chosen(answer)
        return [
            ReviewLine(
                text=option["text"],
                is_chosen=option["id"] in chosen,
                is_correct=option["is_correct"],
                feedback=option["feedback"],
                is_partly=0 < Fraction(option["credit"]) < 1,
            )
            for option in config["options"]
        ]
