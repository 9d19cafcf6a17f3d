"""The links at the foot of every page."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import get_language

from home.models import StandardPage

register = template.Library()
KEPT_SECONDS = 300


@register.simple_tag(takes_context=True)
def standing_links(context: template.Context) -> list[tuple[str, str]]:
    """(title, address) of the standing public pages in the reader's language, in the order of the page tree.

    Kept for five minutes, so that the foot of a page costs no query.
    """
    language = get_language()
    key = f"home.standing_links.{language}"
    links: list[tuple[str, str]] | None = cache.get(key)
    if links is None:
        pages = StandardPage.objects.live().filter(locale__language_code=language).order_by("path")
        request = context.get("request")
        links = [(page.title, page.get_url(request) or "") for page in pages]
        cache.set(key, links, KEPT_SECONDS)
    return links


@register.simple_tag
def mailbox_is_shown() -> bool:
    """True where mails are kept in a folder, so that the demonstration can show them."""
    return settings.MAILBOX_DIR is not None
