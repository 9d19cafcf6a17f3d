"""Nobody ends on a bare page: the session that ended, the address that only takes forms, the language switch there."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.http import is_page
from home.middleware import typed
from people.models import User
from tests.databases import ROOT
from tests.factories.coaching import CrisisFactory
from tests.factories.home import SubjectSuggestionFactory
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
APPS = ("home", "charter", "learning", "coaching", "people")
LOGIN = "/fr/account/login/"
WORDS = "Je ne sais pas quoi lui répondre.\nPouvez-vous m’aider ?"


@pytest.fixture(autouse=True)
def in_french():
    with translation.override("fr"):
        yield


def alternates(html: str) -> dict[str, str]:
    return {code: url for url, code in re.findall(r'<a href="([^"]+)" hreflang="(\w\w)"', html)}


def test_a_reply_sent_after_the_session_ended_is_shown_to_copy_and_nothing_is_sent(client):
    request = CrisisFactory(requester=UserFactory())
    page, answer = request.get_absolute_url(), reverse("coaching:request_answer", args=[request.pk])
    before = request.messages.count()
    response = client.post(answer, {"body": WORDS}, headers={"referer": f"http://testserver{page}"})
    html = response.content.decode()
    assert response.status_code == 403
    assert "Pouvez-vous m’aider" in html
    assert f"{LOGIN}?next={page.replace('/', '%2F')}" in html
    assert "no-store" in response["Cache-Control"]
    assert request.messages.count() == before
    client.force_login(request.requester)
    assert client.get(page).status_code == 200


def test_without_a_word_typed_the_sign_in_page_says_that_nothing_was_done(client):
    response = client.post(reverse("home:membership_pause"))
    assert response["Location"] == f"{LOGIN}?next=%2Ffr%2Fjourney%2F"
    assert 'data-tone="warning"' in client.get(response["Location"]).content.decode()


def test_a_form_that_opens_at_its_own_address_comes_back_there(client):
    url = reverse("home:suggestion_create")
    html = client.post(url, {"title": "Un sujet", "text": "Parce que <b>oui</b>"}).content.decode()
    assert "Parce que &lt;b&gt;oui" in html
    assert f"next={url.replace('/', '%2F')}" in html


@pytest.mark.parametrize(
    "referer", ["https://evil.example/fr/people/", "http://testserver/fr/journey/pause/", "//x", ""]
)
def test_the_way_back_is_a_page_of_this_site(client, referer):
    response = client.post(reverse("home:membership_pause"), headers={"referer": referer} if referer else {})
    assert response["Location"] == f"{LOGIN}?next=%2Ffr%2Fjourney%2F"


def test_secrets_are_never_shown_again(client):
    data = {"password": "three words here", "code": "12 34 56", "csrfmiddlewaretoken": "a b", "name": "Nora Novembre"}
    html = client.post(reverse("charter:charter_sign"), data).content.decode()
    assert "Nora Novembre" in html
    assert not any(secret in html for secret in ("three words", "12 34 56", "a b<"))


def test_what_people_type_has_a_space_a_line_or_an_address():
    data = QueryDict("body=a+b&token=x+y&id=12&version=3&link=https%3A%2F%2Fe.example%2F&kind=crisis&empty=&q=a%0Ab")
    assert typed(data) == ["a b", "https://e.example/", "a\nb"]


def test_a_forged_form_is_refused_before_anything_is_shown():
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("home:suggestion_create"), {"title": "Des mots", "text": "Forgés ailleurs"})
    assert response.status_code == 403
    assert "Forgés ailleurs" not in response.content.decode()


def test_a_part_of_a_page_sent_after_the_session_ended_takes_the_whole_page(client):
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/fr/learning/attempts/1/?page=2"}
    response = client.post(reverse("home:membership_pause"), headers=headers)
    assert response.status_code == 409
    assert response["HX-Retarget"] == "#main"
    assert "next=%2Ffr%2Flearning%2Fattempts%2F1%2F" in response.content.decode()


def test_opening_an_address_that_only_takes_forms_gives_a_page_with_a_link(client):
    alice = MembershipFactory().user
    client.force_login(alice)
    response = client.get(reverse("home:membership_pause"))
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert 'class="site-header"' in response.content.decode()
    assert f'class="button" href="{reverse("home:journey")}"' in response.content.decode()


def test_after_a_refused_reply_the_language_links_open(client):
    request = CrisisFactory(requester=UserFactory())
    client.force_login(request.requester)
    response = client.post(reverse("coaching:request_answer", args=[request.pk]), {"body": ""})
    assert response.status_code == 422
    links = alternates(response.content.decode())
    assert links["en"] == f"/en/coaching/requests/{request.pk}/"
    assert all(client.get(url).status_code == 200 for url in links.values())


def test_after_refused_days_away_the_language_links_lead_to_the_page_that_was_left(client):
    alice = UserFactory()
    client.force_login(alice)
    page = f"http://testserver{reverse('people:profile')}"
    url = reverse("people:absence_add", args=[alice.pk])
    for referer in (page, f"http://testserver{url}"):
        links = alternates(client.post(url, {}, headers={"referer": referer}).content.decode())
        assert "add" not in links["en"]
    assert alternates(client.post(url, {}, headers={"referer": page}).content.decode())["en"] == "/en/people/profile/"


def test_every_address_that_only_takes_forms_says_so():
    """Django's own `require_POST` cannot be asked: ours takes its place everywhere."""
    django_s = re.compile(r"django\.views\.decorators\.http import [^\n]*require_POST")
    views = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    assert len(views) > 100
    assert not [path for path in views if django_s.search(path.read_text())]
    assert not is_page("/fr/journey/pause/")
    assert is_page("/fr/journey/")
    assert not is_page("/fr/learning/lessons/x/", surely=True)


def test_an_answered_suggestion_refused_leads_back_to_it(client):
    suggestion = SubjectSuggestionFactory()
    client.force_login(UserFactory(roles=["editor"]))
    url = reverse("home:suggestion_answer", args=[suggestion.pk])
    links = alternates(client.post(url, {}).content.decode())
    assert links["en"] == f"/en/suggestions/{suggestion.pk}/"


@pytest.mark.parametrize("path", ["/fr/learning/%00/", "/fr/learning/a/%00/", "/fr/%00/", "/%00", "/fr/learning/x%00/"])
def test_no_address_holds_a_nul(client, path):
    client.force_login(UserFactory())
    assert client.get(path, follow=True).status_code == 404
    assert User.objects.count() == 1
