"""The public pages: the home page of each language, standing pages, and the news."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core import paginator
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index

from ..blocks import PageBodyBlock, Row, rows

HOME_DEPTH = 2
LATEST_NEWS = 3
NEWS_PER_PAGE = 10

FAMILIES = {
    "event": _("Event"),
    "initiative": _("A colleague’s initiative"),
    "trend": _("Trend of the trade"),
    "culture": _("Digital culture"),
}


def family_choices() -> list[tuple[str, object]]:
    """(key, name) of each family of news."""
    return list(FAMILIES.items())


class TrailMixin:
    """A page whose template shows the way back up to the home page."""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `trail`: (label, address) of each page above, the nearest last."""
        above = self.get_ancestors().filter(depth__gt=1)  # type: ignore[attr-defined]
        return {
            **super().get_context(request, *args, **kwargs),  # type: ignore[misc]
            "trail": [(_("Home") if page.depth == HOME_DEPTH else page.title, page.get_url(request)) for page in above],
        }


class HomePage(Page):
    """What the programme is, in one language. The French one is the site's root; the English one its translation."""

    lead = models.TextField(
        _("lead"),
        max_length=400,
        help_text=_("One or two sentences under the title: what the programme does, for whom."),
    )
    body = StreamField(
        PageBodyBlock(),
        verbose_name=_("content"),
        blank=True,
        help_text=_(
            "A text just before cards introduces them. Two other texts in a row stand side by side. "
            "The latest news and the links are added below by themselves."
        ),
    )

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.StandardPage", "home.NewsIndexPage", "learning.CourseIndexPage"]
    template = "home/home_page.html"
    page_description = _("The first page of a language: what the programme is, and what everybody owes everybody.")

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def rows(self) -> Iterator[Row]:
        """The body's blocks, grouped as they are shown."""
        return rows(self.body)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the latest news, and the pages of this language that are shown in menus."""
        menu = list(self.get_children().live().in_menu())
        return {
            **super().get_context(request, *args, **kwargs),
            "latest_news": NewsPage.objects.shown_under(self)[:LATEST_NEWS],
            "standing_pages": [page for page in menu if issubclass(page.specific_class, StandardPage)],
            "news_index": next((page for page in menu if issubclass(page.specific_class, NewsIndexPage)), None),
        }


class StandardPage(TrailMixin, Page):
    """A page that stands: a title, a lead, blocks."""

    lead = models.TextField(_("lead"), max_length=400, blank=True, help_text=_("One or two sentences under the title."))
    body = StreamField(PageBodyBlock(), verbose_name=_("content"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    template = "home/standard_page.html"
    page_description = _("A public page of text, such as the page for managers.")

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")


class NewsIndexPage(TrailMixin, Page):
    """The list of news, the latest first."""

    lead = models.TextField(_("lead"), max_length=400, blank=True, help_text=_("One or two sentences under the title."))

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    max_count_per_parent = 1
    template = "home/news_index_page.html"
    page_description = _("The list of news, the latest first.")

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def news(self, number: str | None) -> paginator.Page[NewsPage]:
        """One page of the list; a number that is none, or too high, gives the nearest one."""
        return paginator.Paginator(NewsPage.objects.shown_under(self), NEWS_PER_PAGE).get_page(number)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the page of the list that was asked for (`?page=2`), and its neighbours."""
        news = self.news(request.GET.get("page"))
        return {
            **super().get_context(request, *args, **kwargs),
            "news": news,
            "previous_url": f"?page={news.previous_page_number()}" if news.has_previous() else "",
            "next_url": f"?page={news.next_page_number()}" if news.has_next() else "",
        }


class NewsPageQuerySet(PageQuerySet):
    def shown_under(self, page: Page) -> NewsPageQuerySet:
        """Published news somewhere below a page, the latest first. What an editor restricted, or what stands below it,
        is left out in the same query (Wagtail's own `public()` asks a second one)."""
        own_path = ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
        restrictions = PageViewRestriction.objects.annotate(own_path=own_path).filter(
            own_path__startswith=F("page__path")
        )
        below: NewsPageQuerySet = self.descendant_of(page).order_by("-published_on", "-pk")
        shown: NewsPageQuerySet = below.live().exclude(Exists(restrictions))
        return shown


class NewsPage(TrailMixin, Page):
    """A dated, sourced piece of news, and why it is worth reading. Never a text to paste on a network."""

    family = models.CharField(_("family"), max_length=12, choices=family_choices)
    published_on = models.DateField(_("date"), default=timezone.localdate)
    source_name = models.CharField(_("source"), max_length=160, help_text=_("Who says it: a name readers can check."))
    source_url = models.URLField(
        _("address of the source"), max_length=500, blank=True, help_text=_("Empty when the source is in-house.")
    )
    why = models.TextField(
        _("why it is worth reading"), max_length=400, help_text=_("One or two sentences, addressed to the reader.")
    )
    summary = models.TextField(_("summary"), max_length=500, help_text=_("Shown in lists."))
    is_example = models.BooleanField(
        _("example"), default=False, help_text=_("Shown with a badge: this one was written as an example.")
    )
    body = StreamField(
        PageBodyBlock(),
        verbose_name=_("content"),
        blank=True,
        help_text=_("Facts and angles. Never a post to copy: readers find their own words."),
    )

    objects = PageManager.from_queryset(NewsPageQuerySet)()

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel(name) for name in ("family", "published_on", "source_name", "source_url", "is_example")],
            heading=_("Where it comes from"),
        ),
        FieldPanel("why"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("why"),
        index.SearchField("body"),
        index.FilterField("family"),
        index.FilterField("published_on"),
    ]
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "home/news_page.html"
    page_description = _("An event, a colleague’s initiative, a trend: dated, sourced, and why it is worth reading.")

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")
