"""Two coaches at once: one wins. Proven on PostgreSQL, with a harness that is shown able to find the double."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from coaching import actions, states
from coaching.models import CoachingRequest
from core.errors import ActionError
from core.models import AuditEvent
from tests.factories.coaching import CrisisFactory, ProgressRequestFactory
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
COACHES, REQUESTS = 16, 200


def race(claim: Callable[..., object]) -> Counter[int]:
    """Sixteen coaches claim the same two hundred requests in the same order. Out: how many were told "yours", by request."""
    assert connection.vendor == "postgresql", "a race is no race where the database lets one in at a time"
    requester = UserFactory()
    coaches = [UserFactory(roles=["coach"]) for _n in range(COACHES)]
    requests = [(CrisisFactory if n % 2 else ProgressRequestFactory)(requester=requester) for n in range(REQUESTS)]
    barrier = threading.Barrier(COACHES)

    def work(coach):
        won = []
        try:
            for request in requests:
                barrier.wait(timeout=60)
                try:
                    claim(request=request, by=coach)
                    won.append(request.pk)
                except ActionError:
                    pass
        finally:
            connection.close()
        return won

    with ThreadPoolExecutor(COACHES) as pool:
        return Counter(pk for won in pool.map(work, coaches) for pk in won)


def test_each_of_200_requests_has_one_owner():
    winners = race(actions.claim_request)
    assert len(winners) == REQUESTS
    assert set(winners.values()) == {1}
    assert CoachingRequest.objects.filter(state=states.CLAIMED, assignee__isnull=False, version=1).count() == REQUESTS
    assert AuditEvent.objects.filter(action="coaching.request.claim").count() == REQUESTS


@transaction.atomic
def read_then_save(*, request, by):
    """How not to do it: look, then write the row back."""
    row = CoachingRequest.objects.get(pk=request.pk)
    if row.assignee_id:
        raise ActionError("taken")
    row.assignee, row.state = by, states.CLAIMED
    row.save()


def test_the_same_harness_finds_the_double_owners_of_a_read_then_save_claim():
    assert max(race(read_then_save).values()) > 1


def test_sixteen_clicks_on_one_form_make_one_request():
    alice, token = UserFactory(), uuid.uuid4()
    UserFactory(roles=["coach"])
    barrier = threading.Barrier(COACHES)

    def click(_n):
        try:
            barrier.wait(timeout=60)
            answers = {"situation": "backlash"}
            return actions.open_request(by=alice, kind="crisis", answers=answers, token=token, language="fr").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(COACHES) as pool:
        assert len(set(pool.map(click, range(COACHES)))) == 1
    assert CoachingRequest.objects.count() == 1


def test_a_reply_and_an_answer_at_the_same_moment_are_both_kept():
    alice, bob = UserFactory(), UserFactory(roles=["coach"])
    request = actions.claim_request(request=CrisisFactory(requester=alice), by=bob)
    barrier = threading.Barrier(2)

    def write(act):
        action, by = act
        try:
            for _n in range(20):
                barrier.wait(timeout=60)
                action(request=request, by=by, body="x", token=uuid.uuid4())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, [(actions.reply_to_request, bob), (actions.answer_request, alice)]))
    assert request.messages.filter(body="x").count() == 40
    assert CoachingRequest.objects.get().version == 41
