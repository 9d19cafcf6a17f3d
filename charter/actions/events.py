"""The one writer of the chain of events."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from ..fingerprints import GENESIS, event_fingerprint
from ..models import Agreement, CharterEvent, CharterVersion
from ..queries import public_part

_LOCK = 0x63686172746572  # "charter", the number of the advisory lock that orders the chain


def append_event(
    type_: str,
    *,
    version: CharterVersion,
    at: datetime,
    by: Any,
    agreement: Agreement | None = None,
    data: dict[str, Any] | None = None,
) -> CharterEvent:
    """Add one event, inside the caller's transaction. In: `at`, to the millisecond; `data`, ids, codes and hashes.

    Writers take turns until their transactions end: an advisory lock on PostgreSQL; on SQLite a transaction that writes
    has the database to itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = CharterEvent.objects.order_by("-seq").first()
    event = CharterEvent(
        seq=last.seq + 1 if last else 1,
        type=type_,
        at=at,
        version=version,
        agreement=agreement,
        actor_id_at_the_time=by.pk if by else None,
        data=data or {},
        prev=last.hash if last else GENESIS,
    )
    event.hash = event_fingerprint(event.prev, public_part(event))
    event.save(force_insert=True)
    return event
