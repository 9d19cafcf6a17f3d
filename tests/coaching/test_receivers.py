"""A person leaves: progress ends, an open crisis stays."""

from __future__ import annotations

import pytest

from coaching import actions, states
from coaching.models import CoachingRequest
from core.models import Notification
from people import actions as people_actions

from .test_actions import ask, write

pytestmark = pytest.mark.django_db


def test_an_open_crisis_stays_reachable_for_who_left(alice, bob, client):
    crisis = actions.claim_request(request=ask(alice), by=bob)
    people_actions.leave_programme(user=alice, by=alice)
    crisis.refresh_from_db()
    assert crisis.state == states.CLAIMED
    client.force_login(alice)
    assert client.get(f"/fr/coaching/requests/{crisis.pk}/").status_code == 200
    write(actions.answer_request, crisis, alice)
    write(actions.reply_to_request, crisis, bob)


def test_progress_requests_end_with_a_line_that_says_why(alice, bob):
    waiting, held = ask(alice, "other"), actions.claim_request(request=ask(alice, "other"), by=bob)
    resolved = actions.claim_request(request=ask(alice, "other"), by=bob)
    write(actions.resolve_request, resolved, bob)
    people_actions.leave_programme(user=alice, by=alice)
    for request in (waiting, held):
        request.refresh_from_db()
        assert (request.state, request.messages.last().event) == (states.CANCELLED, "end")
    resolved.refresh_from_db()
    assert resolved.state == states.RESOLVED
    assert Notification.objects.filter(recipient=bob, notice="coaching.request_activity").count() == 1


def test_the_requests_of_others_are_untouched(alice, bob, charlie):
    people_actions.join_programme(user=charlie, by=charlie)
    ask(charlie, "other")
    people_actions.leave_programme(user=alice, by=alice)
    assert CoachingRequest.objects.get().state == states.NEW
