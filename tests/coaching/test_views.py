"""The pages: refusals first; nothing typed is lost; one effect whatever is clicked; the same cost with 1 and 3 rows."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coaching import actions, states
from coaching.first_aid import SITUATIONS, first_aid
from coaching.models import CoachingRequest, Message
from coaching.request_kinds import REQUEST_KINDS
from people.models import CompanySettings
from tests.factories.coaching import CrisisFactory, MessageFactory, ProgressRequestFactory
from tests.factories.people import UserFactory

from .test_actions import ask, write

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


def address(name, *args):
    return reverse(f"coaching:{name}", args=args)


def composed(request, body="Bonjour", **values):
    return {"body": body, "version": request.version, "token": uuid.uuid4(), **values}


def enter(client, user):
    client.force_login(user)
    return client


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


# --- The conversation --------------------------------------------------------------------------------------------
def test_an_empty_message_is_refused_beside_its_field(client, alice):
    request = ask(alice)
    response = enter(client, alice).post(address("request_answer", request.pk), composed(request, "  "))
    assert response.status_code == 422
    assert list(response.context["forms"]["answer"].errors) == ["body"]


def test_a_stale_reply_keeps_the_text_and_shows_what_is_new(client, alice, bob):
    request = actions.claim_request(request=ask(alice), by=bob)
    typed = composed(request, "Ma réponse longue")
    new = write(actions.answer_request, request, alice, "Du nouveau")
    response = enter(client, bob).post(address("request_reply", request.pk), typed)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Ma réponse longue" in page
    assert response.context["new_lines"] == {new.pk}
    form = response.context["forms"]["reply"]
    again = {"body": form["body"].value(), "version": form["version"].value(), "token": form["token"].value()}
    assert client.post(address("request_reply", request.pk), again).status_code == 302
    assert Message.objects.filter(body="Ma réponse longue").count() == 1


@pytest.mark.parametrize("name", ["reply", "resolve"])
def test_a_composer_on_a_request_that_went_to_somebody_else_keeps_the_text(client, alice, bob, dora, name):
    request = actions.claim_request(request=ask(alice), by=bob)
    typed = composed(request, "Texte gardé")
    actions.assign_request(request=request, to=dora, by=dora)
    response = enter(client, bob).post(address(f"request_{name}", request.pk), typed)
    assert response.status_code == 422
    assert "Texte gardé" in response.content.decode()
    assert not Message.objects.filter(body="Texte gardé").exists()


def test_the_requester_s_stale_answer_keeps_the_text(client, alice, bob):
    request = actions.claim_request(request=ask(alice), by=bob)
    typed = composed(request, "Ma question")
    write(actions.reply_to_request, request, bob, "Bonjour Alice")
    response = enter(client, alice).post(address("request_answer", request.pk), typed)
    assert response.status_code == 409
    assert "Ma question" in response.content.decode()
    assert "Bonjour Alice" in response.content.decode()


def test_an_answer_after_the_window_keeps_the_text(client, alice, bob):
    old = timezone.now() - timedelta(days=20)
    request = ProgressRequestFactory(requester=alice, held_by=bob, state=states.RESOLVED, resolved_at=old)
    response = enter(client, alice).post(address("request_answer", request.pk), composed(request, "Texte gardé"))
    assert response.status_code == 422
    assert "Texte gardé" in response.content.decode()


def test_two_composers_that_cannot_be_mistaken_for_each_other(client, alice, bob):
    request = actions.claim_request(request=ask(alice), by=bob)
    page = enter(client, bob).get(request.get_absolute_url()).content.decode()
    note, reply = page.split('id="note"')[1].split("</form>")[0], page.split('id="reply"')[1].split("</form>")[0]
    assert "message__flag" in note
    assert "Alice Martin" not in note
    assert "Alice Martin" in reply
    assert "message__flag" not in reply


def test_a_reply_a_note_and_the_end(client, alice, bob):
    request = actions.claim_request(request=ask(alice), by=bob)
    enter(client, bob)
    client.post(address("request_note", request.pk), {"body": "Entre nous", "token": uuid.uuid4()})
    request.refresh_from_db()
    client.post(address("request_reply", request.pk), composed(request, "Quelle page ?", waits="on"))
    request.refresh_from_db()
    assert request.state == states.WAITING_REQUESTER
    client.post(address("request_resolve", request.pk), composed(request, "Au revoir"))
    request.refresh_from_db()
    assert request.state == states.RESOLVED
    client.post(address("request_reopen", request.pk))
    request.refresh_from_db()
    assert request.state == states.IN_PROGRESS
    assert [m.visibility for m in request.messages.filter(event="").order_by("id")] == [
        "public",
        "note",
        "public",
        "public",
    ]


# --- The queue and what is done from it --------------------------------------------------------------------------
def test_the_second_to_claim_reads_who_was_first(client, alice, bob, dora):
    request = ask(alice)
    enter(client, bob).post(address("request_claim", request.pk))
    page = enter(client, dora).post(address("request_claim", request.pk), follow=True)
    assert "Bob Durand" in page.content.decode()
    assert CoachingRequest.objects.get().assignee == bob


def test_who_gives_back_a_restricted_request_lands_on_the_queue(client, alice, bob, dora):
    request = ask(alice, situation="harassment")
    actions.assign_request(request=request, to=bob, by=dora)
    response = enter(client, bob).post(address("request_release", request.pk))
    assert response.url == address("queue")


@pytest.mark.parametrize("level", ["", "7", "x"])
def test_a_level_that_is_none_changes_nothing(client, alice, bob, level):
    request = actions.claim_request(request=ask(alice), by=bob)
    enter(client, bob).post(address("request_level", request.pk), {"level": level})
    assert CoachingRequest.objects.get().version == 1


def test_level_and_charge_are_changed_from_the_page(client, alice, bob, dora):
    request = ask(alice)
    enter(client, dora)
    client.post(address("request_level", request.pk), {"level": "4"})
    client.post(address("request_assign", request.pk), {"assignee": bob.pk})
    client.post(address("request_assign", request.pk), {"assignee": ""})
    request.refresh_from_db()
    assert (request.level, request.assignee) == (4, bob)


def test_the_requester_cancels_and_restricts(client, alice, bob):
    request = ask(alice)
    enter(client, alice).post(address("request_restrict", request.pk))
    client.post(address("request_cancel", request.pk))
    request.refresh_from_db()
    assert (request.restricted, request.state) == (True, states.CANCELLED)


def test_filters_live_in_the_address(client, alice, bob):
    mine = ProgressRequestFactory(requester=alice, held_by=bob)
    other = CrisisFactory(requester=alice)
    enter(client, bob)
    for query, shown in (
        ("", [other, mine]),
        ("?show=mine", [mine]),
        ("?show=unclaimed", [other]),
        ("?show=resolved", []),
        ("?kind=other", [mine]),
        ("?show=%00&kind=nothing&after=x", [other, mine]),
    ):
        assert client.get(address("queue") + query).context["listing"].rows == shown


def test_pages_of_the_queue_cover_it_once_in_its_order(client, alice, bob):
    now = timezone.now()
    for n in range(60):
        factory = CrisisFactory if n % 3 else ProgressRequestFactory
        factory(requester=alice, due_at=now + timedelta(minutes=n % 7))
    enter(client, bob)
    shown, url = [], address("queue") + "?show=unclaimed"
    while url:
        page = client.get(url).context["listing"]
        shown.append([row.pk for row in page.rows])
        url = page.next_url and address("queue") + page.next_url
    assert [len(rows) for rows in shown] == [25, 25, 10]
    in_order = CoachingRequest.objects.order_by("queue_lane", "priority", "due_at", "id").values_list("pk", flat=True)
    assert [pk for rows in shown for pk in rows] == list(in_order)
    back = client.get(address("queue") + page.previous_url).context["listing"]
    assert [row.pk for row in back.rows] == shown[1]


# --- Cost --------------------------------------------------------------------------------------------------------
@pytest.fixture
def warm(client, charlie):
    """What the site keeps in memory (its footer's links), or makes once (the company's row), is no page's cost."""
    CompanySettings.load()
    enter(client, charlie).get(address("request_list"))


def fill(reader, count):
    for _n in range(count):
        request = CrisisFactory(requester=UserFactory(line_manager=UserFactory()), held_by=reader)
        MessageFactory(request=request, author=request.requester)
        ProgressRequestFactory(requester=UserFactory(), priority=2)


@pytest.mark.parametrize("show", ["open", "unclaimed", "mine", "resolved"])
def test_the_queue_costs_the_same_with_one_row_and_with_many(warm, client, bob, queries, show):
    costs = []
    for count in (1, 3, 25):
        fill(bob, count)
        enter(client, bob)
        with queries() as captured:
            assert client.get(f"{address('queue')}?show={show}").status_code == 200
        costs.append(len(captured))
    assert len(set(costs)) == 1
    assert costs[0] <= 12


def test_the_list_costs_the_same_with_one_row_and_with_many(warm, client, alice, bob, queries):
    costs = []
    for count in (1, 3):
        for _n in range(count):
            CrisisFactory(requester=alice, held_by=bob)
        enter(client, alice)
        with queries() as captured:
            client.get(address("request_list"))
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 12


@pytest.mark.parametrize("reader", ["alice", "bob", "dora"])
def test_a_request_costs_the_same_with_one_message_and_with_many(warm, client, alice, bob, dora, queries, reader):
    request = CrisisFactory(requester=alice, held_by=bob)
    costs = []
    for count in (1, 3, 12):
        for n in range(count):
            MessageFactory(request=request, author=(alice, bob, dora)[n % 3], visibility="note" if n % 3 else "public")
            request.links.create(url="https://exemple.fr")
        enter(client, {"alice": alice, "bob": bob, "dora": dora}[reader])
        with queries() as captured:
            assert client.get(request.get_absolute_url()).status_code == 200
        costs.append(len(captured))
    assert len(set(costs)) == 1
    assert costs[0] <= 12


def test_the_crisis_form_is_light(warm, client, charlie, queries):
    enter(client, charlie)
    with queries() as captured:
        client.get(address("request_create", "crisis"))
    assert len(captured) <= 6
