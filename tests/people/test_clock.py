"""Pauses end by themselves, at the start of the day where the person is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from core.models import AuditEvent
from people import actions, states
from people.clock import resume_ended_pauses
from people.models import Membership
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
UNTIL = date(2027, 6, 15)


@pytest.fixture
def paused():
    def make(zone: str) -> Membership:
        person = MembershipFactory(state=states.AMBASSADOR, user=UserFactory(time_zone=zone)).user
        with time_machine.travel(datetime(2027, 6, 1, 12, tzinfo=UTC), tick=False):
            return actions.pause_membership(user=person, by=person, until=UNTIL)

    return make


@pytest.mark.parametrize(
    ("zone", "hour_before", "hour_after"),
    [
        ("Europe/Paris", datetime(2027, 6, 14, 21, 59, tzinfo=UTC), datetime(2027, 6, 14, 22, 0, tzinfo=UTC)),
        ("Asia/Tokyo", datetime(2027, 6, 14, 14, 59, tzinfo=UTC), datetime(2027, 6, 14, 15, 0, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2027, 6, 15, 6, 59, tzinfo=UTC), datetime(2027, 6, 15, 7, 0, tzinfo=UTC)),
    ],
)
def test_a_pause_ends_when_the_day_begins_where_the_person_is(paused, zone, hour_before, hour_after):
    membership = paused(zone)
    with time_machine.travel(hour_before, tick=False):
        assert resume_ended_pauses() == 0
    with time_machine.travel(hour_after, tick=False):
        assert resume_ended_pauses() == 1
        assert resume_ended_pauses() == 0
    membership.refresh_from_db()
    assert (membership.state, membership.paused_until) == (states.AMBASSADOR, None)
    assert AuditEvent.objects.get(action="people.membership.resume").actor is None


def test_a_pause_without_an_end_goes_on():
    person = MembershipFactory().user
    actions.pause_membership(user=person, by=person)
    with time_machine.travel(datetime(2040, 1, 1, tzinfo=UTC), tick=False):
        assert resume_ended_pauses() == 0


def test_the_sweep_ends_pauses(paused, drain):
    membership = paused("Europe/Paris")
    with time_machine.travel(datetime(2027, 6, 15, 8, tzinfo=UTC), tick=False):
        drain()
    membership.refresh_from_db()
    assert membership.state == states.AMBASSADOR
