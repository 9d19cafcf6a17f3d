"""The public pages: what anybody reads, in both languages, and what they cost."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.test import override_settings
from wagtail.models import PageViewRestriction

from home.blocks import PageBodyBlock, rows
from home.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from tests.factories.home import add_news
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.catalogue]
HOMES = {"fr": "/fr/", "en": "/en/"}
QUERIES_SIGNED_OUT = 8


def content(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def index(code: str = "fr") -> NewsIndexPage:
    return NewsIndexPage.objects.get(locale__language_code=code)


# --- what is not shown --------------------------------------------------------------------------------------------
def test_a_draft_and_a_restricted_piece_of_news_are_not_listed(client):
    draft, restricted = add_news(index(), 1), add_news(index(), 2)
    draft.unpublish()
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    for address in ("/fr/", index().url):
        shown = content(client, address)
        assert draft.title not in shown
        assert restricted.title not in shown


def test_signed_out_nobody_is_shown_the_way_to_suggestions(client):
    assert "/suggestions/" not in content(client, index().url)


def test_a_news_page_offers_no_text_to_copy(client):
    for page in NewsPage.objects.live():
        shown = content(client, page.url)
        assert "<textarea" not in shown
        assert "data-copy" not in shown


# --- what is shown ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("code", "address"), HOMES.items())
def test_the_home_page_says_what_is_owed_and_what_stays_yours(client, code, address):
    page = HomePage.objects.get(locale__language_code=code)
    shown = content(client, address)
    assert f'lang="{code}"' in shown
    assert page.lead in shown
    for block in page.body:
        if block.block_type == "card_list":
            assert all(item["title"] in shown for item in block.value)
        elif block.block_type == "key_point":
            assert block.value in shown
    assert shown.count("<h1") == 1


@pytest.mark.parametrize(("code", "address"), HOMES.items())
def test_the_home_page_shows_the_three_latest_news_of_its_language(client, code, address):
    shown = content(client, address)
    latest = NewsPage.objects.filter(locale__language_code=code).order_by("-published_on")
    assert [page.url in shown for page in latest] == [True] * 3 + [False] * 3


def test_signed_out_the_home_page_leads_to_sign_in_and_signed_in_to_the_journey(client):
    assert "/fr/journey/" not in content(client, "/fr/")
    client.force_login(UserFactory())
    shown = content(client, "/fr/")
    assert "/fr/journey/" in shown
    assert "/fr/account/login/" not in shown


def test_the_page_for_managers_is_public_in_both_languages_and_leads_to_its_other_language(client):
    for page in StandardPage.objects.live():
        shown = content(client, page.url)
        for other in page.get_translations(inclusive=True):
            assert f'href="{other.url}"' in shown


def test_a_piece_of_news_shows_its_date_source_reason_and_that_it_is_an_example(client):
    page = NewsPage.objects.get(slug="readable-hashtags")
    shown = content(client, page.url)
    for text in ("28 September 2026", page.source_url, page.why, page.get_family_display()):
        assert str(text) in shown
    assert 'class="badge"' in shown


def test_the_list_of_news_is_paged_and_takes_any_number(client):
    for n in range(6):
        add_news(index(), n)
    first = content(client, index().url)
    assert 'href="?page=2"' in first
    assert 'href="?page=1"' in content(client, f"{index().url}?page=999")
    content(client, f"{index().url}?page=<script>")


def test_an_empty_list_of_news_says_so(client):
    for page in NewsPage.objects.all():
        page.delete()
    assert 'class="empty"' in content(client, index().url)
    assert 'id="latest-news"' not in content(client, "/fr/")


# --- what it costs ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["/fr/", "/en/"])
def test_the_home_page_signed_out_costs_few_queries(client, queries, address):
    client.get(address)
    with queries() as captured:
        client.get(address)
    assert len(captured) <= QUERIES_SIGNED_OUT, [q["sql"] for q in captured]


def test_pages_cost_the_same_with_one_and_three_news(client, queries):
    for page in NewsPage.objects.all():
        page.delete()
    costs = []
    for rows_added in (1, 2):
        for n in range(rows_added):
            add_news(index(), rows_added * 10 + n)
        counts = []
        for address in ("/fr/", index().url):
            client.get(address)
            with queries() as captured:
                client.get(address)
            counts.append(len(captured))
        costs.append(counts)
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 12


# --- blocks -------------------------------------------------------------------------------------------------------
def test_rows_introduce_cards_pair_texts_and_leave_the_rest_alone():
    block = PageBodyBlock()
    text, point = ("text", "<p>…</p>"), ("key_point", "…")
    cards = ("card_list", [{"title": "a", "text": "b"}])
    body = block.to_python([{"type": t, "value": v} for t, v in (text, text, cards, text, text, point, text, cards)])
    assert [row.kind for row in rows(body)] == ["one", "cards", "pair", "one", "cards"]
    assert list(rows(block.to_python([]))) == []


@pytest.mark.parametrize("name", [name for name in PageBodyBlock().child_blocks if name != "figure"])
def test_every_block_previews_itself(name, rf):
    block = PageBodyBlock().child_blocks[name]
    value = block.get_preview_value()
    assert str(block.render(value)).strip()
    bound = block.bind(value)
    page = render_to_string("wagtailcore/shared/block_preview.html", {"bound_block": bound, "block_def": block})
    assert "css/surfaces.css" in page


# --- images -------------------------------------------------------------------------------------------------------
@pytest.fixture
def stored():
    names = [default_storage.save(name, ContentFile(b"x")) for name in ("images/a.png", "images/a.svg", "private.png")]
    yield names
    for name in names:
        default_storage.delete(name)


@override_settings(SERVE_MEDIA=True)
def test_media_serves_resized_images_only(client, stored):
    for refused in (
        "/media/images/a.svg",
        "/media/images/none.png",
        "/media/private.png",
        "/media/images/..%2Fprivate.png",
    ):
        assert client.get(refused).status_code == 404
    assert client.post("/media/images/a.png").status_code == 405
    response = client.get("/media/images/a.png")
    assert b"".join(response.streaming_content) == b"x"
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_media_is_not_served_where_something_else_does(client, stored):
    assert client.get("/media/images/a.png").status_code == 404
