"""The body of a lesson: every block it may hold."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from .practice import ChecklistBlock, ExerciseBlock, ReflectionBlock, ScenarioBlock
from .sources import CompanyBlock, DocumentBlock, KeyMessageBlock, VideoBlock
from .texts import AccordionBlock, DoDontBlock, ImageLessonBlock, KeyPointBlock, TableBlock, TextLessonBlock


class LessonBodyBlock(blocks.StreamBlock):
    """A lesson, from top to bottom."""

    text = TextLessonBlock(label=gettext_lazy("Text"))
    key_point = KeyPointBlock(label=gettext_lazy("Key point"))
    do_dont = DoDontBlock(label=gettext_lazy("Do and don’t"))
    image = ImageLessonBlock(label=gettext_lazy("Image"))
    checklist = ChecklistBlock(label=gettext_lazy("Account checklist"))
    exercise = ExerciseBlock(label=gettext_lazy("Exercise"))
    scenario = ScenarioBlock(label=gettext_lazy("Scenario"))
    reflection = ReflectionBlock(label=gettext_lazy("Reflection"))
    accordion = AccordionBlock(label=gettext_lazy("Texts to unfold"))
    table = TableBlock(label=gettext_lazy("Table"))
    key_message = KeyMessageBlock(label=gettext_lazy("Key message"))
    document = DocumentBlock(label=gettext_lazy("Document"))
    video = VideoBlock(label=gettext_lazy("Video"))
    company = CompanyBlock(label=gettext_lazy("From your company"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        networks = [block.value["network"] for block in cleaned if block.block_type == "checklist"]
        if len(networks) != len(set(networks)):
            error = ValidationError(_("A lesson has at most one checklist for each network: put the steps together."))
            raise blocks.StreamBlockValidationError(non_block_errors=[error])
        return cleaned
