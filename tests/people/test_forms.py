"""What a form refuses, with a sentence beside the field."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from people.actions import create_person, save_person, save_profile
from people.forms import AbsenceForm, JoinForm, NewPersonForm, PauseForm, PersonForm
from people.models import CompanySettings, Entity
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def entry(**changes):
    return {"country": "FR", "language": "fr", "time_zone": "Europe/Paris", **changes}


@pytest.mark.parametrize("field", ["first_name", "last_name", "email"])
def test_a_new_entry_holds_no_character_that_nobody_sees(field):
    values = {"email": "nora@example.com", "first_name": "Nora", "last_name": "Novembre", "language": "fr"}
    assert NewPersonForm(values).is_valid()
    hidden = {**values, field: values[field].replace("o", "o\u200b", 1)}
    assert list(NewPersonForm(hidden).errors) == [field]


@pytest.mark.parametrize("model", [Entity, CompanySettings])
def test_what_the_charter_prints_holds_no_character_that_nobody_sees(model):
    field = "name" if model is Entity else "alert_contact"
    with pytest.raises(ValidationError, match=r"U\+202E"):
        model(**{field: "Li\u202elle"}).full_clean()
    model(**{field: "Lille"}).full_clean()


def test_the_directory_refuses_what_nobody_sees_and_an_old_entry_can_still_be_changed():
    hr = UserFactory(roles=["hr"])
    with pytest.raises(ValidationError):
        create_person(by=hr, fields={"email": "x@example.com", "first_name": "No\u202era", "last_name": "N"})
    old = UserFactory(first_name="No\u202era")
    save_profile(user=old, by=old, changes={"language": "en"})
    with pytest.raises(ValidationError):
        save_person(person=old, by=hr, changes={"last_name": "N\u200b"})


def test_joining_asks_for_the_box():
    form = JoinForm({})
    assert not form.is_valid()
    assert form.errors["freely"]
    assert JoinForm({"freely": "on"}).is_valid()


@pytest.mark.parametrize("days", [-1, 0])
def test_a_pause_ends_in_the_future(days):
    until = timezone.localdate() + timedelta(days=days)
    assert PauseForm({"until": until}, user=UserFactory()).errors["until"]


@pytest.mark.parametrize("until", [date(9999, 12, 31), timezone.localdate() + timedelta(days=732)])
def test_a_pause_with_an_end_lasts_at_most_two_years(until):
    assert PauseForm({"until": until}, user=UserFactory()).errors["until"]


@pytest.mark.parametrize("name", ["first_name", "last_name"])
def test_a_name_of_200_characters_is_refused(name):
    data = {"email": "x@example.com", "first_name": "X", "last_name": "Y", "language": "fr", name: "n" * 200}
    assert NewPersonForm(data).errors[name]


def test_a_pause_refuses_what_is_no_date():
    assert PauseForm({"until": "soon"}, user=UserFactory()).errors["until"]


def test_a_pause_may_have_no_end():
    form = PauseForm({}, user=UserFactory())
    assert form.is_valid()
    assert form.cleaned_data["until"] is None


@pytest.mark.parametrize("address", ["nobody@example.com", "not an address"])
def test_an_entry_refuses_an_unknown_line_manager(address):
    assert PersonForm(entry(line_manager=address), instance=UserFactory()).errors["line_manager"]


def test_an_entry_refuses_oneself_as_line_manager():
    person = UserFactory()
    assert PersonForm(entry(line_manager=person.email), instance=person).errors["line_manager"]


def test_an_entry_refuses_a_circle_of_line_managers():
    top = UserFactory()
    middle = UserFactory(line_manager=top)
    below = UserFactory(line_manager=middle)
    form = PersonForm(entry(line_manager=below.email.upper()), instance=top)
    assert below.display_name in form.errors["line_manager"][0]


def test_an_entry_accepts_a_line_manager_and_none():
    person, manager = UserFactory(), UserFactory()
    form = PersonForm(entry(line_manager=manager.email.upper()), instance=person)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["line_manager"] == manager
    person.line_manager = manager
    form = PersonForm(entry(line_manager=""), instance=person)
    assert form.is_valid()
    assert form.cleaned_data["line_manager"] is None


def test_validating_an_entry_leaves_the_person_as_stored():
    person = UserFactory(country="FR")
    assert PersonForm(entry(country="BE"), instance=person).is_valid()
    assert person.country == "FR"


@pytest.mark.parametrize("ends_on", ["2027-01-01", "2031-01-01"])
def test_days_away_refuse_a_reversed_or_endless_span(ends_on):
    assert AbsenceForm({"starts_on": "2027-02-01", "ends_on": ends_on}).errors["ends_on"]


def test_days_away_may_be_a_single_day():
    assert AbsenceForm({"starts_on": "2027-02-01", "ends_on": "2027-02-01"}).is_valid()
