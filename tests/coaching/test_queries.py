"""The queue: its order, its pages, its filters; who may help; what is possible; raw figures."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from coaching import queries, states
from coaching.models.requests import QUEUE_ORDER
from tests.factories.coaching import CrisisFactory, MessageFactory, ProgressRequestFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_the_queue_shows_crises_first_then_priority_then_what_is_due_first(alice, bob):
    now = timezone.now()
    late = ProgressRequestFactory(requester=alice, priority=2, due_at=now - timedelta(days=1))
    soon = ProgressRequestFactory(requester=alice, priority=2, due_at=now + timedelta(hours=1))
    urgent = ProgressRequestFactory(requester=alice, priority=1)
    mild = CrisisFactory(requester=alice, level=1)
    grave = CrisisFactory(requester=alice, level=4)
    rows = queries.queue_rows(bob, "open").order_by(*QUEUE_ORDER)
    assert list(rows) == [grave, mild, urgent, late, soon]


def test_the_queue_leaves_out_what_is_not_the_reader_s(alice, bob):
    alice.line_manager = bob
    alice.save()
    CrisisFactory(requester=alice)
    CrisisFactory(requester=bob)
    CrisisFactory(requester=UserFactory(), restricted=True)
    shown = CrisisFactory(requester=UserFactory())
    for show in queries.FILTERS:
        assert set(queries.queue_rows(bob, show)) <= {shown}
    assert queries.queue_counts(bob) == {"open": 1, "unclaimed": 1, "mine": 0, "resolved": 0}


def test_filters_and_counts_agree(alice, bob, dora):
    CrisisFactory(requester=alice)
    CrisisFactory(requester=alice, held_by=bob)
    ProgressRequestFactory(requester=alice, held_by=dora)
    ProgressRequestFactory(requester=alice, held_by=bob, state=states.RESOLVED)
    ProgressRequestFactory(requester=alice, held_by=bob, state=states.CLOSED)
    ProgressRequestFactory(requester=alice, state=states.CANCELLED)
    counts = queries.queue_counts(bob)
    assert counts == {"open": 3, "unclaimed": 1, "mine": 1, "resolved": 1}
    assert counts == {show: len(queries.queue_rows(bob, show)) for show in queries.FILTERS}
    assert queries.queue_counts(bob, "other") == {"open": 1, "unclaimed": 0, "mine": 0, "resolved": 1}


def test_counting_stops_where_the_page_stops_showing(alice, bob, monkeypatch):
    CrisisFactory.create_batch(3, requester=alice)
    monkeypatch.setattr(queries, "MOST_COUNTED", 1)
    assert queries.queue_counts(bob) == {"open": 2, "unclaimed": 2, "mine": 0, "resolved": 0}


def test_helpers_are_those_who_may_see_it(alice, bob, charlie, dora):
    manager = UserFactory(roles=["coach", "lead_coach"])
    alice.line_manager = manager
    alice.save()
    UserFactory(roles=["coach"], is_active=False)
    UserFactory(roles=["hr", "legal", "programme_manager"])
    assert set(queries.helpers(CrisisFactory(requester=alice))) == {bob, dora}
    assert set(queries.helpers(CrisisFactory(requester=alice, restricted=True))) == {dora}
    assert set(queries.helpers(CrisisFactory(requester=alice, restricted=True, held_by=bob))) == {bob, dora}
    assert set(queries.helpers(CrisisFactory(requester=bob))) == {dora, manager}


def test_own_requests_show_the_open_ones_first(alice, bob):
    old = CrisisFactory(requester=alice)
    done = CrisisFactory(requester=alice, held_by=bob, state=states.RESOLVED)
    new = CrisisFactory(requester=alice)
    CrisisFactory(requester=bob)
    assert queries.own_requests(alice) == [new, old, done]


@pytest.mark.parametrize(
    ("values", "offered"),
    [
        ({}, {"answer", "cancel", "restrict"}),
        ({"restricted": True}, {"answer", "cancel", "unrestrict"}),
        ({"first_response_at": timezone.now()}, {"answer", "restrict"}),
    ],
)
def test_what_a_page_offers_the_requester(alice, values, offered):
    assert queries.possible_events(alice, CrisisFactory(requester=alice, **values)) == offered


def test_what_a_page_offers_the_team(alice, bob, dora, charlie):
    request = CrisisFactory(requester=alice, held_by=bob)
    in_charge = {"release", "reply", "ask", "note", "change_level", "restrict", "resolve"}
    assert queries.possible_events(bob, request) == in_charge
    assert queries.possible_events(dora, request) == {"assign", "release", "note", "change_level", "restrict"}
    assert queries.possible_events(charlie, request) == set()
    assert "change_level" not in queries.possible_events(bob, ProgressRequestFactory(requester=alice, held_by=bob))


def test_a_resolved_request_takes_no_answer_after_its_window(alice, bob):
    old = timezone.now() - timedelta(days=15)
    request = CrisisFactory(requester=alice, held_by=bob, state=states.RESOLVED, resolved_at=old)
    assert "answer" not in queries.possible_events(alice, request)


def test_what_is_new_is_what_others_wrote_since(alice, bob):
    request = CrisisFactory(requester=alice, held_by=bob)
    MessageFactory(request=request, author=bob, request_version=1)
    new = MessageFactory(request=request, author=bob, request_version=2)
    MessageFactory(request=request, author=alice, request_version=3)
    lines = queries.thread(request, alice)
    assert queries.since(lines, 1, alice) == [new]
    assert queries.since(lines, None, alice) == []


def test_figures_count_requests_and_people_without_the_restricted_and_the_excluded(alice, bob, charlie):
    CrisisFactory(requester=alice)
    CrisisFactory(requester=alice)
    CrisisFactory(requester=charlie)
    CrisisFactory(requester=charlie, restricted=True)
    ProgressRequestFactory(requester=bob)
    assert queries.programme_figures() == [
        {"kind": "crisis", "state": "new", "requests": 3, "people": 2},
        {"kind": "other", "state": "new", "requests": 1, "people": 1},
    ]
    assert queries.programme_figures(exclude_users=[alice.pk, bob.pk]) == [
        {"kind": "crisis", "state": "new", "requests": 1, "people": 1}
    ]
