"""What has not left the outbox: for administrators, and never about somebody who reports to them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from core import sweep
from core.delivery import MAX_ATTEMPTS
from core.errors import NotAllowed, WrongState
from core.models import AuditEvent, Notification
from home.actions import retry_notification
from people.actions import join_programme
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
URL = reverse("home:delivery")


@pytest.fixture
def failed():
    def make(person=None):
        person = person or UserFactory()
        join_programme(user=person, by=person)
        rows = Notification.objects.filter(recipient=person)
        rows.update(work_state="failed", attempts=MAX_ATTEMPTS, error="SMTPServerDisconnected: gone")
        return rows.get()

    return make


@pytest.mark.parametrize("role", [None, "coach", "lead_coach", "programme_manager", "legal", "hr", "editor"])
def test_the_page_does_not_exist_for_others(client, failed, role):
    notification = failed()
    client.force_login(UserFactory(roles=[role] if role else []))
    assert client.get(URL).status_code == 404
    assert client.post(reverse("home:delivery_retry", args=[notification.pk])).status_code == 404
    notification.refresh_from_db()
    assert notification.work_state == "failed"


def test_a_superuser_without_the_role_sees_nothing(client, failed):
    failed()
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(URL).status_code == 404


def test_a_report_is_left_out(client, failed):
    admin = UserFactory(roles=["administrator"])
    report, other = failed(UserFactory(line_manager=admin)), failed()
    client.force_login(admin)
    html = client.get(URL).content.decode()
    assert report.recipient.email not in html
    assert other.recipient.email in html
    assert client.post(reverse("home:delivery_retry", args=[report.pk])).status_code == 404


def test_the_action_refuses_others_and_what_has_left(failed):
    notification = failed()
    with pytest.raises(NotAllowed):
        retry_notification(notification=notification, by=UserFactory(roles=["hr"]))
    for state in ("working", "cancelled"):
        Notification.objects.update(work_state=state)
        with pytest.raises(WrongState):
            retry_notification(notification=notification, by=UserFactory(roles=["administrator"]))


def test_the_page_says_why_and_tells_nothing_of_the_message(client, failed):
    notification = failed()
    client.force_login(UserFactory(roles=["administrator"]))
    html = client.get(URL).content.decode()
    assert "SMTPServerDisconnected: gone" in html
    assert str(MAX_ATTEMPTS) in html
    assert notification.notice not in html


def test_trying_again_sends_the_message_once(client, failed, drain):
    notification = failed()
    client.force_login(UserFactory(roles=["administrator"]))
    retry = reverse("home:delivery_retry", args=[notification.pk])
    assert client.get(retry).status_code == 405
    assert client.post(retry)["Location"] == URL
    drain()
    assert client.post(retry).status_code == 404
    drain()
    assert len(mail.outbox) == 1
    assert AuditEvent.objects.filter(action="home.delivery.retry").count() == 1
    assert notification.recipient.email not in client.get(URL).content.decode()


def test_the_worker_is_seen_alive_silent_or_never(client):
    client.force_login(UserFactory(roles=["administrator"]))
    assert client.get(URL).context["heartbeat"].at is None
    sweep.beat("worker", timezone.now())
    assert client.get(URL).context["heartbeat"].is_fresh
    sweep.beat("worker", timezone.now() - timedelta(minutes=5))
    assert not client.get(URL).context["heartbeat"].is_fresh


def test_the_page_costs_the_same_with_one_and_three_rows(client, failed, queries):
    failed()
    client.force_login(UserFactory(roles=["administrator"]))
    client.get(URL)
    with queries() as one:
        client.get(URL)
    failed()
    failed()
    with queries() as three:
        client.get(URL)
    assert len(one) == len(three) <= 12
