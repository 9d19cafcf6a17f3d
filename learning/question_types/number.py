"""A number, typed with a comma or a point; zero is an answer."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ._base import Answer, Config, Example, QuestionType, ReviewLine

MAX_LENGTH = 40
_NUMBER = re.compile(r"([-−+]?)\s*(\d[\d\s'’.,]*|[.,]\d+)\Z")
_GROUPS = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*\Z")

_BLOCK = {"answer": "220", "tolerance": "0", "unit": _("characters")}


def readings(text: str, unit: str = "") -> list[Fraction]:
    """What a typed number may mean, exact; nothing when it is no number.

    “2,5” and “2.5” are the same. A single mark before three digits may part thousands: “1,234” has two readings. The
    unit may follow.
    """
    text = text.strip()
    if unit and text.casefold().endswith(unit.casefold()):
        text = text[: -len(unit)].rstrip()
    match = _NUMBER.match(text)
    if not match:
        return []
    sign = -1 if match[1] in ("-", "−") else 1
    digits = re.sub(r"[\s'’]", "", match[2])
    found = []
    if _GROUPS.match(digits):
        found.append(re.sub(r"[.,]", "", digits))
    whole, mark, rest = _split(digits)
    if whole is not None and (mark == "" or rest):
        found.append(f"{whole or 0}.{rest or 0}")
    return [sign * Fraction(value) for value in dict.fromkeys(found)]


def _split(digits: str) -> tuple[str | None, str, str]:
    """Before and after the decimal mark, which is the last mark; an earlier one of the other kind parts thousands."""
    marks = [char for char in digits if char in ".,"]
    if not marks:
        return digits, "", ""
    if marks.count(marks[-1]) > 1:
        return None, "", ""
    whole, mark, rest = digits.rpartition(marks[-1])
    if re.search(r"[.,]", whole) and not _GROUPS.match(whole):
        return None, "", ""
    return re.sub(r"[.,]", "", whole), mark, rest


class NumberField(forms.CharField):
    """Keeps what was typed, when it is a number."""

    def __init__(self, unit: str, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(required=False, max_length=MAX_LENGTH, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not readings(value, self.unit):
            raise ValidationError(_("Type a number, such as 12 or 2.5."))


class NumberBlock(blocks.StructBlock):
    answer = blocks.DecimalBlock(label=_("Right answer"), max_digits=15, decimal_places=6)
    tolerance = blocks.DecimalBlock(
        label=_("Tolerance"),
        default=Decimal(0),
        min_value=0,
        max_digits=15,
        decimal_places=6,
        required=False,
        help_text=_("How far from it an answer may be and still be right. 0: exactly it."),
    )
    unit = blocks.CharBlock(
        label=_("Unit"), required=False, max_length=60, help_text=_("Shown after the field: characters, hours, %.")
    )

    class Meta:
        preview_template = "learning/block_preview.html"
        template = "learning/question_types/preview_number.html"


class Number(QuestionType):
    label = _("Number")
    answer_template = "learning/question_types/text.html"
    example = Example(prompt=_("How long may a headline be?"), block=_BLOCK, right="220,0", wrong="0")

    def block(self) -> NumberBlock:
        return NumberBlock(
            label=self.label,
            icon="order",
            preview_value=_BLOCK,
            description=_("A number, with a tolerance and a unit."),
        )

    def config(self, value: Any) -> Config:
        return {
            "answer": _plain(value["answer"]),
            "tolerance": _plain(value["tolerance"] or 0),
            "unit": str(value["unit"] or ""),
        }

    def field(self, config: Config) -> forms.Field:
        return NumberField(
            config["unit"],
            widget=forms.TextInput(attrs={"class": "input", "inputmode": "decimal", "autocomplete": "off"}),
        )

    def grade(self, config: Config, answer: Answer) -> Fraction:
        right, tolerance = Fraction(config["answer"]), Fraction(config["tolerance"])
        given = readings(str(answer), config["unit"]) if answer is not None else []
        return Fraction(int(any(abs(value - right) <= tolerance for value in given)))

    def solution(self, config: Config) -> Answer:
        return config["answer"]

    def review(self, config: Config, answer: Answer) -> list[ReviewLine]:
        is_right = self.grade(config, answer) == 1
        lines = []
        if answer is not None:
            lines.append(ReviewLine(f"{answer} {config['unit']}".strip(), is_chosen=True, is_correct=is_right))
        if not is_right:
            right = f"{_shown(config['answer'])} {config['unit']}".strip()
            lines.append(ReviewLine(right, is_chosen=False, is_correct=True))
        return lines


def _plain(value: Any) -> str:
    """A decimal without useless zeros, in JSON."""
    return f"{Decimal(str(value)).normalize():f}"


def _shown(value: str) -> str:
    """A number as the active language writes it."""
    return str(formats.number_format(Decimal(value), use_l10n=True, force_grouping=True))
