"""The development mailbox: messages become files in a folder, and a page of `home` reads them."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as StdEmailMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class MailboxBackend(BaseEmailBackend):
    """Write each message as one .eml file into settings.MAILBOX_DIR."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAILBOX_DIR or "")
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"
            part = folder / f"{name}.part"
            part.write_bytes(message.message().as_bytes())
            part.rename(folder / f"{name}.eml")
        return len(email_messages)


def sent_at(mail: StdEmailMessage) -> datetime | None:
    """When a message was sent. Django dates mails in UTC with the zone -0000, which Python reads as no zone at all."""
    at: datetime | None = mail["date"].datetime if mail["date"] else None
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at


def read_mailbox(limit: int = 50) -> list[tuple[str, StdEmailMessage]]:
    """The newest messages first: (file name, parsed message), at most `limit`."""
    folder = Path(settings.MAILBOX_DIR or "")
    files = sorted(folder.glob("*.eml"), reverse=True)[:limit] if folder.is_dir() else []
    return [(f.stem, message_from_bytes(f.read_bytes(), policy=policy.default)) for f in files]  # type: ignore[misc]
