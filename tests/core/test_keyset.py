"""Pages by the last row seen: every row once, whatever the direction, whatever is in the address."""

from __future__ import annotations

import base64
import json

import pytest
from django.http import QueryDict

from core.keyset import keyset_page
from people.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
ORDER = ["last_name", "first_name", "pk"]


def page(query: str = "", size: int = 2):
    return keyset_page(User.objects.all(), order=ORDER, params=QueryDict(query.lstrip("?")), size=size)


@pytest.fixture
def people():
    names = [("Ada", "B"), ("Bea", "B"), ("Ada", "B"), ("Zoé", "A"), ("Éva", "C")]
    made = [UserFactory(first_name=first, last_name=last) for first, last in names]
    return list(User.objects.filter(pk__in=[p.pk for p in made]).order_by(*ORDER))


def test_walking_forwards_and_back_shows_every_row_once(people):
    seen, here = [], page("q=x")
    while True:
        seen += here.rows
        if not here.next_url:
            break
        assert "q=x" in here.next_url
        here = page(here.next_url)
    assert seen == people
    back = [here.rows]
    while here.previous_url:
        here = page(here.previous_url)
        back.insert(0, here.rows)
    assert [row for rows in back for row in rows] == people


def test_a_single_page_has_no_neighbours(people):
    here = page(size=5)
    assert (here.rows, here.previous_url, here.next_url) == (people, "", "")


@pytest.mark.parametrize(
    "cursor", ["", "nonsense", "W10", "WzEsMl0", "e30", "bnVsbA", "%00", "W1tdLFtdLFtdXQ", "W251bGwsMSwxXQ"]
)
def test_a_cursor_that_is_not_ours_gives_the_first_page(people, cursor):
    assert page(f"after={cursor}").rows == people[:2]


@pytest.mark.parametrize(
    "values",
    [["a", "b", "not a number"], ["a", "b"], [1, 2, None], ["a\0", "b", 1], ["a", "b", True], ["a", "b", 10**40]],
)
def test_a_cursor_whose_values_are_not_of_the_fields_kind_never_breaks_the_page(people, values):
    cursor = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
    assert set(page(f"after={cursor}").rows) <= set(people)


def test_times_are_kept_to_the_microsecond(people):
    order = ["-date_joined", "pk"]
    first = keyset_page(User.objects.all(), order=order, params=QueryDict(""), size=3)
    second = keyset_page(User.objects.all(), order=order, params=QueryDict(first.next_url.lstrip("?")), size=3)
    assert [*first.rows, *second.rows] == list(User.objects.order_by(*order))


def test_an_empty_list_has_no_neighbours():
    here = page()
    assert (here.rows, here.previous_url, here.next_url) == ([], "", "")
