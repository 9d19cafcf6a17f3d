"""A statement that is true or false."""

from __future__ import annotations

import random
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from ._base import Config, Example
from ._choices import ChoiceType

TRUE, FALSE = "true", "false"
ANSWERS = [(TRUE, gettext_lazy("True")), (FALSE, gettext_lazy("False"))]


class TrueFalseBlock(blocks.StructBlock):
    answer = blocks.ChoiceBlock(choices=ANSWERS, label=gettext_lazy("The statement is"), widget=forms.RadioSelect)

    class Meta:
        preview_template = "learning/block_preview.html"
        template = "learning/question_types/preview_true_false.html"


class TrueFalse(ChoiceType):
    label = gettext_lazy("True or false")
    example = Example(
        prompt=gettext_lazy("Joining the programme can be made compulsory."),
        block={"answer": FALSE},
        right=FALSE,
        wrong=TRUE,
    )

    def block(self) -> TrueFalseBlock:
        return TrueFalseBlock(
            label=self.label,
            icon="crosshairs",
            preview_value={"answer": FALSE},
            description=gettext_lazy("The question is a statement; the learner says if it is true."),
        )

    def config(self, value: Any) -> Config:
        """Two fixed options, worded in the language that is active: that of the attempt."""
        texts = {TRUE: _("True"), FALSE: _("False")}
        return {
            "options": [
                {"id": key, "text": text, "is_correct": key == value["answer"], "feedback": ""}
                for key, text in texts.items()
            ]
        }

    def shown(self, config: Config, rng: random.Random, *, shuffle: bool) -> Config:
        return config

    def field(self, config: Config) -> forms.Field:
        return forms.ChoiceField(choices=self.choices(config), widget=forms.RadioSelect, required=False)
