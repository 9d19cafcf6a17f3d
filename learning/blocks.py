"""The blocks of a lesson. Each may name the facts it rests on, by key."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from people.networks import network_choices

ALL_NETWORKS = "all"
RICH_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
PREVIEW = "learning/block_preview.html"


def fact_choices() -> list[tuple[str, str]]:
    """(key, text) of every fact; asked when a form is shown, so the model is looked up by name."""
    return [(fact.key, f"{fact.key}: {fact}") for fact in apps.get_model("learning", "Fact").objects.all()]


def checklist_network_choices() -> list[tuple[str, object]]:
    """The baseline valid everywhere, then each network."""
    return [(ALL_NETWORKS, gettext_lazy("Every network")), *network_choices()]


class FactKeyBlock(blocks.ChoiceBlock):
    """One fact, by its key."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"choices": fact_choices, "label": gettext_lazy("Fact"), "search_index": False, **kwargs})

    def normalize_choice(self, value: Any) -> Any:
        """A key is a key: Wagtail would otherwise ask for every choice, one query, each time a block is read."""
        return value


def facts_block() -> blocks.ListBlock:
    """The facts a block rests on; its last field."""
    return blocks.ListBlock(
        FactKeyBlock(),
        label=gettext_lazy("Facts"),
        required=False,
        default=[],
        collapsed=True,
        help_text=gettext_lazy("The facts this block rests on. Readers see when they were verified."),
    )


class LessonBlock(blocks.StructBlock):
    """Base of the blocks of a lesson: how the editor's menu shows them."""

    class Meta:
        preview_template = PREVIEW


class TextLessonBlock(LessonBlock):
    html = blocks.RichTextBlock(label=gettext_lazy("Text"), features=RICH_TEXT_FEATURES)
    facts = facts_block()

    class Meta:
        icon = "pilcrow"
        template = "learning/blocks/text.html"
        preview_value = {
            "html": gettext_lazy("<h2>A title</h2><p>One idea, and an example from work.</p>"),
            "facts": [],
        }


class KeyPointBlock(LessonBlock):
    text = blocks.TextBlock(label=gettext_lazy("Sentence"), rows=2, max_length=300)
    facts = facts_block()

    class Meta:
        icon = "pick"
        template = "learning/blocks/key_point.html"
        preview_value = {"text": gettext_lazy("One sentence to remember."), "facts": []}


class DoDontBlock(LessonBlock):
    do = blocks.ListBlock(blocks.TextBlock(rows=2, label=gettext_lazy("Do")), label=gettext_lazy("Do"), min_num=1)
    dont = blocks.ListBlock(
        blocks.TextBlock(rows=2, label=gettext_lazy("Don’t")), label=gettext_lazy("Don’t"), min_num=1
    )
    facts = facts_block()

    class Meta:
        icon = "list-ul"
        template = "learning/blocks/do_dont.html"
        preview_value = {
            "do": [gettext_lazy("Tell it in your own words.")],
            "dont": [gettext_lazy("Paste a text written by somebody else.")],
            "facts": [],
        }


class ImageLessonBlock(LessonBlock):
    image = ImageChooserBlock(label=gettext_lazy("Image"))
    alt = blocks.CharBlock(
        label=gettext_lazy("Description"),
        max_length=250,
        help_text=gettext_lazy("What one must know of the image without seeing it."),
    )
    caption = blocks.CharBlock(label=gettext_lazy("Caption"), required=False, max_length=250)
    facts = facts_block()

    class Meta:
        icon = "image"
        template = "learning/blocks/image.html"
        preview_value = {"image": None, "alt": gettext_lazy("A description of the image"), "caption": "", "facts": []}


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


class LessonBodyBlock(blocks.StreamBlock):
    """A lesson, from top to bottom."""

    text = TextLessonBlock(label=gettext_lazy("Text"))
    key_point = KeyPointBlock(label=gettext_lazy("Key point"))
    do_dont = DoDontBlock(label=gettext_lazy("Do and don’t"))
    image = ImageLessonBlock(label=gettext_lazy("Image"))
    checklist = ChecklistBlock(label=gettext_lazy("Account checklist"))
    exercise = ExerciseBlock(label=gettext_lazy("Exercise"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        networks = [block.value["network"] for block in cleaned if block.block_type == "checklist"]
        if len(networks) != len(set(networks)):
            error = ValidationError(_("A lesson has at most one checklist for each network: put the steps together."))
            raise blocks.StreamBlockValidationError(non_block_errors=[error])
        return cleaned
