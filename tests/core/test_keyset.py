"""Pages by the last row seen: every row once, whatever the direction, whatever is in the address."""

from __future__ import annotations

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


@pytest.mark.parametrize("cursor", ["", "nonsense", "W10", "WzEsMl0", "e30", "bnVsbA", "%00", "W1tdLFtdLFtdXQ", "W251bGwsMSwxXQ"])
def test_a_cursor_that_is_not_ours_gives_the_first_page(people, cursor):
    assert page(f"after={cursor}").rows == people[:2]


def test_an_empty_list_has_no_neighbours():
    here = page()
    assert (here.rows, here.previous_url, here.next_url) == ([], "", "")
