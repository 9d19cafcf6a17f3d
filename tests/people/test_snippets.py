"""Entities, cohorts and calendars in Wagtail: for administrators, and written as people write hours."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from home.actions import grant_rights
from people.models import Entity, WorkCalendar
from people.wagtail_hooks import WorkCalendarViewSet
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
WEEK = {"weekday_0": "09:00-12:30, 13h30 – 18h00", "weekday_4": "9:00-12:00", "days_off": "2027-05-01\n2027-01-01"}


def form(**data):
    form_class = WorkCalendarViewSet().get_edit_handler().get_form_class()
    return form_class({"name": "Ateliers", **WEEK, **data})


@pytest.mark.parametrize(
    "text", ["nine to five", "09:00", "12:00-09:00", "09:00-09:00", "25:00-26:00", "09:00-12:00,x"]
)
def test_hours_that_are_none_are_refused_beside_their_day(text):
    assert set(form(weekday_2=text).errors) == {"weekday_2"}


def test_a_week_without_hours_is_refused():
    assert form(weekday_0="", weekday_4="").errors["weekday_0"]


def test_a_day_off_is_a_date():
    assert set(form(days_off="1st of May").errors) == {"days_off"}


def test_a_calendar_is_stored_as_the_clocks_read_it():
    filled = form()
    assert filled.is_valid(), filled.errors
    calendar = filled.save()
    calendar.refresh_from_db()
    assert calendar.spans["0"] == [["09:00", "12:30"], ["13:30", "18:00"]]
    assert calendar.spans["4"] == [["09:00", "12:00"]]
    assert calendar.holidays == ["2027-01-01", "2027-05-01"]


@pytest.mark.parametrize(
    ("spans", "holidays"),
    [({}, []), ({"0": [["12:00", "09:00"]]}, []), ([], []), ({"0": [["09:00", "12:00"]]}, ["May"])],
)
def test_the_model_refuses_what_no_clock_could_read(spans, holidays):
    with pytest.raises(ValidationError):
        WorkCalendar(name="Impossible", spans=spans, holidays=holidays).full_clean()


@pytest.mark.catalogue
@pytest.mark.parametrize(("role", "allowed"), [("editor", False), ("administrator", True)])
def test_the_directory_menu_is_for_administrators(client, role, allowed):
    grant_rights()
    client.force_login(UserFactory(roles=[role]))
    for model in ("entity", "cohort", "workcalendar"):
        response = client.get(reverse(f"wagtailsnippets_people_{model}:list"))
        assert (response.status_code == 200) == allowed


@pytest.mark.catalogue
def test_an_administrator_edits_a_calendar_in_wagtail(client):
    grant_rights()
    client.force_login(UserFactory(roles=["administrator"]))
    calendar = WorkCalendar.objects.create(name="Ancien", spans={"0": [["08:00", "16:00"]]}, holidays=["2027-01-01"])
    url = reverse("wagtailsnippets_people_workcalendar:edit", args=[calendar.pk])
    html = client.get(url).content.decode()
    assert "08:00-16:00" in html
    assert "2027-01-01" in html
    assert client.post(url, {"name": "Ancien", **WEEK}).status_code == 302
    calendar.refresh_from_db()
    assert calendar.spans["4"] == [["09:00", "12:00"]]
    assert client.post(reverse("wagtailsnippets_people_entity:add"), {"name": "Lille"}).status_code == 302
    assert Entity.objects.filter(name="Lille").exists()
