"""The menu and the language links, for `templates/base.html`."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.http import page_behind
from home.models.pages import HOME_DEPTH
from people import roles

register = template.Library()


@dataclass(frozen=True)
class Link:
    label: object
    url: str
    current: bool = False
    icon: str = ""
    code: str = ""


EVERYBODY = [
    (_("My journey"), "home:journey", "map"),
    (_("Learn"), "learning:course_list", "academic-cap"),
    (_("Ask a coach"), "coaching:request_list", "chat-bubble-left-right"),
    (_("Charter"), "charter:charter_detail", "document-check"),
]
BY_ROLE = [
    ((roles.COACH, roles.LEAD_COACH), _("Queue"), "coaching:queue", "inbox-stack"),
    ((roles.PROGRAMME_MANAGER,), _("Programme"), "home:programme", "chart-bar"),
    ((roles.HR,), _("Learning report"), "home:learning_report", "chart-bar"),
    ((roles.LEGAL, roles.HR), _("Register"), "charter:register", "archive-box"),
    ((roles.HR, roles.ADMINISTRATOR), _("People"), "people:person_list", "users"),
    ((roles.EDITOR,), _("Subjects"), "home:suggestion_inbox", "light-bulb"),
    ((roles.EDITOR, roles.ADMINISTRATOR), _("Pages"), "wagtailadmin_home", "pencil-square"),
    ((roles.ADMINISTRATOR,), _("Delivery"), "home:delivery", "paper-airplane"),
]


PROGRAMME = [
    ((roles.PROGRAMME_MANAGER,), _("Volunteers"), "home:programme"),
    ((roles.PROGRAMME_MANAGER,), _("Figures"), "home:programme_figures"),
    ((roles.PROGRAMME_MANAGER,), _("Suggesting courses"), "learning:manage_enrolments"),
    ((roles.PROGRAMME_MANAGER,), _("Quizzes: more time"), "learning:exception_list"),
    ((roles.PROGRAMME_MANAGER, roles.HR), _("Learning report"), "home:learning_report"),
    ((roles.PROGRAMME_MANAGER, roles.HR), _("Key messages"), "home:mastery_report"),
]


@register.simple_tag(takes_context=True)
def programme_tabs(context: template.Context) -> list[Link]:
    """The pages about the programme that the reader may open."""
    request = context["request"]
    rows = [(label, reverse(name)) for held, label, name in PROGRAMME if request.user.has_role(*held)]
    closest = max((url for _label, url in rows if request.path.startswith(url)), key=len, default=None)
    return [Link(label, url, current=url == closest) for label, url in rows]


@register.simple_tag(takes_context=True)
def main_menu(context: template.Context) -> list[Link]:
    """The links of the reader's menu: the pillars for everybody signed in, then one page per role held.

    One link at most is current: the closest, so that *Queue* is not *Ask a coach* as well.
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return []
    rows = EVERYBODY + [(label, name, icon) for held, label, name, icon in BY_ROLE if user.has_role(*held)]
    links = []
    for label, name, icon in rows:
        with suppress(NoReverseMatch):
            links.append(Link(label, reverse(name), icon=icon))
    closest = max((link.url for link in links if request.path.startswith(link.url)), key=len, default=None)
    return [replace(link, current=link.url == closest) for link in links]


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[Link]:
    """The same page in each language, or the one behind an address that only takes forms; a Wagtail page without a translation leads to that language's home page."""
    request = context.get("request")
    if request is None:
        return []
    page = context.get("page")
    links, address = [], page_behind(request, surely=True)
    for code, name in settings.LANGUAGES:
        url = _page_url(page, code, request) if isinstance(page, Page) else translate_url(address, code)
        links.append(Link(name, url, current=code == get_language(), code=code))
    return links


def _page_url(page: Page, code: str, request: HttpRequest) -> str:
    """The page in another language; the home page of that language when it has none, or is one itself."""
    if code == get_language():
        return request.path
    translated = None
    if page.depth > HOME_DEPTH:
        translated = page.get_translations().live().filter(locale__language_code=code).first()
    return (translated and translated.get_url(request)) or f"/{code}/"
