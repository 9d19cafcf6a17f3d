"""Writing on a request: a stale page keeps the text, and the two composers are never mistaken."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from coaching import actions, states
from coaching.models import Message
from tests.factories.coaching import ProgressRequestFactory

from .pages import address, composed, enter
from .test_actions import ask, write

pytestmark = pytest.mark.django_db


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
