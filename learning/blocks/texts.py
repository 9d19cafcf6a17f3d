"""Blocks to read: texts, key points, lists, images, folds, tables."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from ._base import RICH_TEXT_FEATURES, LessonBlock, facts_block


class TextLessonBlock(LessonBlock):
    html = blocks.RichTextBlock(label=gettext_lazy("Text"), features=RICH_TEXT_FEATURES)
    facts = facts_block()

    class Meta:
        icon = "pilcrow"
        template = "learning/blocks/text.html"
        preview_value: ClassVar[dict[str, Any]] = {
            "html": gettext_lazy("<h2>A title</h2><p>One idea, and an example from work.</p>"),
            "facts": [],
        }


class KeyPointBlock(LessonBlock):
    text = blocks.TextBlock(label=gettext_lazy("Sentence"), rows=2, max_length=300)
    facts = facts_block()

    class Meta:
        icon = "pick"
        template = "learning/blocks/key_point.html"
        preview_value: ClassVar[dict[str, Any]] = {"text": gettext_lazy("One sentence to remember."), "facts": []}


class DoDontBlock(LessonBlock):
    do = blocks.ListBlock(blocks.TextBlock(rows=2, label=gettext_lazy("Do")), label=gettext_lazy("Do"), min_num=1)
    dont = blocks.ListBlock(
        blocks.TextBlock(rows=2, label=gettext_lazy("Don’t")), label=gettext_lazy("Don’t"), min_num=1
    )
    facts = facts_block()

    class Meta:
        icon = "list-ul"
        template = "learning/blocks/do_dont.html"
        preview_value: ClassVar[dict[str, Any]] = {
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
        preview_value: ClassVar[dict[str, Any]] = {
            "image": None,
            "alt": gettext_lazy("A description of the image"),
            "caption": "",
            "facts": [],
        }


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=gettext_lazy("Title"), max_length=120)
    html = blocks.RichTextBlock(label=gettext_lazy("Text"), features=RICH_TEXT_FEATURES)

    class Meta:
        icon = "list-ul"
        label_format = "{title}"


class AccordionBlock(LessonBlock):
    """Texts that open one by one, where not everybody needs all of them."""

    parts = blocks.ListBlock(AccordionItemBlock(), label=gettext_lazy("Parts"), min_num=1)
    facts = facts_block()

    class Meta:
        icon = "collapse-down"
        template = "learning/blocks/accordion.html"
        preview_value: ClassVar[dict[str, Any]] = {
            "parts": [
                {"title": gettext_lazy("A question people ask"), "html": gettext_lazy("<p>Its answer, for them.</p>")}
            ],
            "facts": [],
        }


class TableBlock(LessonBlock):
    """Plain cells: the first row names the columns, the first column the rows."""

    caption = blocks.CharBlock(
        label=gettext_lazy("Caption"), max_length=160, help_text=gettext_lazy("What the table tells, in a few words.")
    )
    head = blocks.ListBlock(
        blocks.CharBlock(label=gettext_lazy("Column"), max_length=120), label=gettext_lazy("Columns"), min_num=2
    )
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.CharBlock(label=gettext_lazy("Cell"), max_length=400), label=gettext_lazy("Row")),
        label=gettext_lazy("Rows"),
        min_num=1,
        help_text=gettext_lazy("As many cells in a row as there are columns; the first one names the row."),
    )
    facts = facts_block()

    class Meta:
        icon = "table"
        template = "learning/blocks/table.html"
        preview_value: ClassVar[dict[str, Any]] = {
            "caption": gettext_lazy("Who sees what"),
            "head": [gettext_lazy("Setting"), gettext_lazy("Who sees it")],
            "rows": [[gettext_lazy("Public"), gettext_lazy("Everybody")]],
            "facts": [],
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if any(len(row) != len(cleaned["head"]) for row in cleaned["rows"]):
            error = ValidationError(_("Each row has as many cells as there are columns."))
            raise StructBlockValidationError({"rows": error})
        return cleaned
