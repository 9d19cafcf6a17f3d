"""What lessons and questions rest on: dated, sourced, in both languages."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

SURE, LIKELY, TO_CHECK = "A", "B", "C"
MENU_PATH = re.compile(r"-(paths?|screen|settings|controls|tools)$")
MENU_PATHS_HOLD = timedelta(days=183)
CONFIDENCES = {
    SURE: _("A: read at the source"),
    LIKELY: _("B: read through a serious copy or report"),
    TO_CHECK: _("C: to be checked"),
}


def confidence_choices() -> list[tuple[str, object]]:
    """(key, name) of each degree."""
    return list(CONFIDENCES.items())


def is_menu_path(key: str) -> bool:
    """Does a fact's key say that it tells where to find something in an application?"""
    return bool(MENU_PATH.search(key))


class FactQuerySet(models.QuerySet[Any]):
    def to_review(self, today: date) -> FactQuerySet:
        """What an editor should look at again: never verified, to be checked, or a menu path of more than six months."""
        old = Q(is_menu_path=True, verified_on__lt=today - MENU_PATHS_HOLD)
        return self.filter(Q(confidence=TO_CHECK) | Q(verified_on__isnull=True) | old)


class Fact(index.Indexed, models.Model):
    """One fact. Blocks and questions name it by `key`, which never changes."""

    key = models.SlugField(_("key"), max_length=80, unique=True, help_text=_("Lessons name the fact by it."))
    text_fr = models.TextField(_("in French"))
    text_en = models.TextField(_("in English"))
    source_name = models.CharField(_("source"), max_length=250)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    confidence = models.CharField(_("confidence"), max_length=1, choices=confidence_choices, default=LIKELY)
    verified_on = models.DateField(
        _("verified on"), null=True, blank=True, help_text=_("When somebody last read the source. Shown to readers.")
    )

    is_menu_path = models.BooleanField(
        _("a path in a menu"), default=False, help_text=_("Such a path is to be looked at again after six months.")
    )

    objects = FactQuerySet.as_manager()

    panels = [
        FieldPanel("key"),
        MultiFieldPanel([FieldPanel("text_fr"), FieldPanel("text_en")], heading=_("The fact, in one sentence")),
        MultiFieldPanel(
            [
                FieldPanel("source_name"),
                FieldPanel("source_url"),
                FieldRowPanel([FieldPanel("confidence"), FieldPanel("verified_on")]),
                FieldPanel("is_menu_path"),
            ],
            heading=_("Where it comes from"),
        ),
    ]
    search_fields = [
        index.SearchField("key"),
        index.SearchField("text_fr"),
        index.SearchField("text_en"),
        index.SearchField("source_name"),
        index.FilterField("confidence"),
        index.FilterField("verified_on"),
    ]

    class Meta:
        ordering = ["key"]
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        constraints = [
            models.CheckConstraint(condition=Q(confidence__in=[SURE, LIKELY, TO_CHECK]), name="a_fact_is_a_b_or_c")
        ]

    def __str__(self) -> str:
        return self.text[:120]

    @property
    def text(self) -> str:
        """In the reader's language."""
        return self.text_en if (get_language() or "").startswith("en") else self.text_fr

    @property
    def is_to_check(self) -> bool:
        return self.confidence == TO_CHECK

    def why_review(self, today: date | None = None) -> str:
        """Why an editor should look at it again; an empty text when nobody has to."""
        if self.is_to_check:
            return gettext("To be checked: nobody has read it at the source")
        if self.verified_on is None:
            return gettext("Never verified")
        if self.is_menu_path and self.verified_on < (today or timezone.localdate()) - MENU_PATHS_HOLD:
            return gettext("A menu path, verified more than six months ago")
        return ""
