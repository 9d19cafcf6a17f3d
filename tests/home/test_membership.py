"""Joining, pausing, resuming, leaving through their pages: signed out, second clicks and stale tabs first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from core.errors import ActionError
from core.models import Notification
from home.actions import leave
from people import states
from people.models import Membership
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
JOIN, LEAVE, PAUSE, RESUME = (reverse(f"home:membership_{name}") for name in ("join", "leave", "pause", "resume"))
JOURNEY = reverse("home:journey")


def texts(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("url", [JOIN, LEAVE, PAUSE, RESUME])
def test_signed_out_people_are_sent_to_sign_in(client, url):
    response = client.post(url)
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]
    assert not Membership.objects.exists()


@pytest.mark.parametrize("url", [PAUSE, RESUME])
def test_pausing_and_resuming_are_posts(client, url):
    client.force_login(MembershipFactory().user)
    assert client.get(url).status_code == 405


def test_reading_the_pages_changes_nothing(client):
    alice, bob = UserFactory(), MembershipFactory().user
    client.force_login(alice)
    html = client.get(JOIN).content.decode()
    assert "checked" not in html
    client.force_login(bob)
    assert client.get(LEAVE).status_code == 200
    assert Membership.objects.get().user == bob
    assert Membership.objects.get().state == states.VOLUNTEER


def test_joining_without_the_box_is_refused_beside_it(client):
    client.force_login(UserFactory())
    response = client.post(JOIN)
    assert response.status_code == 422
    assert b'id="id_freely_error"' in response.content
    assert not Membership.objects.exists()


def test_joining_once_or_twice_is_one_membership(client):
    alice = UserFactory()
    client.force_login(alice)
    for _click in range(2):
        response = client.post(JOIN, {"freely": "on"}, follow=True)
        assert response.redirect_chain[-1][0] == JOURNEY
        assert len(texts(response)) == 1
    assert Membership.objects.get().user == alice
    assert client.get(JOIN)["Location"] == JOURNEY


@pytest.mark.parametrize(("until", "status"), [("2001-01-01", 422), ("soon", 422)])
def test_a_refused_pause_keeps_what_was_typed_on_the_journey(client, until, status):
    membership = MembershipFactory()
    client.force_login(membership.user)
    response = client.post(PAUSE, {"until": until})
    assert response.status_code == status
    html = response.content.decode()
    assert f'value="{until}"' in html
    assert 'id="id_until_error"' in html
    membership.refresh_from_db()
    assert membership.state == states.VOLUNTEER


def test_pausing_and_taking_part_again(client):
    membership = MembershipFactory(state=states.AMBASSADOR)
    client.force_login(membership.user)
    until = timezone.localdate() + timedelta(days=30)
    for _click in range(2):
        client.post(PAUSE, {"until": until.isoformat()})
    membership.refresh_from_db()
    assert (membership.state, membership.paused_until) == (states.PAUSED, until)
    html = client.get(JOURNEY).content.decode()
    assert html.count(f'action="{RESUME}"') == 2
    for _click in range(2):
        client.post(RESUME)
    membership.refresh_from_db()
    assert membership.state == states.AMBASSADOR


@pytest.mark.parametrize("url", [PAUSE, RESUME, LEAVE])
def test_who_does_not_take_part_gets_a_sentence(client, url):
    client.force_login(UserFactory())
    response = client.post(url, follow=True)
    assert len(texts(response)) == 1
    assert response.status_code == 200
    assert not Membership.objects.exists()


def test_nobody_leaves_in_somebody_elses_name():
    membership = MembershipFactory()
    with pytest.raises(ActionError):
        leave(user=membership.user, by=UserFactory(roles=["programme_manager"]))
    membership.refresh_from_db()
    assert membership.state == states.VOLUNTEER


def test_leaving_is_one_post_and_sends_one_receipt(client, drain):
    alice = MembershipFactory(user=UserFactory(language="en")).user
    client.force_login(alice)
    for _tab in range(2):
        response = client.post(LEAVE, follow=True)
        assert len(texts(response)) == 1
    assert Membership.objects.get().state == states.LEFT
    drain()
    [receipt] = mail.outbox
    assert receipt.to == [alice.email]
    assert "You left the programme on" in receipt.body


def test_the_receipt_reaches_who_has_lost_the_account(drain):
    alice = MembershipFactory().user
    leave(user=alice, by=alice)
    type(alice).objects.filter(pk=alice.pk).update(is_active=False)
    drain()
    assert Notification.objects.get().work_state == "done"
    assert len(mail.outbox) == 1


def test_who_left_sees_nothing_to_leave_and_may_join_again(client):
    alice = MembershipFactory().user
    client.force_login(alice)
    client.post(LEAVE)
    assert f'action="{LEAVE}"' not in client.get(LEAVE).content.decode()
    client.post(JOIN, {"freely": "on"})
    assert Membership.objects.open().get().state == states.VOLUNTEER
