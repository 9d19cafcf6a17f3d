"""Wagtail's administration: a page for editors and administrators, none for others, a way to sign in for visitors."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from home.actions.editors import grant_rights
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


@pytest.mark.parametrize("address", ["/cms/", "/cms/pages/", "/cms/images/"])
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
    grant_rights()
    client.force_login(UserFactory(roles=[role]))
    assert client.get("/cms/").status_code == 200
    assert client.get("/cms/nothing/at/all/").status_code == 404


def test_editors_cannot_change_their_own_name_or_address_there(client):
    """The directory keeps both; Wagtail's page has what is its own, such as the theme."""
    grant_rights()
    elise = UserFactory(roles=[EDITOR], first_name="Élise", email="elise@example.com")
    client.force_login(elise)
    html = client.get("/cms/account/").content.decode()
    assert 'name="theme-theme"' in html
    assert "name_email-" not in html
    data = {"name_email-first_name": "X", "name_email-last_name": "Y", "name_email-email": "x@example.com"}
    client.post("/cms/account/", data)
    elise.refresh_from_db()
    assert (elise.first_name, elise.email) == ("Élise", "elise@example.com")


def test_saving_their_preferences_there_works(client):
    grant_rights()
    elise = UserFactory(roles=[EDITOR])
    client.force_login(elise)
    html = client.get("/cms/account/").content.decode()
    data = dict.fromkeys(re.findall(r'<select name="([^"]+)"', html), "") | {
        "theme-theme": "dark",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    assert client.post("/cms/account/", data).status_code == 302
    assert UserProfile.objects.get(user=elise).theme == "dark"
