"""The foot of every page."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.template import Context, Template

pytestmark = pytest.mark.django_db


def render(source: str) -> str:
    return Template("{% load footer %}" + source).render(Context())


def test_standing_links_cost_no_query_once_known(queries):
    render("{% standing_links as links %}")
    with queries() as captured:
        render("{% standing_links as links %}")
    assert len(captured) == 0


def test_standing_links_speak_the_readers_language():
    cache.set("home.standing_links.fr", [("Pour les managers", "/fr/pour-les-managers/")])
    cache.set("home.standing_links.en", [("For managers", "/en/for-managers/")])
    source = "{% language 'en' %}{% standing_links as links %}{% for title, url in links %}{{ url }}{% endfor %}{% endlanguage %}"
    assert render(source) == "/en/for-managers/"


def test_mailbox_is_shown_only_where_mails_are_kept_in_a_folder(settings, tmp_path):
    settings.MAILBOX_DIR = None
    assert render("{% mailbox_is_shown %}") == "False"
    settings.MAILBOX_DIR = tmp_path
    assert render("{% mailbox_is_shown %}") == "True"
