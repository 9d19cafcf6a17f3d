"""Threads at a barrier on a real PostgreSQL: SQLite ignores row locks, so a race proves nothing there."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from charter import actions, queries, states
from charter.actions import AlreadySigned
from charter.models import Agreement, CharterEvent, SealedFile, SealJob
from core.errors import ActionError
from people import states as membership_states
from tests.factories.charter import sign, signing_arguments
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def a_server_with_row_locks():
    if connection.vendor != "postgresql":
        pytest.fail("races are proven on PostgreSQL: set DATABASE_URL")


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts together; what each gave, or the error it raised."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(10)
            return act()
        except Exception as error:  # noqa: BLE001 - the test looks at what came
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_tabs_at_once_sign_once(version, alice):
    tabs = [signing_arguments(alice) for _ in range(6)]
    results = at_once(*[lambda tab=tab: actions.sign(**tab) for tab in tabs])
    assert sum(isinstance(result, Agreement) for result in results) == 1
    assert sum(isinstance(result, AlreadySigned) for result in results) == 5
    assert Agreement.objects.count() == SealJob.objects.count() == 1
    assert queries.first_broken_event() is None


def test_one_form_sent_six_times_at_once_is_one_act(version, alice):
    tab = signing_arguments(alice, client_token=uuid.uuid4())
    results = at_once(*[lambda: actions.sign(**tab) for _ in range(6)])
    assert {result.pk for result in results} == {Agreement.objects.get().pk}


def test_many_people_signing_at_once_make_one_chain(version):
    people = [MembershipFactory(user=UserFactory()).user for _ in range(8)]
    tabs = [signing_arguments(person) for person in people]
    results = at_once(*[lambda tab=tab: actions.sign(**tab) for tab in tabs])
    assert all(isinstance(result, Agreement) for result in results), results
    assert [event.seq for event in CharterEvent.objects.all()] == list(range(1, 9))
    assert queries.first_broken_event() is None


def test_four_workers_at_once_make_one_file(version, alice):
    agreement = sign(alice)
    results = at_once(*[lambda: actions.seal_agreement(agreement_id=agreement.pk) for _ in range(4)])
    assert sorted(results) == [False, False, False, True]
    assert SealedFile.objects.count() == 1


@pytest.mark.parametrize("attempt", range(3))
def test_withdrawing_while_the_file_is_made_ends_withdrawn_with_a_file(version, alice, attempt):
    agreement = sign(alice)
    at_once(
        lambda: actions.seal_agreement(agreement_id=agreement.pk),
        lambda: actions.withdraw(user=alice, by=alice),
    )
    agreement.refresh_from_db()
    assert (agreement.state, agreement.seal_state) == (states.WITHDRAWN, states.SEALED)
    assert alice.memberships.get().state == membership_states.LEFT
    assert queries.first_broken_event() is None


def test_two_withdrawals_at_once_are_one(version, alice):
    sign(alice)
    results = at_once(*[lambda: actions.withdraw(user=alice, by=alice) for _ in range(4)])
    assert sum(isinstance(result, ActionError) for result in results) == 3
    assert CharterEvent.objects.filter(type="agreement.withdrawn").count() == 1


def test_a_sign_and_a_leave_at_once_leave_nobody_bound_without_taking_part(version, alice):
    from people import actions as people_actions

    tab = signing_arguments(alice)
    at_once(lambda: actions.sign(**tab), lambda: people_actions.leave_programme(user=alice, by=alice))
    assert alice.memberships.get().state == membership_states.LEFT
    assert not Agreement.objects.open().exists()
