"""A text of one's own, compared by its author with a rubric. It has no mark and weighs nothing in the result."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ._base import Answer, Config, Example, QuestionType, ReviewLine

MAX_LENGTH = 8000

_BLOCK = {
    "rubric": [
        {"type": "item", "id": "a1", "value": _("It says where you work.")},
        {"type": "item", "id": "b2", "value": _("It ends with a real question.")},
    ],
    "example": _("I have repaired pumps at Ardelle for ten years. What do you look at first?"),
    "read_by_coach": False,
}


class OpenAnswerBlock(blocks.StructBlock):
    rubric = blocks.ListBlock(
        blocks.TextBlock(label=_("Criterion"), rows=2),
        label=_("What a good answer holds"),
        min_num=1,
        max_num=10,
        help_text=_("Shown as soon as the attempt is finished: learners compare their text with it."),
    )
    example = blocks.TextBlock(label=_("An example of a good answer"), rows=5, help_text=_("One among many."))
    read_by_coach = blocks.BooleanBlock(
        label=_("A coach may be asked to read it"),
        required=False,
        help_text=_("The learner decides. It never holds up the result of the quiz."),
    )

    class Meta:
        preview_template = "learning/block_preview.html"
        template = "learning/question_types/preview_open_answer.html"


class OpenAnswer(QuestionType):
    label = _("Open answer")
    answer_template = "learning/question_types/text.html"
    review_template = "learning/question_types/review_open_answer.html"
    counts = False
    example = Example(
        prompt=_("Write a post of your own from this fact."),
        block=_BLOCK,
        right="I have repaired pumps at Ardelle for ten years. What do you look at first?",
        wrong="…",
    )

    def block(self) -> OpenAnswerBlock:
        return OpenAnswerBlock(
            label=self.label,
            icon="edit",
            preview_value=_BLOCK,
            description=_("A text of the learner’s own; it weighs nothing in the result."),
        )

    def config(self, value: Any) -> Config:
        return {
            "rubric": [str(criterion) for criterion in value["rubric"]],
            "example": str(value["example"]),
            "read_by_coach": bool(value["read_by_coach"]),
        }

    def field(self, config: Config) -> forms.Field:
        return forms.CharField(
            required=False,
            max_length=MAX_LENGTH,
            help_text=_("It weighs nothing in the result. You compare it with the criteria once you have submitted."),
            widget=forms.Textarea(attrs={"class": "input", "rows": 8}),
        )

    def grade(self, config: Config, answer: Answer) -> Fraction:
        """Always nothing: an open answer has no mark, and `counts` says so to whoever adds up."""
        return Fraction(0)

    def solution(self, config: Config) -> Answer:
        return config["example"]

    def review(self, config: Config, answer: Answer) -> list[ReviewLine]:
        lines = [ReviewLine(str(answer), is_chosen=True, is_correct=False)] if answer else []
        return [*lines, *(ReviewLine(text, is_chosen=False, is_correct=True) for text in config["rubric"])]
