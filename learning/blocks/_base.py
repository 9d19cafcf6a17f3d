"""What the blocks of a lesson share: facts by key, networks, how the editor’s menu shows them."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy
from wagtail import blocks

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
