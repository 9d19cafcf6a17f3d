"""What every type of clause gives."""

from __future__ import annotations

from typing import Any

import nh3
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.registry import Kind

AMBASSADOR, COMPANY, BOTH = "ambassador", "company", "both"
BINDS = {
    AMBASSADOR: _("Binds the ambassador"),
    COMPANY: _("Binds the company"),
    BOTH: _("Binds both parties"),
}
# Nothing that loads, positions or scripts: the text is printed by WeasyPrint and shown in a page.
ALLOWED_TAGS = frozenset(
    ["p", "h3", "h4", "ul", "ol", "li", "strong", "em", "table", "thead", "tbody", "tr", "th", "td"]
)
ALLOWED_ATTRIBUTES = {"th": {"scope"}}
MAX_HTML = 20_000


def binds_choices() -> list[tuple[str, object]]:
    """(key, name) of whom a clause may bind."""
    return list(BINDS.items())


def is_clean(html: str) -> bool:
    """Does the text hold allowed elements only? (compared with what the sanitiser would leave)"""
    return len(html) <= MAX_HTML and _squeezed(sanitise(html)) == _squeezed(html)


def sanitise(html: str) -> str:
    """The text with every element and attribute that is not allowed taken out."""
    return nh3.clean(html, tags=set(ALLOWED_TAGS), attributes=ALLOWED_ATTRIBUTES, link_rel=None, strip_comments=True)


def _squeezed(html: str) -> str:
    return "".join(html.split()).replace("&nbsp;", "").replace("\u00a0", "").replace("&amp;", "&")


class ClauseType(Kind):
    """A type of clause: whom it may bind, its fields for the editor, and what it refuses.

    `example` is a valid clause: documentation, preview and test data at once.
    """

    binds: tuple[str, ...] = (AMBASSADOR, COMPANY, BOTH)
    example: dict[str, Any] = {}

    def block(self) -> blocks.StructBlock:
        """The editor's fields."""
        raise NotImplementedError

    def problems(self, clause: dict[str, Any]) -> list[str]:
        """What stands against publishing this clause, as sentences; empty when nothing does."""
        raise NotImplementedError
