"""The pages: refusals first; nothing typed is lost; one effect whatever is clicked."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coaching.first_aid import SITUATIONS, first_aid
from coaching.models import CoachingRequest
from coaching.request_kinds import REQUEST_KINDS
from people.models import CompanySettings
from tests.factories.coaching import CrisisFactory

from .pages import address, enter
from .test_actions import ask

pytestmark = pytest.mark.django_db
PROGRESS = ["profile_review", "content_advice", "other"]
ACTS = [
    "answer",
    "cancel",
    "restrict",
    "unrestrict",
    "claim",
    "release",
    "assign",
    "level",
    "reply",
    "note",
    "resolve",
    "reopen",
]


# --- The door ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["", "queue/", "new/crisis/", "requests/1/"])
def test_a_signed_out_reader_is_sent_to_the_sign_in_page(client, path):
    response = client.get(f"/fr/coaching/{path}")
    assert response.status_code == 302
    assert "/account/login/" in response.url


def test_a_stranger_gets_404_for_every_address_of_a_request(client, alice, charlie):
    request = ask(alice)
    enter(client, charlie)
    assert client.get(request.get_absolute_url()).status_code == 404
    for act in ACTS:
        assert client.post(f"{request.get_absolute_url()}{act}/").status_code == 404
    assert CoachingRequest.objects.get().version == 0


@pytest.mark.parametrize("act", ACTS)
def test_nothing_changes_by_looking(client, alice, act):
    request = ask(alice)
    assert enter(client, alice).get(f"{request.get_absolute_url()}{act}/").status_code == 405


def test_the_queue_is_for_the_coaching_team(client, alice, bob, dora):
    assert enter(client, alice).get(address("queue")).status_code == 404
    assert enter(client, bob).get(address("queue")).status_code == 200
    assert enter(client, dora).get(address("queue")).status_code == 200


@pytest.mark.parametrize("kind", ["nothing", "_base", "__init__"])
def test_a_kind_that_does_not_exist_is_404(client, alice, kind):
    assert enter(client, alice).get(f"/fr/coaching/new/{kind}/").status_code == 404


def test_a_retired_kind_is_404(client, alice, monkeypatch):
    monkeypatch.setattr(REQUEST_KINDS["other"], "retired", True)
    assert enter(client, alice).get(address("request_create", "other")).status_code == 404
    assert address("request_create", "other") not in client.get(address("request_list")).content.decode()


# --- Asking ------------------------------------------------------------------------------------------------------
def test_the_list_has_two_doors_and_says_when_it_is_empty(client, alice):
    page = enter(client, alice).get(address("request_list")).content.decode()
    for kind in REQUEST_KINDS:
        assert address("request_create", kind.key) in page
    assert "empty__title" in page


def test_the_list_shows_one_s_own_requests_only(client, alice, bob, charlie):
    ask(charlie, words="x")
    mine = ask(alice, "other")
    page = enter(client, alice).get(address("request_list"))
    assert page.context["requests"] == [mine]


@pytest.mark.parametrize("kind", PROGRESS)
def test_who_does_not_take_part_is_told_how_to_join_and_loses_nothing(client, charlie, kind):
    enter(client, charlie)
    for response in (
        client.get(address("request_create", kind)),
        client.post(address("request_create", kind), {**REQUEST_KINDS[kind].example, "question": "Phrase gardée"}),
    ):
        assert response.status_code == 200
        assert reverse("home:journey") in response.content.decode()
        assert address("request_create", "crisis") in response.content.decode()
    assert "Phrase gardée" in response.content.decode()
    assert not CoachingRequest.objects.exists()


@pytest.mark.parametrize("kind", [kind.key for kind in REQUEST_KINDS])
def test_a_refused_form_keeps_what_was_typed(client, alice, kind):
    required = [name for name, field in REQUEST_KINDS[kind].form_class().fields.items() if field.required]
    typed = {**REQUEST_KINDS[kind].example, "words": "Phrase gardée", "question": "Phrase gardée"}
    missing = next(name for name in required if name != "question")
    typed[missing] = ""
    token = str(uuid.uuid4())
    response = enter(client, alice).post(address("request_create", kind), {**typed, "token": token})
    page = response.content.decode()
    assert response.status_code == 422
    assert "error-summary" in page
    assert token in page
    assert "Phrase gardée" in page
    assert not CoachingRequest.objects.exists()


@pytest.mark.parametrize("address_typed", ["javascript:alert(1)", "ftp://exemple.fr", "pas une adresse", "http://"])
def test_a_profile_address_that_is_none_is_refused_beside_its_field(client, alice, address_typed):
    data = {**REQUEST_KINDS["profile_review"].example, "profile_url": address_typed}
    response = enter(client, alice).post(address("request_create", "profile_review"), data)
    assert list(response.context["form"].errors) == ["profile_url"]


def test_advice_needs_a_draft_or_a_link(client, alice):
    data = {**REQUEST_KINDS["content_advice"].example, "text": "", "link": ""}
    response = enter(client, alice).post(address("request_create", "content_advice"), data)
    assert list(response.context["form"].errors) == ["text"]
    data["link"] = "exemple.fr/brouillon"
    assert client.post(address("request_create", "content_advice"), data).status_code == 302
    assert CoachingRequest.objects.get().links.get().url == "https://exemple.fr/brouillon"


def test_a_double_click_makes_one_request(client, alice):
    data = {**REQUEST_KINDS["crisis"].example, "token": uuid.uuid4()}
    enter(client, alice)
    answers = {client.post(address("request_create", "crisis"), data).url for _click in range(5)}
    assert len(answers) == CoachingRequest.objects.count() == 1


@pytest.mark.parametrize("token", ["", "not-a-token", "x" * 5000])
def test_a_token_that_is_none_stops_nobody(client, charlie, token):
    enter(client, charlie).post(address("request_create", "crisis"), {"situation": "tragedy", "token": token})
    assert CoachingRequest.objects.get().situation == "tragedy"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_crisis_is_answered_at_once_with_the_first_steps(client, charlie, situation, language):
    enter(client, charlie)
    page = client.post(f"/{language}/coaching/new/crisis/", {"situation": situation}, follow=True)
    request = CoachingRequest.objects.get()
    sheet = first_aid(situation, request.level, language).sheet
    assert page.context["first_aid"].sheet == sheet
    assert page.content.decode().count("<li><span>") >= len(sheet.first_minutes) + len(sheet.first_hour)
    assert request.language == language


@pytest.mark.parametrize(("country", "number"), [("FR", "112"), ("GB", "999"), ("US", "911"), ("DE", "112")])
def test_danger_puts_the_numbers_of_the_person_s_country_first(client, charlie, country, number):
    charlie.country = country
    charlie.save()
    enter(client, charlie)
    assert f'href="tel:{number}"' in client.get(address("request_create", "crisis")).content.decode()
    page = client.post(address("request_create", "crisis"), {"situation": "backlash", "danger": "yes"}, follow=True)
    text = page.content.decode()
    assert text.index(f'href="tel:{number}"') < text.index("first-aid-title")


def test_the_page_says_who_answers_and_by_when(client, charlie):
    company = CompanySettings.load()
    company.crisis_duty_contact = "Astreinte 01 23 45 67 89"
    company.save()
    page = enter(client, charlie).post(address("request_create", "crisis"), {"situation": "journalist"}, follow=True)
    text = page.content.decode()
    assert "Astreinte 01 23 45 67 89" in text
    assert timezone.localtime(CoachingRequest.objects.get().due_at, charlie.zone).strftime("%H:%M") in text


def test_when_nobody_may_help_the_page_says_so_and_the_person_decides(client, alice, bob):
    page = enter(client, alice).post(address("request_create", "crisis"), {"situation": "harassment"}, follow=True)
    assert page.context["nobody_can_help"]
    request = CoachingRequest.objects.get()
    page = client.post(address("request_unrestrict", request.pk), follow=True)
    assert not page.context["nobody_can_help"]
    assert list(CoachingRequest.objects.visible_to(bob)) == [request]


def test_a_late_answer_is_admitted(client, alice, bob):
    request = CrisisFactory(requester=alice, due_at=timezone.now() - timedelta(minutes=42))
    assert 'data-tone="warning"' in enter(client, alice).get(request.get_absolute_url()).content.decode()
    page = enter(client, bob).get(address("queue")).content.decode()
    assert '<span class="due" data-tone="danger">' in page


def test_what_people_write_is_never_markup(client, alice, bob):
    ask(alice, words="<script>alert(1)</script>")
    for reader in (alice, bob):
        page = enter(client, reader).get(CoachingRequest.objects.get().get_absolute_url()).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
