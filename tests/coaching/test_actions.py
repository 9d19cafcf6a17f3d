"""Asking, taking charge, writing, ending: refusals first."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from coaching import actions, states
from coaching.models import CoachingRequest, Message, RequestLink
from coaching.request_kinds import REQUEST_KINDS
from core.errors import NotAllowed, StaleVersion, WrongState
from core.models import AuditEvent, Notification
from people.models import CompanySettings, WorkCalendar
from tests.factories.coaching import CrisisFactory, MessageFactory, ProgressRequestFactory
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def ask(by, kind="crisis", token=None, **answers):
    form = REQUEST_KINDS[kind].form_class({**REQUEST_KINDS[kind].example, **answers})
    assert form.is_valid(), form.errors
    return actions.open_request(by=by, kind=kind, answers=form.cleaned_data, token=token or uuid.uuid4(), language="fr")


def write(action, request, by, body="Bonjour", **values):
    return action(request=request, by=by, body=body, token=values.pop("token", uuid.uuid4()), **values)


# --- Asking ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["profile_review", "content_advice", "other"])
def test_progress_is_refused_to_who_does_not_take_part(charlie, kind):
    with pytest.raises(NotAllowed):
        ask(charlie, kind)
    assert not CoachingRequest.objects.exists()


def test_progress_is_refused_to_who_left(charlie):
    MembershipFactory(user=charlie, state="left", left_at=timezone.now())
    with pytest.raises(NotAllowed):
        ask(charlie, "other")


def test_a_crisis_is_open_to_everybody(charlie):
    request = ask(charlie)
    assert (request.state, request.level, request.priority, request.platform) == (states.NEW, 3, 2, "linkedin")
    assert request.due_at - request.created_at == timedelta(hours=1)
    assert RequestLink.objects.get().url == "https://www.linkedin.com/in/quelquun"
    assert Message.objects.get().body == "Mon compte publie sans moi depuis ce matin."


def test_one_choice_is_enough_in_a_crisis(charlie):
    form = REQUEST_KINDS["crisis"].form_class({"situation": "backlash"})
    assert form.is_valid()
    request = actions.open_request(
        by=charlie, kind="crisis", answers=form.cleaned_data, token=uuid.uuid4(), language="en"
    )
    assert not request.messages.exists()
    assert not request.links.exists()


def test_danger_is_level_4_whatever_the_situation(charlie):
    request = ask(charlie, situation="customer_complaint", danger="yes")
    assert (request.level, request.priority) == (4, 1)
    assert request.due_at - request.created_at == timedelta(minutes=15)


def test_what_is_no_address_is_kept_in_the_words(charlie):
    request = ask(charlie, link="javascript:alert(1) le post de Paul")
    assert not request.links.exists()
    assert request.messages.get().body.endswith("javascript:alert(1) le post de Paul")


@pytest.mark.parametrize(
    ("situation", "restricted"), [("harassment", True), ("accidental_disclosure", True), ("tragedy", False)]
)
def test_some_situations_are_restricted_from_the_start(alice, situation, restricted):
    assert ask(alice, situation=situation).restricted is restricted


def test_the_same_form_sent_twice_makes_one_request(alice, bob):
    token = uuid.uuid4()
    first = ask(alice, token=token)
    assert ask(alice, token=token, words="encore") == first
    assert CoachingRequest.objects.count() == Notification.objects.count() == 1
    assert AuditEvent.objects.filter(action="coaching.request.open").count() == 1


def test_somebody_else_s_token_opens_nothing(alice, charlie):
    token = uuid.uuid4()
    ask(alice, token=token)
    with pytest.raises(WrongState):
        ask(charlie, token=token)
    assert CoachingRequest.objects.count() == 1


@pytest.mark.parametrize("spans", [{}, {"0": [["18:00", "09:00"]]}, {"x": 1}, [], {"0": "9-18"}])
def test_hours_that_make_no_sense_never_stop_a_crisis(alice, spans):
    settings = CompanySettings.load()
    settings.coach_hours = WorkCalendar.objects.create(name="broken", spans=spans)
    settings.save()
    assert ask(alice, situation="hostile_comments").due_at > timezone.now()


def test_the_audit_trail_holds_no_word_of_the_person(alice):
    ask(alice, words="secret-de-alice")
    assert "secret" not in str(AuditEvent.objects.values_list("data", flat=True))


# --- Taking charge -----------------------------------------------------------------------------------------------
def test_the_second_to_claim_is_told_who_was_first(alice, bob, dora):
    request = ask(alice)
    actions.claim_request(request=request, by=bob)
    with pytest.raises(WrongState, match="Bob Durand"):
        actions.claim_request(request=request, by=dora)
    assert CoachingRequest.objects.get().assignee == bob


def test_claiming_twice_is_claiming_once(alice, bob):
    request = ask(alice)
    actions.claim_request(request=request, by=bob)
    assert actions.claim_request(request=request, by=bob).version == 1
    assert AuditEvent.objects.filter(action="coaching.request.claim").count() == 1


def test_nobody_claims_their_own_request(bob):
    MembershipFactory(user=bob)
    with pytest.raises(NotAllowed):
        actions.claim_request(request=ask(bob), by=bob)


def test_a_coach_cannot_claim_a_restricted_request(alice, bob, dora):
    request = ask(alice, situation="harassment")
    with pytest.raises(NotAllowed):
        actions.claim_request(request=request, by=bob)
    assert actions.claim_request(request=request, by=dora).assignee == dora


def test_a_lead_coach_opens_a_restricted_request_to_a_coach_by_putting_them_in_charge(alice, bob, dora):
    request = ask(alice, situation="harassment")
    actions.assign_request(request=request, to=bob, by=dora)
    assert list(CoachingRequest.objects.visible_to(bob)) == [request]
    actions.release_request(request=request, by=bob)
    assert not CoachingRequest.objects.visible_to(bob).exists()


@pytest.mark.parametrize("who", ["manager", "requester", "stranger", "inactive"])
def test_some_are_never_put_in_charge(alice, bob, charlie, dora, who):
    request = ask(alice)
    manager = UserFactory(roles=["lead_coach"])
    alice.line_manager = manager
    alice.save()
    people = {
        "manager": manager,
        "requester": alice,
        "stranger": charlie,
        "inactive": UserFactory(roles=["coach"], is_active=False),
    }
    with pytest.raises(NotAllowed):
        actions.assign_request(request=request, to=people[who], by=dora)


def test_a_released_crisis_is_announced_again(alice, bob, dora):
    request = ask(alice)
    actions.claim_request(request=request, by=bob)
    before = Notification.objects.count()
    actions.release_request(request=request, by=bob)
    again = Notification.objects.order_by("id")[before:]
    assert [row.recipient for row in again] == [dora]


# --- Writing -----------------------------------------------------------------------------------------------------
def test_the_first_message_of_the_coach_is_the_first_answer(alice, bob):
    request = actions.claim_request(request=ask(alice), by=bob)
    write(actions.add_note, request, bob)
    assert CoachingRequest.objects.get().first_response_at is None
    write(actions.reply_to_request, request, bob)
    first = CoachingRequest.objects.get().first_response_at
    assert first
    write(actions.reply_to_request, request, bob, "Autre chose")
    fresh = CoachingRequest.objects.get()
    assert (fresh.first_response_at, fresh.state) == (first, states.IN_PROGRESS)


def test_a_question_waits_for_the_requester_and_the_answer_ends_the_wait(alice, bob):
    request = actions.claim_request(request=ask(alice), by=bob)
    write(actions.reply_to_request, request, bob, waits=True)
    assert CoachingRequest.objects.get().state == states.WAITING_REQUESTER
    write(actions.answer_request, request, alice)
    assert CoachingRequest.objects.get().state == states.IN_PROGRESS


def test_the_same_message_sent_twice_is_one(alice, bob):
    request = actions.claim_request(request=ask(alice, words=""), by=bob)
    token = uuid.uuid4()
    for _click in range(2):
        write(actions.reply_to_request, request, bob, token=token, version=1)
    assert Message.objects.exclude(body="").count() == 1


def test_a_token_of_another_request_sends_nothing(alice, bob):
    token = uuid.uuid4()
    first, second = (actions.claim_request(request=ask(alice), by=bob) for _n in range(2))
    write(actions.reply_to_request, first, bob, token=token)
    with pytest.raises(WrongState):
        write(actions.reply_to_request, second, bob, token=token)


def test_a_coach_who_writes_on_an_old_page_is_held_back_once(alice, bob):
    request = actions.claim_request(request=ask(alice), by=bob)
    seen = request.version
    write(actions.answer_request, request, alice, "Du nouveau")
    for action in (actions.reply_to_request, actions.resolve_request):
        with pytest.raises(StaleVersion):
            write(action, request, bob, version=seen)
    write(actions.reply_to_request, request, bob, version=CoachingRequest.objects.get().version)


def test_a_requester_is_held_back_by_a_new_message_only(alice, bob):
    request = ask(alice)
    actions.claim_request(request=request, by=bob)
    write(actions.add_note, request, bob)
    write(actions.answer_request, request, alice, version=0)
    write(actions.reply_to_request, request, bob)
    with pytest.raises(StaleVersion):
        write(actions.answer_request, request, alice, version=0)


def test_messages_are_append_only_in_the_database(alice):
    message = MessageFactory(request=CrisisFactory(requester=alice), author=alice)
    attempts = [
        lambda: Message.objects.filter(pk=message.pk).update(body="autre"),
        lambda: Message.objects.filter(pk=message.pk).update(visibility="note"),
        lambda: Message.objects.filter(pk=message.pk).update(body="", erased_at=timezone.now(), visibility="note"),
        lambda: Message.objects.filter(pk=message.pk).delete(),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert Message.objects.filter(pk=message.pk).update(body="", erased_at=timezone.now()) == 1


# --- Level and restriction ---------------------------------------------------------------------------------------
def test_a_new_level_moves_priority_and_due_time_from_the_opening(alice, bob):
    request = actions.claim_request(request=ask(alice), by=bob)
    actions.change_level(request=request, level=4, by=bob)
    fresh = CoachingRequest.objects.get()
    assert (fresh.level, fresh.priority, fresh.due_at - fresh.created_at) == (4, 1, timedelta(minutes=15))


@pytest.mark.parametrize("level", [0, 3, 5])
def test_a_level_that_is_none_or_the_same_is_refused(alice, bob, level):
    request = actions.claim_request(request=ask(alice), by=bob)
    with pytest.raises(WrongState):
        actions.change_level(request=request, level=level, by=bob)


def test_a_progress_request_has_no_level(alice, bob):
    request = actions.claim_request(request=ask(alice, "other"), by=bob)
    with pytest.raises(WrongState):
        actions.change_level(request=request, level=2, by=bob)


def test_only_the_requester_opens_what_is_restricted(alice, bob, dora):
    request = ask(alice, situation="harassment")
    with pytest.raises(NotAllowed):
        actions.unrestrict_request(request=request, by=dora)
    actions.unrestrict_request(request=request, by=alice)
    assert list(CoachingRequest.objects.visible_to(bob)) == [request]
    assert Notification.objects.filter(recipient=bob, notice="coaching.crisis_opened").count() == 1


def test_restricting_twice_is_refused(alice):
    request = ask(alice)
    actions.restrict_request(request=request, by=alice)
    with pytest.raises(WrongState):
        actions.restrict_request(request=request, by=alice)


# --- Ending ------------------------------------------------------------------------------------------------------
def test_a_request_is_not_cancelled_once_a_coach_has_written(alice, bob):
    request = actions.claim_request(request=ask(alice), by=bob)
    write(actions.reply_to_request, request, bob)
    actions.release_request(request=request, by=bob)
    with pytest.raises(WrongState):
        actions.cancel_request(request=request, by=alice)


def test_writing_opens_a_resolved_request_again(alice, bob):
    request = actions.claim_request(request=ask(alice), by=bob)
    write(actions.resolve_request, request, bob)
    write(actions.answer_request, request, alice)
    fresh = CoachingRequest.objects.get()
    assert (fresh.state, fresh.assignee, fresh.resolved_at) == (states.IN_PROGRESS, bob, None)


def test_writing_after_fourteen_days_is_refused_though_nobody_closed_it_yet(alice, bob):
    request = ProgressRequestFactory(
        requester=alice, held_by=bob, state=states.RESOLVED, resolved_at=timezone.now() - timedelta(days=14, seconds=1)
    )
    with pytest.raises(WrongState):
        write(actions.answer_request, request, alice)


def test_closing_takes_what_is_old_enough_and_nothing_else(alice, bob):
    old, young = (
        ProgressRequestFactory(
            requester=alice, held_by=bob, state=states.RESOLVED, resolved_at=timezone.now() - timedelta(days=days)
        )
        for days in (15, 13)
    )
    assert actions.close_request(request_id=old.pk)
    assert not actions.close_request(request_id=old.pk)
    assert not actions.close_request(request_id=young.pk)
    old.refresh_from_db()
    assert (old.state, old.messages.get().event) == (states.CLOSED, "close")


def test_database_refuses_what_can_never_be(alice, bob):
    request = CrisisFactory(requester=alice)
    rows = CoachingRequest.objects.filter(pk=request.pk)
    for values in (
        {"state": states.CLAIMED},
        {"assignee": bob},
        {"state": states.CLAIMED, "assignee": alice},
        {"state": states.RESOLVED, "assignee": bob},
        {"state": states.CLOSED},
        {"level": 5},
        {"level": None},
        {"situation": ""},
        {"priority": 0},
        {"queue_lane": 2},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


def test_database_refuses_an_empty_message_and_a_link_that_is_none(alice):
    request = CrisisFactory(requester=alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(request=request, author=alice, body="")
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestLink.objects.create(request=request, url="javascript:alert(1)")
