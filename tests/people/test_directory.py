"""Directory entries, profiles, roles and days away: who may change what."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from core.errors import NotAllowed
from core.models import AuditEvent
from people import actions
from people.models import Absence, User
from people.queries import matching, working_hours
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [None, "coach", "programme_manager", "legal", "editor"])
def test_an_entry_is_refused_to_everybody_but_hr_and_administrators(role):
    charlie, alice = UserFactory(roles=[role] if role else []), UserFactory()
    with pytest.raises(NotAllowed):
        actions.save_person(person=alice, by=charlie, changes={"country": "BE"})
    alice.refresh_from_db()
    assert alice.country == "FR"


def test_a_circle_is_refused_by_the_action_too():
    bob, alice = UserFactory(roles=["hr"]), UserFactory()
    below = UserFactory(line_manager=alice)
    with pytest.raises(ValidationError):
        actions.save_person(person=alice, by=bob, changes={"line_manager": below})
    assert User.objects.get(pk=alice.pk).line_manager is None


def test_an_entry_is_made_by_those_who_keep_the_directory_only():
    with pytest.raises(NotAllowed):
        actions.create_person(by=UserFactory(roles=["legal"]), fields={"email": "x@example.com"})
    bob = UserFactory(roles=["administrator"])
    with pytest.raises(ValidationError):
        actions.create_person(by=bob, fields={"email": bob.email.upper(), "first_name": "B", "last_name": "B"})
    actions.create_person(by=bob, fields={"email": "X@example.com", "first_name": "X", "last_name": "Y"})
    assert User.objects.get(email="x@example.com").display_name == "X Y"
    assert AuditEvent.objects.filter(action="people.user.create").count() == 1


@pytest.mark.parametrize("role", ["hr", "administrator"])
def test_an_entry_is_changed_and_the_change_recorded_without_words(role):
    bob, alice = UserFactory(roles=[role]), UserFactory()
    actions.save_person(person=alice, by=bob, changes={"country": "BE", "line_manager": bob})
    alice.refresh_from_db()
    assert (alice.country, alice.line_manager) == ("BE", bob)
    assert AuditEvent.objects.get(action="people.user.change").data == {"fields": ["country", "line_manager"]}


def test_a_profile_is_changed_by_its_owner_only():
    bob, alice = UserFactory(roles=["hr"]), UserFactory()
    with pytest.raises(NotAllowed):
        actions.save_profile(user=alice, by=bob, changes={"language": "en"})
    with pytest.raises(NotAllowed):
        actions.save_profile(user=alice, by=alice, changes={"line_manager": None})
    actions.save_profile(user=alice, by=alice, changes={"language": "en", "time_zone": "Europe/London"})
    assert User.objects.get(pk=alice.pk).language == "en"


def test_roles_are_given_by_administrators_only():
    bob, alice = UserFactory(roles=["hr"]), UserFactory()
    with pytest.raises(NotAllowed):
        actions.set_roles(person=alice, roles=["administrator"], by=bob)
    assert not alice.groups.exists()


def test_roles_are_exactly_those_asked_for():
    admin, alice = UserFactory(roles=["administrator"]), UserFactory(roles=["coach", "editor"])
    actions.set_roles(person=alice, roles=["editor", "legal"], by=admin)
    assert set(alice.groups.values_list("name", flat=True)) == {"editor", "legal"}
    assert AuditEvent.objects.get(action="people.user.set_roles").data == {"given": ["legal"], "taken": ["coach"]}
    actions.set_roles(person=alice, roles=["editor", "legal"], by=admin)
    assert AuditEvent.objects.filter(action="people.user.set_roles").count() == 1
    with pytest.raises(KeyError):
        actions.set_roles(person=alice, roles=["king"], by=admin)


def admins(*, count: int = 2):
    return [UserFactory(roles=["administrator"]) for _n in range(count)]


def test_nobody_takes_the_role_of_administrator_from_themselves():
    admin, _other = admins()
    with pytest.raises(NotAllowed):
        actions.set_roles(person=admin, roles=["editor"], by=admin)
    assert User.objects.get(pk=admin.pk).role_names == {"administrator"}
    actions.set_roles(person=admin, roles=["administrator", "editor"], by=admin)
    assert User.objects.get(pk=admin.pk).role_names == {"administrator", "editor"}


def test_two_administrators_who_remove_each_other_leave_one():
    """The second asks with what they were a moment ago: what they are now decides."""
    alice, bob = admins()
    assert bob.has_role("administrator")
    actions.set_roles(person=bob, roles=[], by=alice)
    for act in (
        lambda: actions.set_roles(person=alice, roles=[], by=bob),
        lambda: actions.set_active(person=alice, active=False, by=bob),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert User.objects.get(groups__name="administrator") == alice


def test_who_stops_being_an_administrator_is_no_superuser_either():
    alice, bob = admins()
    User.objects.filter(pk=bob.pk).update(is_superuser=True, is_staff=True)
    actions.set_roles(person=bob, roles=["editor"], by=alice)
    bob = User.objects.get(pk=bob.pk)
    assert (bob.is_superuser, bob.is_staff, bob.role_names) == (False, False, {"editor"})


@pytest.mark.parametrize("role", [None, "hr", "editor", "legal"])
def test_an_account_is_closed_by_administrators_only(role):
    charlie, alice = UserFactory(roles=[role] if role else [], is_superuser=True), UserFactory()
    with pytest.raises(NotAllowed):
        actions.set_active(person=alice, active=False, by=charlie)
    assert User.objects.get(pk=alice.pk).is_active


def test_an_account_is_closed_and_opened_again_once_each_never_ones_own():
    admin, alice = UserFactory(roles=["administrator"]), UserFactory()
    with pytest.raises(NotAllowed):
        actions.set_active(person=admin, active=False, by=admin)
    for active in (False, False, True, True):
        actions.set_active(person=alice, active=active, by=admin)
        assert User.objects.get(pk=alice.pk).is_active == active
    told = AuditEvent.objects.filter(target_id=str(alice.pk)).order_by("pk").values_list("action", "actor")
    assert list(told) == [("people.user.close", admin.pk), ("people.user.open", admin.pk)]


def test_the_first_administrator_is_made_from_the_command_line():
    call_command("make_administrator", "First@Example.com", verbosity=0, stdout=StringIO())
    call_command("make_administrator", "first@example.com", verbosity=0, stdout=StringIO())
    first = User.objects.get(email="first@example.com")
    assert (first.is_superuser, first.role_names, first.has_usable_password()) == (False, {"administrator"}, False)
    assert AuditEvent.objects.filter(action="people.user.set_roles", actor=None).count() == 1
    with pytest.raises(CommandError):
        call_command("make_administrator", "nobody", stdout=StringIO())


def test_days_away_are_added_by_oneself_or_the_directory():
    alice, charlie = UserFactory(), UserFactory()
    span = {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 3, 5)}
    with pytest.raises(NotAllowed):
        actions.add_absence(person=alice, by=charlie, **span)
    absence = actions.add_absence(person=alice, by=alice, **span)
    assert "2027-03-03" in working_hours(alice).days_off
    with pytest.raises(NotAllowed):
        actions.remove_absence(absence=absence, by=charlie)
    actions.remove_absence(absence=absence, by=UserFactory(roles=["hr"]))
    actions.remove_absence(absence=absence, by=alice)
    assert not Absence.objects.exists()
    assert AuditEvent.objects.filter(action="people.absence.remove").count() == 1


def test_the_database_refuses_days_away_that_end_before_they_begin():
    alice = UserFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.add_absence(person=alice, by=alice, starts_on=date(2027, 3, 5), ends_on=date(2027, 3, 1))


@pytest.mark.parametrize("text", ["élise", "ÉLISE", "font", "elise.f", "Élise Fontaine", "fontaine élise"])
def test_a_person_is_found_by_any_word_of_name_or_address(text):
    UserFactory(first_name="Zoé", last_name="Autre")
    elise = UserFactory(first_name="Élise", last_name="Fontaine", email="elise.fontaine@example.com")
    assert list(User.objects.filter(matching(text))) == [elise]


def test_an_empty_search_finds_everybody():
    UserFactory.create_batch(2)
    assert User.objects.filter(matching("  ")).count() == 2
