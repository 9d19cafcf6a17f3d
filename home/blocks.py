"""The blocks of public pages. Each previews itself in the editor with an example of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]


class KeyPointBlock(blocks.TextBlock):
    """One sentence to remember."""

    class Meta:
        template = "home/blocks/key_point.html"
        icon = "pin"
        label = _("Key point")
        description = _("One sentence to remember, set apart from the text.")
        preview_value = _("You are free to take part, and free to stop.")
        form_classname = "textarea"


class DoDontBlock(blocks.StructBlock):
    """What helps, beside what does not."""

    do = blocks.ListBlock(blocks.TextBlock(rows=2), label=_("Do"), min_num=1)
    dont = blocks.ListBlock(blocks.TextBlock(rows=2), label=_("Avoid"), min_num=1)

    class Meta:
        template = "home/blocks/do_dont.html"
        icon = "tasks"
        label = _("Do and avoid")
        description = _("Two short lists side by side: what helps, and what to avoid.")
        preview_value = {"do": [_("Say that you work here.")], "dont": [_("Speak in the company’s name.")]}


class CardBlock(blocks.StructBlock):
    """A title and a few sentences."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), rows=3)

    class Meta:
        icon = "doc-full"
        label = _("Card")


class CardListBlock(blocks.ListBlock):
    """Cards side by side; a text just before them introduces them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(CardBlock(), **kwargs)

    class Meta:
        template = "home/blocks/card_list.html"
        icon = "grip"
        label = _("Cards")
        description = _("A few cards side by side. A text placed just before them introduces them.")
        preview_value = [{"title": _("Learn"), "text": _("Short lessons, open to everybody.")}]


class FigureBlock(blocks.StructBlock):
    """An image with its description for those who do not see it, and a caption."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        template = "home/blocks/figure.html"
        icon = "image"
        label = _("Image")
        description = _("An image, described for those who do not see it, with an optional caption.")


class PageBodyBlock(blocks.StreamBlock):
    """The body of a public page."""

    text = blocks.RichTextBlock(
        features=RICH_TEXT_FEATURES,
        template="home/blocks/text.html",
        icon="pilcrow",
        label=_("Text"),
        description=_("Running text, with headings, lists and links."),
        preview_value=_("<h2>A heading</h2><p>A paragraph in plain words.</p>"),
    )
    key_point = KeyPointBlock()
    do_dont = DoDontBlock()
    card_list = CardListBlock()
    figure = FigureBlock()

    class Meta:
        required = False
        block_counts: dict[str, dict[str, int]] = {}


@dataclass(frozen=True)
class Row:
    """Blocks of the home page that are shown together: `one`, `pair` or `cards` (a text and the cards it introduces)."""

    kind: str
    blocks: tuple[Any, ...]


def rows(body: Any) -> Iterator[Row]:
    """The home page's layout, from the order of its blocks alone.

    A text just before cards introduces them; two other texts in a row stand side by side; all else is full width.
    """
    items = list(body)
    while items:
        types = [block.block_type for block in items[:3]]
        if types[:2] == ["text", "card_list"]:
            kind, size = "cards", 2
        elif types[:2] == ["text", "text"] and types[2:] != ["card_list"]:
            kind, size = "pair", 2
        else:
            kind, size = "one", 1
        yield Row(kind, tuple(items[:size]))
        del items[:size]
