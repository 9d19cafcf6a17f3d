"""What is held about the reader, and nobody else."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from core.privacy import holdings
from tests.factories.coaching import MessageFactory, ProgressRequestFactory
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
PAGE, EXPORT = reverse("home:privacy"), reverse("home:privacy_export")


@pytest.mark.parametrize("url", [PAGE, EXPORT])
def test_signed_out_people_are_sent_to_sign_in(client, url):
    assert client.get(url).status_code == 302


def test_the_page_names_every_holding(client):
    client.force_login(UserFactory())
    html = client.get(PAGE).content.decode()
    assert html.count("<dt>") == len(list(holdings()))


def test_the_copy_is_ones_own(client):
    alice, bob = MembershipFactory().user, MembershipFactory().user
    for person, words in ((alice, "Les mots d’Alice"), (bob, "Les mots de Bob")):
        request = ProgressRequestFactory(requester=person)
        MessageFactory(request=request, author=person, body=words)
    client.force_login(alice)
    response = client.get(EXPORT)
    data = json.loads(response.content)
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    assert set(data["held"]) == {holding.key for holding in holdings()}
    text = response.content.decode()
    assert alice.email in text
    assert "Les mots d’Alice" in text
    assert bob.email not in text
    assert "Les mots de Bob" not in text


def test_a_coach_takes_away_nothing_of_those_who_ask(client):
    request = ProgressRequestFactory(requester=UserFactory())
    MessageFactory(request=request, author=request.requester, body="Rien pour le coach")
    client.force_login(UserFactory(roles=["coach", "hr", "administrator"]))
    assert "Rien pour le coach" not in client.get(EXPORT).content.decode()
