"""A word or a few, typed: compared with what the author accepts in that language."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from ._base import Answer, Config, Example, QuestionType, ReviewLine
from ._wording import is_close, plain

MAX_LENGTH = 200

_BLOCK = {
    "accepted": "phishing",
    "ignore_case": True,
    "ignore_accents": True,
    "typos": 1,
}


def accepted_answers(text: str) -> list[str]:
    """The author's lines, without the empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class ShortTextBlock(blocks.StructBlock):
    accepted = blocks.TextBlock(
        label=gettext_lazy("Accepted answers"),
        rows=4,
        help_text=gettext_lazy("One a line; the first is shown as the answer. Each language has its own list."),
    )
    ignore_case = blocks.BooleanBlock(label=gettext_lazy("Capital letters do not matter"), default=True, required=False)
    ignore_accents = blocks.BooleanBlock(label=gettext_lazy("Accents do not matter"), default=True, required=False)
    typos = blocks.IntegerBlock(
        label=gettext_lazy("Slips of the finger allowed"),
        default=1,
        min_value=0,
        max_value=3,
        help_text=gettext_lazy("In the whole answer, and only in words longer than four letters."),
    )

    class Meta:
        preview_template = "learning/block_preview.html"
        template = "learning/question_types/preview_short_text.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if any(len(line) > MAX_LENGTH for line in accepted_answers(cleaned["accepted"])):
            error = ValidationError(_("An accepted answer has at most %(n)d characters."), params={"n": MAX_LENGTH})
            raise StructBlockValidationError({"accepted": error})
        return cleaned


class ShortText(QuestionType):
    label = gettext_lazy("Short text")
    answer_template = "learning/question_types/text.html"
    example = Example(
        prompt=gettext_lazy("What is a message called that imitates a service to get your codes?"),
        block=_BLOCK,
        right="Phising",
        wrong="fishing",
    )

    def block(self) -> ShortTextBlock:
        return ShortTextBlock(
            label=self.label,
            icon="pilcrow",
            preview_value=_BLOCK,
            description=gettext_lazy("A word or a few, typed by the learner."),
        )

    def config(self, value: Any) -> Config:
        return {
            "accepted": accepted_answers(value["accepted"]),
            "ignore_case": bool(value["ignore_case"]),
            "ignore_accents": bool(value["ignore_accents"]),
            "typos": int(value["typos"] or 0),
        }

    def field(self, config: Config) -> forms.Field:
        return forms.CharField(
            required=False,
            max_length=MAX_LENGTH,
            widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "spellcheck": "false"}),
        )

    def grade(self, config: Config, answer: Answer) -> Fraction:
        if not answer:
            return Fraction(0)
        rules = {name: config[name] for name in ("ignore_case", "ignore_accents")}
        given = plain(str(answer), **rules)
        accepted = (plain(text, **rules) for text in config["accepted"])
        return Fraction(int(any(is_close(given, text, config["typos"]) for text in accepted)))

    def solution(self, config: Config) -> Answer:
        return config["accepted"][0]

    def review(self, config: Config, answer: Answer) -> list[ReviewLine]:
        is_right = self.grade(config, answer) == 1
        lines = [ReviewLine(str(answer), is_chosen=True, is_correct=is_right)] if answer else []
        if not is_right:
            lines.append(ReviewLine(config["accepted"][0], is_chosen=False, is_correct=True))
        return lines
