"""Blocks to do something with: checklists, exercises, situations to judge, notes for oneself."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from ._base import ALL_NETWORKS, LessonBlock, checklist_network_choices, facts_block

BEST, ACCEPTABLE, AVOID = "best", "acceptable", "avoid"
GRADES = {
    BEST: gettext_lazy("The best choice"),
    ACCEPTABLE: gettext_lazy("Acceptable"),
    AVOID: gettext_lazy("To avoid"),
}


def grade_choices() -> list[tuple[str, object]]:
    """(key, name) of each grade of an option."""
    return list(GRADES.items())


class StepKeyBlock(blocks.RegexBlock):
    """A step's key: never translated, and never changed once learners have ticked it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "regex": r"^[a-z0-9]+(?:-[a-z0-9]+)*$",
                "max_length": 60,
                "label": gettext_lazy("Key"),
                "help_text": gettext_lazy(
                    "Short name in small letters, such as second-factor. Learners’ ticks hang on it: never change it."
                ),
                **kwargs,
            }
        )


class ChecklistStepBlock(blocks.StructBlock):
    key = StepKeyBlock()
    text = blocks.TextBlock(label=gettext_lazy("Step"), rows=2)
    help = blocks.TextBlock(
        label=gettext_lazy("Help"), required=False, rows=2, help_text=gettext_lazy("Where to find it, or why.")
    )

    class Meta:
        icon = "tick"
        label_format = "{text}"


class ChecklistBlock(LessonBlock):
    network = blocks.ChoiceBlock(choices=checklist_network_choices, default=ALL_NETWORKS, label=gettext_lazy("Network"))
    steps = blocks.ListBlock(ChecklistStepBlock(), label=gettext_lazy("Steps"), min_num=1)
    facts = facts_block()

    class Meta:
        icon = "clipboard-list"
        template = "learning/blocks/checklist.html"
        preview_value = {
            "network": "linkedin",
            "steps": [
                {
                    "key": "second-factor",
                    "text": gettext_lazy("Turn two-step verification on."),
                    "help": gettext_lazy("In the settings, under security."),
                }
            ],
            "facts": [],
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        keys = [step["key"] for step in cleaned["steps"]]
        if len(keys) != len(set(keys)):
            raise StructBlockValidationError({"steps": ValidationError(_("Two steps have the same key."))})
        return cleaned


class ExerciseBlock(LessonBlock):
    title = blocks.CharBlock(label=gettext_lazy("Title"), max_length=120)
    text = blocks.TextBlock(label=gettext_lazy("What to do"), rows=4)
    hint = blocks.TextBlock(label=gettext_lazy("Hint"), required=False, rows=2)
    facts = facts_block()

    class Meta:
        icon = "edit"
        template = "learning/blocks/exercise.html"
        preview_value = {
            "title": gettext_lazy("Two minutes"),
            "text": gettext_lazy("Look at your own profile as a stranger would."),
            "hint": gettext_lazy("Sign out first."),
            "facts": [],
        }


class ScenarioOptionBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=gettext_lazy("Option"), rows=2)
    grade = blocks.ChoiceBlock(choices=grade_choices, label=gettext_lazy("Grade"))
    feedback = blocks.TextBlock(label=gettext_lazy("Reason"), rows=2)

    class Meta:
        icon = "tick"
        label_format = "{text}"


class ScenarioBlock(LessonBlock):
    """A post one might meet: share it, rewrite it, or ask first? Each option opens on its reason; nothing is sent."""

    title = blocks.CharBlock(label=gettext_lazy("Title"), max_length=120)
    author = blocks.CharBlock(label=gettext_lazy("Who wrote it"), max_length=120)
    network = blocks.ChoiceBlock(choices=checklist_network_choices, default=ALL_NETWORKS, label=gettext_lazy("Network"))
    post = blocks.TextBlock(label=gettext_lazy("The post"), rows=4)
    question = blocks.TextBlock(label=gettext_lazy("Question"), rows=2)
    options = blocks.ListBlock(ScenarioOptionBlock(), label=gettext_lazy("Options"), min_num=2, max_num=5)
    facts = facts_block()

    class Meta:
        icon = "openquote"
        template = "learning/blocks/scenario.html"
        preview_value = {
            "title": gettext_lazy("A post to judge"),
            "author": gettext_lazy("A colleague"),
            "network": "linkedin",
            "post": gettext_lazy("We are the best, by far!"),
            "question": gettext_lazy("Share, rewrite or ask?"),
            "options": [
                {
                    "text": gettext_lazy("Tell what you saw yourself."),
                    "grade": BEST,
                    "feedback": gettext_lazy("A fact is worth more than praise."),
                },
                {
                    "text": gettext_lazy("Share it as it is."),
                    "grade": AVOID,
                    "feedback": gettext_lazy("Nobody learns anything from it."),
                },
            ],
            "facts": [],
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if [option["grade"] for option in cleaned["options"]].count(BEST) != 1:
            error = ValidationError(_("Exactly one option is the best one."))
            raise StructBlockValidationError({"options": error})
        return cleaned


class ReflectionBlock(LessonBlock):
    """A question to oneself. The note is the learner’s: nobody else reads it."""

    title = blocks.CharBlock(label=gettext_lazy("Title"), max_length=120)
    prompt = blocks.TextBlock(label=gettext_lazy("What to think about"), rows=4)
    facts = facts_block()

    class Meta:
        icon = "edit"
        template = "learning/blocks/reflection.html"
        preview_value = {
            "title": gettext_lazy("For yourself"),
            "prompt": gettext_lazy("Who reads you today, and who would you like to read you?"),
            "facts": [],
        }
