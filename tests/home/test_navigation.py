"""The menu: what each role finds there, and which one entry is said to be the current page."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation

from people.roles import ADMINISTRATOR, COACH, EDITOR, HR, LEGAL, PROGRAMME_MANAGER
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
MENU = re.compile(r'<a class="site-nav__link" href="([^"]+)"( aria-current="page")?>')


def menu(client, url):
    """(addresses of the menu, those marked as current)."""
    links = MENU.findall(client.get(url).content.decode())
    return [href for href, _mark in links], [href for href, mark in links if mark]


def address(name, **values):
    with translation.override("en"):
        return reverse(name, **values)


@pytest.mark.parametrize(
    ("opened", "marked"),
    [
        ("coaching:request_list", "coaching:request_list"),
        ("coaching:queue", "coaching:queue"),
        ("charter:charter_detail", "charter:charter_detail"),
        ("charter:verify", "charter:charter_detail"),
        ("charter:register", "charter:register"),
        ("home:journey", "home:journey"),
        ("home:membership_leave", "home:journey"),
        ("home:programme_figures", "home:programme"),
        ("people:person_create", "people:person_list"),
        ("home:suggestion_inbox", "home:suggestion_inbox"),
        ("home:delivery", "home:delivery"),
    ],
)
def test_only_the_closest_entry_is_marked_as_current(client, opened, marked):
    client.force_login(UserFactory(language="en", roles=[COACH, PROGRAMME_MANAGER, LEGAL, HR, EDITOR, ADMINISTRATOR]))
    assert menu(client, address(opened))[1] == [address(marked)]


def test_without_the_longer_entry_the_shorter_one_is_marked(client):
    """What a coach finds under *Queue* stands, for everybody else, under *Ask a coach*."""
    client.force_login(UserFactory(language="en"))
    links, marked = menu(client, address("coaching:request_create", args=["crisis"]))
    assert address("coaching:queue") not in links
    assert marked == [address("coaching:request_list")]


def test_a_page_that_is_not_in_the_menu_marks_nothing(client):
    client.force_login(UserFactory(language="en"))
    assert menu(client, address("home:privacy"))[1] == []
