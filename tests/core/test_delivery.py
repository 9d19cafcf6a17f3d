"""The outbox: once, at its time, to who may still read it, however the worker fares."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import notices
from core.delivery import LEASE, MAX_ATTEMPTS, deliver, deliver_due, send_notice
from core.models import Notification, WorkRow
from core.notices import Message, Notice, Reader
from people.models import Absence
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


class Plain(Notice):
    key = "tests.plain"
    allowed = True

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        return type(self).allowed

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        at = timezone.localtime(datetime(2027, 1, 1, 12, tzinfo=UTC))
        return Message(
            f"About\u00a0{payload['n']}\nBcc: evil@example.com",
            [_("Language"), f"{at:%H:%M}"],
            _("Open"),
            "/fr/",
            {"X-Tests": "1"},
        )


class Farewell(Plain):
    key = "tests.farewell"
    needs_active_account = False


class Nudge(Plain):
    key = "tests.nudge"
    waits_for_working_hours = True


class BrokenBackend(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise ConnectionRefusedError("the mail server is down")


@pytest.fixture(autouse=True)
def _register(monkeypatch):
    monkeypatch.setattr(notices, "_notices", dict(notices._notices))
    monkeypatch.setattr(Plain, "allowed", True)
    notices.register(Plain, Farewell, Nudge)


def send(person, key=Plain.key, event="happened:1") -> Notification:
    send_notice(key, to=person, event=event, n=7)
    return Notification.objects.get(recipient=person, notice=key)


def test_an_unknown_notice_is_refused():
    with pytest.raises(KeyError):
        send_notice("tests.unknown", to=UserFactory(), event="x")


def test_the_same_event_is_announced_once():
    alice, bob = UserFactory(), UserFactory()
    for _time in range(2):
        send(alice)
    send(bob)
    assert Notification.objects.count() == 2


def test_an_act_undone_takes_its_message_with_it():
    @transaction.atomic
    def act() -> None:
        send(UserFactory())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert not Notification.objects.exists()


def test_a_message_is_sent_once_in_the_readers_language_and_zone():
    notification = send(UserFactory(language="fr", time_zone="America/New_York", first_name="Zoé"))
    assert deliver(notification.pk)
    assert not deliver(notification.pk)
    assert deliver_due() == 0
    [message] = mail.outbox
    assert message.subject == "About\u00a07 Bcc: evil@example.com"
    assert "07:00" in message.body
    assert "Zoé" in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.extra_headers["Message-ID"].startswith(f"<notification-{notification.pk}@")
    assert message.extra_headers["X-Tests"] == "1"
    assert "/fr/" in message.alternatives[0][0]
    notification.refresh_from_db()
    assert (notification.work_state, notification.error) == (WorkRow.DONE, "")
    assert notification.sent_at


@pytest.mark.parametrize(("key", "sent"), [(Plain.key, 0), (Farewell.key, 1)])
def test_a_lost_account_receives_only_what_a_departure_sends(key, sent):
    notification = send(UserFactory(is_active=False), key)
    deliver(notification.pk)
    notification.refresh_from_db()
    assert len(mail.outbox) == sent
    assert notification.work_state == (WorkRow.DONE if sent else WorkRow.CANCELLED)


def test_who_may_no_longer_read_it_receives_nothing(monkeypatch):
    notification = send(UserFactory())
    monkeypatch.setattr(Plain, "allowed", False)
    deliver(notification.pk)
    notification.refresh_from_db()
    assert notification.work_state == WorkRow.CANCELLED
    assert not mail.outbox


def test_a_nudge_waits_for_working_hours_and_absences_without_using_up_tries():
    alice = UserFactory(time_zone="Europe/Paris")
    Absence.objects.create(user=alice, starts_on="2027-06-07", ends_on="2027-06-07")
    with time_machine.travel(datetime(2027, 6, 5, 10, tzinfo=UTC), tick=False):  # a Saturday
        notification = send(alice, Nudge.key)
        deliver(notification.pk)
    notification.refresh_from_db()
    assert (notification.work_state, notification.attempts) == (WorkRow.PENDING, 0)
    assert notification.due_at == datetime(2027, 6, 8, 7, tzinfo=UTC)
    with time_machine.travel(datetime(2027, 6, 8, 7, 1, tzinfo=UTC), tick=False):
        assert deliver_due() == 1
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_down_is_tried_again_later_then_shown(settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenBackend"
    notification = send(UserFactory())
    waits = []
    for attempt in range(1, MAX_ATTEMPTS + 1):
        Notification.objects.update(due_at=timezone.now())
        assert deliver(notification.pk)
        notification.refresh_from_db()
        assert notification.attempts == attempt
        assert notification.error == "ConnectionRefusedError: the mail server is down"
        waits.append(notification.due_at - timezone.now())
    assert notification.work_state == WorkRow.FAILED
    assert timedelta(seconds=7) < waits[0] < timedelta(seconds=13)
    assert waits[0] < waits[3] < waits[6] <= timedelta(minutes=15)
    assert max(waits) <= timedelta(minutes=73)
    assert deliver_due() == 0


def test_a_failure_does_not_stop_the_others(monkeypatch):
    first, second = send(UserFactory()), send(UserFactory(), Farewell.key)
    monkeypatch.setattr(Plain, "message", lambda *_a: 1 / 0)
    monkeypatch.setattr(Farewell, "message", lambda *_a: Message("Bye", ["Bye"]))
    assert deliver_due() == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.work_state, second.work_state) == (WorkRow.PENDING, WorkRow.DONE)


def test_a_row_taken_by_a_worker_that_died_is_taken_again():
    notification = send(UserFactory())
    lost = Notification.objects.take(notification.pk, LEASE)
    assert lost
    assert deliver_due() == 0
    Notification.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert deliver_due() == 1
    assert not Notification.objects.close(notification.pk, lost, WorkRow.FAILED)
    notification.refresh_from_db()
    assert notification.work_state == WorkRow.DONE


def test_a_sent_message_says_when():
    notification = send(UserFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.filter(pk=notification.pk).update(work_state=WorkRow.DONE)


def test_a_person_sees_their_own_messages_only():
    alice, bob = UserFactory(roles=["administrator"], is_superuser=True), UserFactory()
    own, other = send(alice), send(bob)
    assert list(Notification.objects.visible_to(alice)) == [own]
    assert other not in Notification.objects.visible_to(alice)
