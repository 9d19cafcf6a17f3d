"""Suggesting a subject and answering it: refusals first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import LimitReached, NotAllowed, WrongState
from core.models import AuditEvent, Notification
from home import actions, states
from home.models import SubjectSuggestion
from tests.factories.home import AnsweredSuggestionFactory, SubjectSuggestionFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
SUBJECT = {"title": "Des gestes qui sauvent", "text": "Une collègue forme les équipes.", "source_url": ""}
ANSWER = {"outcome": states.ACCEPTED, "answer": "Nous en parlerons en janvier."}


@pytest.fixture
def alice():
    return UserFactory(first_name="Alice")


@pytest.fixture
def editor():
    return UserFactory(roles=["editor"], language="fr")


def suggest(author, **changes):
    return actions.suggest_subject(by=author, **{**SUBJECT, **changes})


# --- suggesting ---------------------------------------------------------------------------------------------------
def test_suggest_refuses_the_eleventh_of_a_day(alice):
    for n in range(10):
        suggest(alice, title=f"Sujet {n}")
    with pytest.raises(LimitReached):
        suggest(alice, title="Sujet de trop")
    assert SubjectSuggestion.objects.count() == 10


def test_suggest_takes_up_again_a_day_later_and_counts_each_person_apart(alice):
    SubjectSuggestionFactory.create_batch(10, author=alice, created_at=timezone.now() - timedelta(days=1, minutes=1))
    SubjectSuggestionFactory.create_batch(10)
    assert suggest(alice).author == alice


def test_suggest_twice_has_one_effect(alice, editor):
    assert suggest(alice) == suggest(alice)
    assert SubjectSuggestion.objects.count() == Notification.objects.count() == 1
    assert AuditEvent.objects.filter(action="home.suggestion.suggest").count() == 1


def test_suggest_tells_the_editors_but_neither_the_author_nor_a_line_manager(editor, drain):
    manager = UserFactory(roles=["editor"])
    author = UserFactory(roles=["editor"], line_manager=manager)
    suggest(author)
    assert [n.recipient for n in Notification.objects.all()] == [editor]


def test_editors_receive_a_mail_that_names_the_subject_and_not_the_person(alice, editor, drain, monkeypatch):
    monkeypatch.setattr("home.notices.SuggestionReceived.waits_for_working_hours", False)
    suggest(alice)
    drain()
    (message,) = mail.outbox
    assert message.to == [editor.email]
    assert SUBJECT["title"] in message.body
    assert alice.last_name not in message.body


def test_editors_are_not_told_of_what_is_answered_meanwhile(alice, editor, drain, monkeypatch):
    monkeypatch.setattr("home.notices.SuggestionReceived.waits_for_working_hours", False)
    other = UserFactory(roles=["editor"])
    actions.answer_suggestion(suggestion=suggest(alice), by=editor, **ANSWER)
    drain()
    assert [message.to for message in mail.outbox] == [[alice.email]]
    assert other.email not in str(mail.outbox[0].recipients())


# --- answering ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["coach", "lead_coach", "programme_manager", "legal", "hr", "administrator"])
def test_answer_refuses_who_is_no_editor(role):
    suggestion = SubjectSuggestionFactory()
    with pytest.raises(NotAllowed):
        actions.answer_suggestion(suggestion=suggestion, by=UserFactory(roles=[role]), **ANSWER)
    assert SubjectSuggestion.objects.waiting().exists()


def test_answer_refuses_the_author(editor):
    with pytest.raises(NotAllowed):
        actions.answer_suggestion(suggestion=SubjectSuggestionFactory(author=editor), by=editor, **ANSWER)


def test_answer_refuses_the_authors_line_manager(editor):
    suggestion = SubjectSuggestionFactory(author=UserFactory(line_manager=editor))
    with pytest.raises(NotAllowed):
        actions.answer_suggestion(suggestion=suggestion, by=editor, **ANSWER)


@pytest.mark.parametrize("changes", [{"answer": "  "}, {"outcome": "waiting"}, {"outcome": "maybe"}])
def test_answer_demands_an_outcome_and_a_reason(editor, changes):
    with pytest.raises(WrongState):
        actions.answer_suggestion(suggestion=SubjectSuggestionFactory(), by=editor, **{**ANSWER, **changes})


def test_answer_twice_keeps_the_first_and_says_whose(editor):
    suggestion = SubjectSuggestionFactory()
    stale = SubjectSuggestion.objects.get(pk=suggestion.pk)
    actions.answer_suggestion(suggestion=suggestion, by=editor, **ANSWER)
    other = UserFactory(roles=["editor"])
    with pytest.raises(WrongState) as refusal:
        actions.answer_suggestion(suggestion=stale, by=other, outcome=states.DECLINED, answer="Non.")
    assert editor.display_name in refusal.value.message
    assert SubjectSuggestion.objects.get().state == states.ACCEPTED
    assert AuditEvent.objects.filter(action="home.suggestion.answer").count() == 1


def test_answer_reaches_the_author_with_its_reason(editor, alice, drain):
    suggestion = SubjectSuggestionFactory(author=alice)
    actions.answer_suggestion(suggestion=suggestion, by=editor, outcome=states.DECLINED, answer="Déjà traité en mai.")
    drain()
    (message,) = mail.outbox
    assert message.to == [alice.email]
    assert "Déjà traité en mai." in message.body


@pytest.mark.parametrize(
    "wrong", [{"state": states.ACCEPTED}, {"answer": "Oui."}, {"state": states.DECLINED, "answered_at": timezone.now()}]
)
def test_database_refuses_half_an_answer(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        SubjectSuggestionFactory(**wrong)


def test_every_event_has_an_owner_and_every_state_a_name_and_a_tone():
    assert {event for _source, event in states.TRANSITIONS} == set(states.OWNERS)
    assert set(states.STATES) == set(states.TONES)
    assert set(states.TRANSITIONS.values()) == set(states.OUTCOMES)


# --- who sees them ------------------------------------------------------------------------------------------------
def test_visible_to_the_author_and_to_editors_only(alice, editor):
    suggestion = SubjectSuggestionFactory(author=alice)
    strangers = [UserFactory(), UserFactory(roles=["administrator", "programme_manager", "hr", "legal", "coach"])]
    for reader in (alice, editor):
        assert list(SubjectSuggestion.objects.visible_to(reader)) == [suggestion]
    for stranger in strangers:
        assert not SubjectSuggestion.objects.visible_to(stranger).exists()


def test_a_stranger_gets_404(client):
    suggestion = SubjectSuggestionFactory()
    client.force_login(UserFactory(first_name="Charlie"))
    assert client.get(suggestion.get_absolute_url()).status_code == 404
    assert client.post(reverse("home:suggestion_answer", args=[suggestion.pk]), ANSWER).status_code == 404
    assert client.get(reverse("home:suggestion_inbox")).status_code == 404


def test_the_author_who_reads_cannot_answer(client, alice):
    suggestion = SubjectSuggestionFactory(author=alice)
    client.force_login(alice)
    assert b'name="outcome"' not in client.get(suggestion.get_absolute_url()).content
    client.post(reverse("home:suggestion_answer", args=[suggestion.pk]), ANSWER)
    assert SubjectSuggestion.objects.waiting().count() == 1


# --- pages --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["suggestion_list", "suggestion_create", "suggestion_inbox"])
def test_signed_out_gets_the_sign_in_page(client, name):
    response = client.get(reverse(f"home:{name}"))
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"text": " "}, {"source_url": "javascript:alert(1)"}, {"source_url": "ftp://example.com"}]
)
def test_the_form_refuses_beside_the_field_and_keeps_what_was_typed(client, alice, wrong):
    client.force_login(alice)
    response = client.post(reverse("home:suggestion_create"), {**SUBJECT, **wrong})
    (field,) = wrong
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    kept = SUBJECT["text"] if field != "text" else SUBJECT["title"]
    assert kept in response.content.decode()
    assert not SubjectSuggestion.objects.exists()


def test_the_form_says_when_ten_are_enough_and_keeps_what_was_typed(client, alice):
    SubjectSuggestionFactory.create_batch(10, author=alice)
    client.force_login(alice)
    response = client.post(reverse("home:suggestion_create"), SUBJECT)
    assert response.status_code == 422
    assert SUBJECT["text"] in response.content.decode()


def test_a_suggestion_is_made_read_and_answered_through_the_pages(client, alice, editor):
    client.force_login(alice)
    assert client.post(reverse("home:suggestion_create"), SUBJECT).status_code == 302
    suggestion = SubjectSuggestion.objects.get()
    assert SUBJECT["title"] in client.get(reverse("home:suggestion_list")).content.decode()
    client.force_login(editor)
    assert SUBJECT["title"] in client.get(reverse("home:suggestion_inbox")).content.decode()
    answer = reverse("home:suggestion_answer", args=[suggestion.pk])
    assert client.post(answer, {"outcome": states.ACCEPTED, "answer": ""}).status_code == 422
    assert client.post(answer, ANSWER).status_code == 302
    assert SUBJECT["title"] in client.get(reverse("home:suggestion_inbox") + "?show=answered").content.decode()
    client.force_login(alice)
    assert ANSWER["answer"] in client.get(suggestion.get_absolute_url()).content.decode()


def test_an_editors_own_suggestion_is_not_in_their_inbox(client, editor):
    SubjectSuggestionFactory(author=editor, title="Le mien")
    client.force_login(editor)
    assert "Le mien" not in client.get(reverse("home:suggestion_inbox")).content.decode()


@pytest.mark.parametrize("name", ["suggestion_list", "suggestion_inbox"])
def test_lists_cost_the_same_with_one_and_three_rows(client, alice, editor, queries, name):
    reader = editor if name == "suggestion_inbox" else alice
    author = UserFactory() if reader == editor else alice
    client.force_login(reader)
    SubjectSuggestionFactory(author=author)
    client.get(reverse(f"home:{name}"))
    with queries() as one:
        client.get(reverse(f"home:{name}"))
    for _n in range(2):
        SubjectSuggestionFactory(author=UserFactory() if reader == editor else alice)
    with queries() as three:
        client.get(reverse(f"home:{name}"))
    assert len(one) == len(three) <= 12


def test_pages_of_a_list_keep_what_was_chosen(client, editor):
    for _n in range(21):
        AnsweredSuggestionFactory(answered_by=editor)
    client.force_login(editor)
    page = client.get(reverse("home:suggestion_inbox") + "?show=answered")
    assert page.context["next_url"] == "?show=answered&page=2"
    second = client.get(reverse("home:suggestion_inbox") + page.context["next_url"])
    assert len(second.context["suggestions"]) == 1
    assert second.context["previous_url"] == "?show=answered&page=1"
