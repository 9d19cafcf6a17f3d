"""Every screen of django-allauth that can be reached wears our clothes, in both languages."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import translation

from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "porte-voix-test"
SIGNED_OUT = [
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
]
SIGNED_IN = ["account_change_password", "account_logout", "account_reauthenticate"]


def is_ours(response) -> bool:
    html = response.content.decode()
    return response.status_code == 200 and 'class="site-header"' in html and html.count("<h1>") == 1


def address(name, language, *args):
    with translation.override(language):
        return reverse(name, args=args)


@pytest.fixture
def alice():
    person = UserFactory()
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", SIGNED_OUT)
def test_screens_for_people_signed_out(client, name, language):
    response = client.get(address(name, language))
    assert is_ours(response)
    assert f'<html lang="{language}">' in response.content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", SIGNED_IN)
def test_screens_for_people_signed_in(client, alice, name, language):
    client.login(username=alice.email, password=PASSWORD)
    assert is_ours(client.get(address(name, language), follow=True))


@pytest.mark.parametrize("address", ["email/", "confirm-email/", "confirm-email/MQ:1abc:xyz/"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_nobody_changes_or_confirms_an_address_here(client, alice, language, address):
    """The directory keeps addresses."""
    url = f"/{language}/account/{address}"
    assert client.get(url).status_code == 404
    client.login(username=alice.email, password=PASSWORD)
    assert client.get(url).status_code == 404
    assert client.post(url, {"action_add": "", "email": "other@example.com"}).status_code == 404
    assert not EmailAddress.objects.filter(email="other@example.com").exists()


def test_the_menu_offers_no_page_of_the_address(client, alice):
    client.login(username=alice.email, password=PASSWORD)
    html = client.get(address("people:profile", "en")).content.decode()
    assert address("account_change_password", "en") in html
    assert "/account/email/" not in html


def test_a_wrong_password_is_refused_with_a_sentence_and_the_address_is_kept(client, alice):
    response = client.post(address("account_login", "fr"), {"login": alice.email, "password": "wrong"})
    assert 'class="error-summary"' in response.content.decode()
    assert f'value="{alice.email}"' in response.content.decode()


def test_nobody_signs_up(client):
    response = client.post(address("account_signup", "fr"), {"email": "new@example.com"})
    assert 'name="password1"' not in response.content.decode()


def test_a_password_is_reset_from_the_message_and_the_link_works_once(client, alice, mailoutbox):
    client.post(address("account_reset_password", "en"), {"email": alice.email})
    [mail] = mailoutbox
    assert mail.to == [alice.email]
    link = re.search(r"https?://[^/]+(/\S+)", mail.body).group(1)
    form = client.get(link, follow=True)
    assert is_ours(form)
    new = {"password1": "a long walk by the sea", "password2": "a long walk by the sea"}
    assert is_ours(client.post(form.redirect_chain[-1][0], new, follow=True))
    alice.refresh_from_db()
    assert alice.check_password("a long walk by the sea")
    client.session.flush()
    assert is_ours(client.get(link))
    assert "password1" not in client.get(link).content.decode()


def test_a_reset_for_an_unknown_address_says_the_same_on_the_page(client, mailoutbox):
    page = client.post(address("account_reset_password", "fr"), {"email": "nobody@example.com"})
    assert page["Location"] == address("account_reset_password_done", "fr")
    assert "reset/key" not in mailoutbox[0].body


def test_demo_people_are_offered_only_where_the_setting_says_so(client, settings):
    settings.DEMO_SIGN_IN_HINTS = False
    assert "demo.example" not in client.get(address("account_login", "fr")).content.decode()
    settings.DEMO_SIGN_IN_HINTS = True
    assert "newcomer@demo.example" in client.get(address("account_login", "fr")).content.decode()
