"""Withdrawing: at once, once, and never by somebody else."""

from __future__ import annotations

import pytest

from charter import actions, queries, states
from charter.actions.withdrawal import transition
from charter.models import Agreement, CharterEvent
from core.errors import NotAllowed, WrongState
from core.models import Notification
from people import actions as people_actions
from people import states as membership_states
from people.models import Membership
from tests.factories.charter import sign, sign_and_seal
from tests.factories.people import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("roles", ["hr", "legal"])
def test_nobody_withdraws_for_somebody_else(version, alice, bob, roles):
    sign(alice)
    with pytest.raises(NotAllowed):
        actions.withdraw(user=alice, by=bob)


def test_there_must_be_a_charter(version, alice):
    with pytest.raises(WrongState):
        actions.withdraw(user=alice, by=alice)
    assert alice.memberships.get().state == membership_states.VOLUNTEER


def test_withdrawing_twice_is_refused_the_second_time(version, alice):
    sign(alice)
    actions.withdraw(user=alice, by=alice)
    with pytest.raises(WrongState):
        actions.withdraw(user=alice, by=alice)
    assert CharterEvent.objects.filter(type="agreement.withdrawn").count() == 1


def test_withdrawing_ends_charter_and_membership_together(version, alice):
    agreement = sign_and_seal(alice)
    assert actions.withdraw(user=alice, by=alice).state == states.WITHDRAWN
    agreement.refresh_from_db()
    assert agreement.ended_at is not None
    assert alice.memberships.get().state == membership_states.LEFT
    assert Notification.objects.filter(notice="charter.withdrawn", recipient=alice).count() == 1


def test_a_membership_that_ended_otherwise_does_not_keep_anybody_bound(version, alice):
    sign(alice)
    Membership.objects.filter(user=alice).delete()
    assert actions.withdraw(user=alice, by=alice).state == states.WITHDRAWN


def test_leaving_the_programme_closes_what_is_not_yet_in_force(version, alice):
    agreement = sign(alice)
    people_actions.leave_programme(user=alice, by=alice)
    agreement.refresh_from_db()
    assert agreement.state == states.WITHDRAWN


def test_an_end_that_is_not_the_persons_act_is_not_a_withdrawal(version, alice, bob):
    agreement = sign(alice)
    actions.close_after_membership(membership=alice.memberships.get(), by=bob)
    agreement.refresh_from_db()
    assert agreement.state == states.ENDED


def test_nothing_to_close_closes_nothing(alice):
    assert actions.close_after_membership(membership=alice.memberships.get(), by=alice) is None


def test_a_stale_row_is_not_moved(version, alice):
    agreement = sign(alice)
    stale = Agreement.objects.get(pk=agreement.pk)
    actions.withdraw(user=alice, by=alice)
    with pytest.raises(WrongState):
        transition(stale, "end")


def test_who_withdrew_may_come_back(version, alice):
    first = sign_and_seal(alice)
    actions.withdraw(user=alice, by=alice)
    MembershipFactory(user=alice)
    second = sign_and_seal(alice)
    assert second.state == states.ACTIVE
    assert queries.open_agreement(alice) == second
    assert list(queries.closed_agreements(alice)) == [first]
    assert queries.states_for([alice.pk]) == {alice.pk: states.ACTIVE}
