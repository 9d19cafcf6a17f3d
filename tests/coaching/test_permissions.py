"""Who sees and helps: the predicate in Python and the one in SQL say the same, for everybody and every request."""

from __future__ import annotations

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser

from coaching.models import CoachingRequest, Message
from coaching.permissions import is_helper, owners_in
from people.roles import ROLES
from tests.factories.coaching import CrisisFactory, MessageFactory, ProgressRequestFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def readers(alice, charlie):
    """One person per role, one with two, the requester with a role, and the line manager with every role."""
    people = {name: UserFactory(roles=[name]) for name in ROLES}
    people["coach_and_lead"] = UserFactory(roles=["coach", "lead_coach"])
    people["inactive"] = UserFactory(roles=["lead_coach"], is_active=False)
    people["manager"] = UserFactory(roles=list(ROLES), is_superuser=True)
    people["superuser"] = UserFactory(is_superuser=True)
    people["stranger"] = charlie
    alice.line_manager = people["manager"]
    alice.save()
    return people


def test_python_and_sql_agree(alice, readers):
    coach = readers["coach"]
    requests = [
        factory(requester=requester, held_by=held, restricted=restricted)
        for factory, requester, held, restricted in itertools.product(
            (CrisisFactory, ProgressRequestFactory), (alice, readers["hr"]), (None, coach), (False, True)
        )
    ]
    requests.append(CrisisFactory(requester=coach))
    for reader in [*readers.values(), alice]:
        in_sql = set(CoachingRequest.objects.for_team(reader).values_list("pk", flat=True))
        assert in_sql == {r.pk for r in requests if is_helper(reader, r)}
        seen = set(CoachingRequest.objects.visible_to(reader).values_list("pk", flat=True))
        assert seen == {r.pk for r in requests if owners_in(reader, r)}


@pytest.mark.parametrize(
    ("role", "normal", "restricted"),
    [
        ("coach", True, False),
        ("lead_coach", True, True),
        ("programme_manager", False, False),
        ("legal", False, False),
        ("hr", False, False),
        ("editor", False, False),
        ("administrator", False, False),
        ("superuser", False, False),
        ("manager", False, False),
        ("inactive", False, False),
        ("stranger", False, False),
    ],
)
def test_who_sees_what(alice, readers, role, normal, restricted):
    open_one, closed_one = CrisisFactory(requester=alice), CrisisFactory(requester=alice, restricted=True)
    seen = CoachingRequest.objects.visible_to(readers[role])
    assert (open_one in seen, closed_one in seen) == (normal, restricted)


def test_nobody_signed_in_sees_nothing(alice):
    MessageFactory(request=CrisisFactory(requester=alice), author=alice)
    assert not Message.objects.visible_to(AnonymousUser()).exists()
    assert not CoachingRequest.objects.visible_to(AnonymousUser()).exists()
    assert not CoachingRequest.objects.for_team(AnonymousUser()).exists()


def test_who_is_in_charge_and_loses_the_role_sees_nothing_more(alice, bob):
    request = CrisisFactory(requester=alice, held_by=bob, restricted=True)
    assert request in CoachingRequest.objects.visible_to(bob)
    bob.groups.clear()
    del bob.role_names
    assert request not in CoachingRequest.objects.visible_to(bob)


def test_who_becomes_the_line_manager_sees_nothing_from_then_on(alice, bob):
    request = CrisisFactory(requester=alice, held_by=bob)
    alice.line_manager = bob
    alice.save()
    assert request not in CoachingRequest.objects.visible_to(bob)


def test_the_requester_never_sees_a_note_even_as_lead_coach(bob):
    lead = UserFactory(roles=["coach", "lead_coach"])
    request = CrisisFactory(requester=lead, held_by=bob)
    note = MessageFactory(request=request, author=bob, visibility="note")
    public = MessageFactory(request=request, author=bob)
    assert list(Message.objects.visible_to(lead)) == [public]
    assert set(Message.objects.visible_to(bob)) == {note, public}


def test_a_line_manager_sees_no_message(alice, bob):
    alice.line_manager = UserFactory(roles=["coach", "lead_coach"])
    alice.save()
    MessageFactory(request=CrisisFactory(requester=alice), author=alice)
    assert not Message.objects.visible_to(alice.line_manager).exists()
