"""Joining, pausing, resuming, leaving: refusals first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import WrongState
from core.models import AuditEvent, Notification
from people import actions, states
from people.models import Membership
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_join_refuses_somebody_else():
    person, other = UserFactory(), UserFactory()
    with pytest.raises(WrongState):
        actions.join_programme(user=person, by=other)
    assert not Membership.objects.exists()


def test_join_twice_has_one_effect():
    person = UserFactory()
    first = actions.join_programme(user=person, by=person)
    assert actions.join_programme(user=person, by=person) == first
    assert Membership.objects.count() == Notification.objects.count() == 1
    assert AuditEvent.objects.filter(action="people.membership.join").count() == 1


def test_database_refuses_a_second_open_membership():
    person = UserFactory()
    MembershipFactory(user=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(user=person)


def test_pause_refuses_a_past_end():
    person = MembershipFactory().user
    with pytest.raises(WrongState):
        actions.pause_membership(user=person, by=person, until=timezone.localdate() - timedelta(days=1))


def test_pause_refuses_an_end_that_is_too_far():
    person = MembershipFactory().user
    with pytest.raises(WrongState):
        actions.pause_membership(user=person, by=person, until=date(9999, 12, 31))
    actions.pause_membership(user=person, by=person, until=timezone.localdate() + timedelta(days=729))


def test_pause_refuses_without_membership():
    person = UserFactory()
    with pytest.raises(WrongState):
        actions.pause_membership(user=person, by=person)


def test_resume_goes_back_to_where_the_pause_began():
    person = MembershipFactory(state=states.AMBASSADOR).user
    actions.pause_membership(user=person, by=person)
    actions.pause_membership(user=person, by=person)
    assert actions.resume_membership(user=person, by=person).state == states.AMBASSADOR


def test_a_charter_signed_during_a_pause_is_in_force_when_the_pause_ends():
    person = MembershipFactory().user
    actions.pause_membership(user=person, by=person)
    assert actions.activate_membership(user=person, by=None).state == states.PAUSED
    assert actions.resume_membership(user=person, by=person).state == states.AMBASSADOR


@pytest.mark.parametrize("state", [states.VOLUNTEER, states.AMBASSADOR, states.REDUCED])
def test_leave_is_at_once_and_once(state):
    person = MembershipFactory(state=state).user
    assert actions.leave_programme(user=person, by=person).state == states.LEFT
    with pytest.raises(WrongState):
        actions.leave_programme(user=person, by=person)


def test_who_left_may_join_again():
    person = MembershipFactory().user
    actions.leave_programme(user=person, by=person)
    assert actions.join_programme(user=person, by=person).state == states.VOLUNTEER


def test_every_event_has_an_owner_and_every_state_a_way_out():
    assert {event for _source, event in states.TRANSITIONS} == set(states.OWNERS)
    assert {source for source, _event in states.TRANSITIONS} == set(states.STATES) - {states.LEFT}


def test_a_line_manager_sees_no_membership_of_a_report_even_as_programme_manager():
    manager = UserFactory(roles=["programme_manager"])
    hidden = MembershipFactory(user=UserFactory(line_manager=manager))
    shown = MembershipFactory()
    assert list(Membership.objects.visible_to(manager)) == [shown]
    assert hidden not in Membership.objects.visible_to(manager)
