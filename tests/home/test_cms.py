"""Wagtail's administration: a page for editors and administrators, none for others, a way to sign in for visitors."""

from __future__ import annotations

import pytest
from django.urls import reverse

from people.roles import ADMINISTRATOR, EDITOR, ROLES
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/cms/",
    "/cms/login/",
    "/cms/logout/",
    "/cms/account/",
    "/cms/pages/",
    "/cms/users/",
    "/cms/settings/people/companysettings/",
    "/cms/snippets/people/entity/",
    "/cms/password_reset/",
    "/cms/jsi18n/",
    "/cms/sprite/",
    "/cms/nothing/at/all/",
]
OTHERS = sorted(set(ROLES) - {EDITOR, ADMINISTRATOR})


@pytest.mark.parametrize("address", ADDRESSES)
def test_for_somebody_signed_in_without_access_no_address_exists(client, address):
    client.force_login(UserFactory(roles=OTHERS))
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert client.get(address, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 404


def test_the_refusal_is_our_page_not_wagtails(client):
    client.force_login(UserFactory())
    html = client.get("/cms/").content.decode()
    assert 'class="site-header"' in html
    assert "wagtailadmin" not in html


@pytest.mark.parametrize("address", ["/cms/", "/cms/pages/", "/cms/users/"])
def test_a_visitor_is_asked_to_sign_in_and_comes_back(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={address}"


def test_signing_in_towards_the_administration_without_access_ends_somewhere(client):
    """It used to go round between the two pages."""
    person = UserFactory()
    data = {"login": person.email, "password": "porte-voix-test"}
    response = client.post(f"{reverse('account_login')}?next=/cms/", data, follow=True)
    assert response.redirect_chain == [("/cms/", 302)]
    assert response.status_code == 404


@pytest.mark.parametrize("role", [EDITOR, ADMINISTRATOR])
def test_administrators_and_those_given_the_right_enter(client, role):
    from home.actions.editors import grant_rights

    grant_rights()
    client.force_login(UserFactory(roles=[role]))
    assert client.get("/cms/").status_code == 200
    assert client.get("/cms/nothing/at/all/").status_code == 404
