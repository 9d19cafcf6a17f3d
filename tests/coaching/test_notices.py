"""Who is told of what, when, and in which words: never one of what was written."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from coaching import actions
from coaching.models import CoachingRequest
from core.models import Notification, WorkRow
from tests.factories.people import UserFactory

from .test_actions import ask, write

pytestmark = pytest.mark.django_db
MONDAY_10 = "2026-06-01T08:00:00+00:00"
SATURDAY_23 = "2026-06-06T21:00:00+00:00"


def sent():
    return {message.to[0] for message in mail.outbox}


@pytest.fixture
def manager(alice):
    alice.line_manager = UserFactory(roles=["coach", "lead_coach"])
    alice.save()
    return alice.line_manager


@time_machine.travel(SATURDAY_23)
def test_a_crisis_is_told_at_once_to_coaches_and_lead_coaches_but_never_to_the_line_manager(
    alice, bob, dora, manager, charlie, drain
):
    ask(alice)
    drain()
    assert sent() == {bob.email, dora.email}


@time_machine.travel(SATURDAY_23)
def test_a_restricted_crisis_is_told_to_lead_coaches_only_in_words_that_say_nothing(alice, bob, dora, drain):
    ask(alice, situation="harassment", words="On publie mon adresse")
    drain()
    (message,) = mail.outbox
    assert message.to == [dora.email]
    everything = message.subject + message.body + message.alternatives[0][0]
    for word in ("Alice", "Martin", "harcèlement", "Harcèlement", "adresse", "niveau", "Danger"):
        assert word not in everything


def test_a_progress_request_waits_for_the_coach_s_working_hours(alice, bob, drain):
    with time_machine.travel(SATURDAY_23):
        ask(alice, "other")
        drain()
        assert not mail.outbox
        assert Notification.objects.get().due_at.isoformat() == "2026-06-08T07:00:00+00:00"
    with time_machine.travel("2026-06-08T07:00:30+00:00"):
        drain()
        assert sent() == {bob.email}


def test_who_becomes_the_line_manager_before_the_mail_leaves_gets_none(alice, bob, drain):
    ask(alice)
    alice.line_manager = bob
    alice.save()
    drain()
    assert not mail.outbox
    assert Notification.objects.get().work_state == WorkRow.CANCELLED


def test_what_was_claimed_meanwhile_is_announced_to_nobody(alice, bob, dora, drain):
    actions.claim_request(request=ask(alice), by=bob)
    drain()
    assert not mail.outbox


@time_machine.travel(MONDAY_10)
def test_the_requester_is_told_of_a_reply_and_of_the_end_and_never_of_a_note(alice, bob, drain):
    request = actions.claim_request(request=ask(alice), by=bob)
    write(actions.add_note, request, bob, "entre nous")
    drain()
    assert not mail.outbox
    write(actions.reply_to_request, request, bob, "mot-de-bob")
    write(actions.resolve_request, request, bob, "mot-de-fin")
    drain()
    assert [message.to for message in mail.outbox] == [[alice.email]] * 2
    for message in mail.outbox:
        assert request.reference in message.subject
        assert "mot-de" not in message.body + message.alternatives[0][0]
        assert f"/fr/coaching/requests/{request.pk}/" in message.body


@time_machine.travel(MONDAY_10)
def test_who_is_in_charge_is_told_of_the_requester_s_message_and_nobody_else(alice, bob, dora, drain):
    request = actions.claim_request(request=ask(alice), by=bob)
    drain()
    mail.outbox.clear()
    write(actions.answer_request, request, alice)
    drain()
    assert sent() == {bob.email}


@time_machine.travel(MONDAY_10)
def test_when_who_is_in_charge_may_no_longer_see_it_the_team_is_told(alice, bob, dora, drain):
    request = actions.claim_request(request=ask(alice), by=bob)
    alice.line_manager = bob
    alice.save()
    write(actions.answer_request, request, alice)
    drain()
    assert sent() == {dora.email}


@time_machine.travel(MONDAY_10)
def test_a_coach_is_told_that_they_are_in_charge_unless_it_changed_meanwhile(alice, bob, dora, drain):
    request = ask(alice, situation="harassment")
    actions.assign_request(request=request, to=bob, by=dora)
    drain()
    assert bob.email in sent()
    mail.outbox.clear()
    eve = UserFactory(roles=["coach"])
    actions.assign_request(request=request, to=eve, by=dora)
    actions.assign_request(request=request, to=dora, by=dora)
    drain()
    assert not mail.outbox


@time_machine.travel(MONDAY_10)
def test_cancelling_tells_who_is_in_charge(alice, bob, drain):
    request = actions.claim_request(request=ask(alice), by=bob)
    actions.cancel_request(request=request, by=alice)
    drain()
    assert sent() == {bob.email}


@time_machine.travel(MONDAY_10)
def test_each_reads_their_own_language_and_zone(alice, drain):
    UserFactory(roles=["coach"], language="en", time_zone="America/New_York")
    ask(alice)
    drain()
    (message,) = mail.outbox
    assert message.subject.startswith("Crisis: somebody asks for help")
    assert "1 June 2026, 05:00 EDT" in message.body
    assert "/en/coaching/requests/" in message.body


def test_the_same_event_is_told_once(alice, bob):
    token = uuid.uuid4()
    ask(alice, token=token)
    ask(alice, token=token)
    assert Notification.objects.filter(recipient=bob).count() == 1


def test_a_resolution_undone_is_not_told(alice, bob, drain):
    request = actions.claim_request(request=ask(alice), by=bob)
    write(actions.resolve_request, request, bob)
    actions.reopen_request(request=request, by=bob)
    drain()
    assert "coaching.request_resolved" not in Notification.objects.filter(work_state="done").values_list(
        "notice", flat=True
    )


def test_the_clock_closes_what_was_resolved_fourteen_days_ago(alice, bob, drain):
    request = actions.claim_request(request=ask(alice), by=bob)
    write(actions.resolve_request, request, bob)
    drain()
    assert CoachingRequest.objects.get().state == "resolved"
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        drain()
    assert CoachingRequest.objects.get().state == "closed"
