"""Readings of the register are logged: who read which agreements, never what they typed to find them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from core import audit
from people.models import User

from ..models import Agreement
from ..permissions import check_read_register
from ..queries import RegisterFilter


@transaction.atomic
def record_register_reading(*, by: User, agreements: Iterable[Agreement], asked: RegisterFilter) -> None:
    """Log one page of the register. Raises NotAllowed."""
    check_read_register(by)
    shown = [agreement.pk for agreement in agreements]
    audit.record("charter.register.read", by, by, agreements=shown, state=asked.state, searched=bool(asked.q))


@transaction.atomic
def record_export(*, by: User, asked: RegisterFilter, count: int) -> None:
    """Log an export of the register. Raises NotAllowed."""
    check_read_register(by)
    audit.record("charter.register.export", by, by, state=asked.state, searched=bool(asked.q), count=count)


@transaction.atomic
def record_download(*, by: User, agreement: Agreement) -> None:
    """Log that a sealed file was opened: by the person it is about, or through the register."""
    audit.record("charter.agreement.download", agreement, by, own=agreement.user_id == by.pk)
