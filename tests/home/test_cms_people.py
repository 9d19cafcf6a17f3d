"""Nobody is managed in Wagtail: no address of its administration changes a person, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.users.views.groups import GroupViewSet
from wagtail.users.views.users import UserViewSet

from home.actions.editors import grant_rights
from people.models import User
from people.roles import ADMINISTRATOR, EDITOR, ROLES
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
BULK = ("assign_role", "delete", "set_active_state")
OWN = ("cms/login/", "cms/logout/", "cms/account/")


def addresses(patterns: list[Any], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def filled(route: str, pk: int) -> str:
    """An address with the person's id wherever something is asked for."""
    parts = []
    for part in route.split("/"):
        parts.append(str(pk) if part.startswith(("<", "(")) or "\\" in part else part)
    return "/" + "/".join(parts)


def taking_over(pk: int) -> dict[str, Any]:
    groups = list(Group.objects.values_list("pk", flat=True))
    return {
        "email": "thief@example.com",
        "first_name": "T",
        "last_name": "T",
        "password1": "stolen-password-1",
        "password2": "stolen-password-1",
        "is_superuser": "on",
        "is_active": "",
        "groups": groups,
        "role": groups[0],
        "id": pk,
        "mark_as_active": "False",
    }


def wagtails_own(pk: int) -> list[str]:
    """The addresses that Wagtail gives to people and groups when nobody stops it."""
    users = addresses(UserViewSet("x", url_prefix="users").get_urlpatterns(), "cms/users/")
    groups = addresses(GroupViewSet("y", url_prefix="groups").get_urlpatterns(), "cms/groups/")
    bulk = [f"/cms/bulk/people/user/{action}/?id={pk}" for action in BULK]
    return [filled(route, pk) for route in (*users, *groups)] + bulk


def state_of(person: User) -> tuple[Any, ...]:
    fresh = User.objects.get(pk=person.pk)
    return fresh.email, fresh.password, fresh.is_active, fresh.is_superuser, fresh.role_names, fresh.first_name


@pytest.mark.parametrize("role", [*ROLES, "superuser", "everything"])
def test_the_pages_of_people_and_groups_exist_for_nobody(client, role):
    grant_rights()
    alice = UserFactory(roles=["coach"])
    before = state_of(alice)
    held = list(ROLES) if role == "everything" else [role] if role in ROLES else []
    client.force_login(UserFactory(roles=held, is_superuser=role in ("superuser", "everything")))
    for address in wagtails_own(alice.pk):
        assert client.get(address).status_code == 404, address
        assert client.post(address, taking_over(alice.pk)).status_code == 404, address
    assert state_of(alice) == before


def test_no_address_of_the_administration_changes_another_person(client):
    grant_rights()
    alice = UserFactory(roles=["coach"])
    before, groups = state_of(alice), Group.objects.count()
    client.raise_request_exception = False
    client.force_login(UserFactory(roles=list(ROLES), is_superuser=True))
    routes = [r for r in addresses(get_resolver().url_patterns) if r.startswith("cms/") and not r.startswith(OWN)]
    assert len(routes) > 200
    for route in routes:
        client.post(filled(route, alice.pk), taking_over(alice.pk))
    assert state_of(alice) == before
    assert (Group.objects.count(), User.objects.count()) == (groups, 2)


def test_the_menu_and_the_search_offer_neither_people_nor_groups(client):
    grant_rights()
    client.force_login(UserFactory(roles=[EDITOR, ADMINISTRATOR], is_superuser=True))
    html = client.get("/cms/").content.decode()
    assert "/cms/pages/" in html
    assert "/cms/users/" not in html
    assert "/cms/groups/" not in html
