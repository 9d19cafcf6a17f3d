"""Blocks that show something kept elsewhere: a key message, a document, a video, what the company has to fill in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtailmedia.blocks import VideoChooserBlock

from people.company import company_part_choices

from ._base import RICH_TEXT_FEATURES, LessonBlock, facts_block

CAPTIONS_SUFFIX = ".vtt"


class KeyMessageBlock(LessonBlock):
    """A fact of the company, to tell in one’s own words."""

    message = SnippetChooserBlock("learning.KeyMessage", label=gettext_lazy("Key message"))
    facts = facts_block()

    class Meta:
        icon = "comment"
        template = "learning/blocks/key_message.html"
        preview_value: ClassVar[dict[str, Any]] = {"message": None, "facts": []}


class DocumentBlock(LessonBlock):
    """A file to keep. Whoever opens it is signed in."""

    document = DocumentChooserBlock(label=gettext_lazy("Document"))
    about = blocks.CharBlock(
        label=gettext_lazy("What it is"),
        max_length=250,
        help_text=gettext_lazy("In one sentence, before it is opened."),
    )
    facts = facts_block()

    class Meta:
        icon = "doc-full-inverse"
        template = "learning/blocks/document.html"
        preview_value: ClassVar[dict[str, Any]] = {
            "document": None,
            "about": gettext_lazy("A checklist on one page."),
            "facts": [],
        }


class VideoBlock(LessonBlock):
    """A film of our own. No film without captions and a transcript, none from another site."""

    video = VideoChooserBlock(label=gettext_lazy("Video"))
    title = blocks.CharBlock(label=gettext_lazy("Title"), max_length=160)
    captions = DocumentChooserBlock(
        label=gettext_lazy("Captions"), help_text=gettext_lazy("A WebVTT file (.vtt) in the language of this page.")
    )
    transcript = blocks.RichTextBlock(
        label=gettext_lazy("Transcript"),
        features=RICH_TEXT_FEATURES,
        help_text=gettext_lazy("Everything that is said, and what one must know of what is shown."),
    )
    facts = facts_block()

    class Meta:
        icon = "media"
        template = "learning/blocks/video.html"
        preview_value: ClassVar[dict[str, Any]] = {
            "video": None,
            "title": gettext_lazy("A film of two minutes"),
            "captions": None,
            "transcript": gettext_lazy("<p>What is said, word for word.</p>"),
            "facts": [],
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if error := captions_error(cleaned["captions"]):
            raise StructBlockValidationError({"captions": ValidationError(error)})
        return cleaned


def captions_error(document: Any) -> str:
    """What is wrong with a file of captions; an empty text when nothing is."""
    if not str(document.file.name).lower().endswith(CAPTIONS_SUFFIX):
        return _("Captions are a WebVTT file: its name ends with .vtt.")
    with document.file.open("rb") as file:
        beginning = file.read(9)
    return "" if beginning.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT") else _("This file holds no captions.")


class CompanyBlock(LessonBlock):
    """What only your company knows: a contact, a period, the networks. Read from the company’s settings."""

    part = blocks.ChoiceBlock(choices=company_part_choices, label=gettext_lazy("What"))
    default = blocks.TextBlock(
        label=gettext_lazy("Until it is filled in"),
        rows=2,
        help_text=gettext_lazy("What learners read as long as the company has not filled it in."),
    )
    facts = facts_block()

    class Meta:
        icon = "group"
        template = "learning/blocks/company.html"
        preview_value: ClassVar[dict[str, Any]] = {
            "part": "press_contact",
            "default": gettext_lazy("Your programme manager knows whom to ask."),
            "facts": [],
        }
