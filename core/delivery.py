"""The outbox: written in the business transaction, sent by the worker, checked again at the moment of sending."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from .models import Notification, WorkRow
from .notices import Message, Reader, notice_for, reader_for
from .queue import wake

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 12


def send_notice(key: str, *, to: Any, event: str, **payload: Any) -> None:
    """Put a message into the outbox, inside the caller's transaction.

    In: `key`, a registered notice; `to`, the user; `event`, what happened, unique with the recipient (the same event
    announced twice sends one message); `payload`, ids only. Raises `KeyError` on an unknown notice.
    """
    notice_for(key)
    Notification.objects.get_or_create(
        dedup_key=_dedup_key(key, event, to), defaults={"notice": key, "recipient": to, "payload": payload}
    )
    wake("core.deliver_notifications")


def send_notices(key: str, *, to: Iterable[Any], event: str, **payload: Any) -> None:
    """The same message to many people, in a few queries and with one call to the worker. Like `send_notice` otherwise:
    who was told of this event already is not told again."""
    notice_for(key)
    rows = [
        Notification(dedup_key=_dedup_key(key, event, person), notice=key, recipient=person, payload=payload)
        for person in to
    ]
    Notification.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    if rows:
        wake("core.deliver_notifications")


def _dedup_key(key: str, event: str, person: Any) -> str:
    return f"{event}:{person.pk}:{Notification.EMAIL}:{key}"


def deliver_due(limit: int = 50) -> int:
    """Send what is due. Out: messages taken. May run twice at once: each row is taken by one conditional UPDATE."""
    due = list(Notification.objects.due().order_by("due_at", "id").values_list("pk", flat=True)[:limit])
    return sum(1 for pk in due if deliver(pk))


def deliver(pk: int) -> bool:
    """Take, check again, send outside any transaction, close. Out: False when another worker has the row."""
    claim = Notification.objects.take(pk, LEASE)
    if claim is None:
        return False
    row = Notification.objects.get(pk=pk)
    try:
        values = _attempt(row)
    except Exception as error:  # noqa: BLE001 - whatever breaks, the row says so and is tried again
        logger.warning("notification %s (%s) failed: %s", pk, row.notice, type(error).__name__)
        values = _retry(row, error)
    Notification.objects.close(pk, claim, **values)
    return True


def _attempt(row: Notification) -> dict[str, Any]:
    notice, reader = notice_for(row.notice), reader_for(row.recipient_id)
    now = timezone.now()
    if notice.needs_active_account and not reader.is_active:
        return {"state": WorkRow.CANCELLED}
    if notice.waits_for_working_hours and (earliest := reader.earliest_at(now)) > now:
        return {"state": WorkRow.PENDING, "due_at": earliest, "attempts": max(row.attempts - 1, 0)}
    with translation.override(reader.language), timezone.override(reader.zone):
        if not notice.may_receive(reader, row.payload):
            return {"state": WorkRow.CANCELLED}
        _send_email(row, reader, notice.message(reader, row.payload))
    return {"state": WorkRow.DONE, "sent_at": timezone.now(), "error": ""}


def _retry(row: Notification, error: Exception) -> dict[str, Any]:
    """Back off with jitter: 10 s, 20 s, ... at most an hour; after MAX_ATTEMPTS an administrator sees it."""
    reason = f"{type(error).__name__}: {error}"[:200]
    if row.attempts >= MAX_ATTEMPTS:
        return {"state": WorkRow.FAILED, "error": reason}
    wait = min(3600, 10 * 2 ** min(row.attempts - 1, 9)) * random.uniform(0.8, 1.2)  # noqa: S311
    return {"state": WorkRow.PENDING, "due_at": timezone.now() + timedelta(seconds=wait), "error": reason}


def _send_email(row: Notification, reader: Reader, message: Message) -> None:
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    context = {
        "message": message,
        "reader": reader,
        "action_url": base + message.action_path if message.action_path else "",
        "base_url": base,
    }
    domain = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].rstrip(">")
    mail = EmailMultiAlternatives(
        subject=" ".join(message.subject.splitlines()),
        body=render_to_string("emails/notice.txt", context),
        to=[reader.address],
        headers={
            "Message-ID": f"<notification-{row.pk}@{domain}>",
            "Auto-Submitted": "auto-generated",
            **message.headers,
        },
    )
    mail.attach_alternative(render_to_string("emails/notice.html", context), "text/html")
    mail.send()
