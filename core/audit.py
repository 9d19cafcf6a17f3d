"""The one writer of the audit trail."""

from __future__ import annotations

import re
import uuid
from datetime import date, datetime
from typing import Any

from django.db import models

from .models import AuditEvent

_CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,80}")


def _plain(value: object) -> object:
    """A value that may stand in the trail: number, flag, date, identifier or code. Raises ValueError on words."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, uuid.UUID | date | datetime):
        return str(value) if isinstance(value, uuid.UUID) else value.isoformat()
    if isinstance(value, str) and _CODE.fullmatch(value):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise ValueError(f"the audit trail holds ids and codes only, not {value!r}")


def record(action: str, target: models.Model, by: Any, **data: object) -> AuditEvent:
    """Write one event, inside the caller's transaction.

    In: `action`, a code `app.noun.verb`; `target`, a saved row; `by`, the acting user or None for the system; `data`,
    ids and codes. Raises `ValueError` when `data` holds anything a person could have written.
    """
    return AuditEvent.objects.create(
        action=action,
        actor=by,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        data={key: _plain(value) for key, value in data.items()},
    )
