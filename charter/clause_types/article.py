"""A numbered article of the charter."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks

from ._base import BINDS, BOTH, ClauseType, binds_choices, is_clean


class Article(ClauseType):
    label = gettext_lazy("Article")
    example = {
        "key": "voluntary",
        "number": 2,
        "binds": BOTH,
        "title": "Volontariat",
        "html": "<p>Vous participez parce que vous l’avez choisi.</p>",
    }

    def block(self) -> blocks.StructBlock:
        return blocks.StructBlock(
            [
                ("key", blocks.RegexBlock(regex=r"^[a-z][a-z0-9_]{1,39}$", label=gettext_lazy("key"))),
                ("number", blocks.IntegerBlock(min_value=1, max_value=200, label=gettext_lazy("number"))),
                ("binds", blocks.ChoiceBlock(choices=binds_choices, label=gettext_lazy("whom it binds"))),
                ("title", blocks.CharBlock(max_length=120, label=gettext_lazy("title"))),
                (
                    "html",
                    blocks.RichTextBlock(features=["bold", "italic", "h4", "ol", "ul"], label=gettext_lazy("text")),
                ),
            ],
            label=self.label,
            icon="doc-full",
        )

    def problems(self, clause: dict[str, Any]) -> list[str]:
        found = []
        if not str(clause.get("title", "")).strip():
            found.append(_("An article has no title."))
        if clause.get("binds") not in BINDS:
            found.append(_("An article does not say whom it binds."))
        if not str(clause.get("html", "")).strip() or not is_clean(str(clause["html"])):
            found.append(_("An article is empty, too long, or holds an element that is not allowed."))
        return found
