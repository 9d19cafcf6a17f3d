"""The queue and what is done from it, and what each page costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from coaching import actions, states
from coaching.models import CoachingRequest
from people.models import CompanySettings
from tests.factories.coaching import CrisisFactory, MessageFactory, ProgressRequestFactory
from tests.factories.people import UserFactory

from .pages import address, enter
from .test_actions import ask

pytestmark = pytest.mark.django_db


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
