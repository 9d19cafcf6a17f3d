"""Several right options: all of them or nothing, or a part of the mark for a part of the answer."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from learning import grading

from ._base import Answer, Config, Example
from ._choices import ChoicesBlock, ChoiceType, OptionBlock

ALL_OR_NOTHING, PARTIAL = "all_or_nothing", "partial"
MARKING = [
    (ALL_OR_NOTHING, _("All the right options and no other, or nothing")),
    (PARTIAL, _("Part of the mark for part of the answer; wrong options take away")),
]

_BLOCK = {
    "options": [
        {"type": "item", "id": "a1", "value": {"text": _("Training."), "is_correct": True, "feedback": ""}},
        {
            "type": "item",
            "id": "b2",
            "value": {"text": _("A charter that binds both sides."), "is_correct": True, "feedback": ""},
        },
        {
            "type": "item",
            "id": "c3",
            "value": {
                "text": _("A text ready to paste."),
                "is_correct": False,
                "feedback": _("You receive facts; the words are yours."),
            },
        },
    ],
    "marking": ALL_OR_NOTHING,
}


class MultipleChoiceBlock(ChoicesBlock):
    options = blocks.ListBlock(OptionBlock(), label=_("Options"), min_num=2, max_num=8)
    marking = blocks.ChoiceBlock(choices=MARKING, default=ALL_OR_NOTHING, label=_("Marking"))

    class Meta:
        single = False


class MultipleChoice(ChoiceType):
    label = _("Multiple choice")
    example = Example(
        prompt=_("What does the programme owe you?"), block=_BLOCK, right=["a1", "b2"], wrong=["a1", "c3"]
    )

    def block(self) -> MultipleChoiceBlock:
        return MultipleChoiceBlock(
            label=self.label, icon="tick", preview_value=_BLOCK, description=_("Several options may be right.")
        )

    def config(self, value: Any) -> Config:
        return {**super().config(value), "marking": value["marking"]}

    def field(self, config: Config) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=self.choices(config),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=_("Several answers may be right: tick each of them."),
        )

    def clean(self, answer: Answer) -> Answer:
        return sorted(answer) if answer else None

    def solution(self, config: Config) -> Answer:
        return sorted(self.correct(config))

    def grade(self, config: Config, answer: Answer) -> Fraction:
        chosen, correct = self.chosen(answer), self.correct(config)
        if config.get("marking") == PARTIAL:
            wrong = {option["id"] for option in config["options"]} - correct
            return grading.partial_credit(chosen, correct, wrong)
        return grading.all_or_nothing(chosen, correct)
