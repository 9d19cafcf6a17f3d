"""The audit trail: written beside the act, ids and codes only, never changed."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from core import audit
from core.models import AuditEvent
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        "Il a écrit ceci",
        "two words",
        "a\nb",
        "x" * 81,
        "é",
        1.5,
        {"a": 1},
        object(),
        ["ok", "not ok"],
        b"bytes",
        "a@b c",
    ],
)
def test_words_are_refused(words):
    alice = UserFactory()
    with pytest.raises(ValueError, match="ids and codes only"):
        audit.record("tests.thing.act", alice, alice, said=words)
    assert not AuditEvent.objects.exists()


def test_ids_codes_dates_and_flags_are_kept_as_plain_values():
    alice = UserFactory()
    key = uuid.uuid4()
    event = audit.record(
        "tests.thing.act",
        alice,
        None,
        n=3,
        ok=True,
        nothing=None,
        key=key,
        day=date(2027, 1, 2),
        at=datetime(2027, 1, 2, 3, tzinfo=UTC),
        names=("a.b", "c:d"),
    )
    event.refresh_from_db()
    assert (event.target_type, event.target_id, event.actor) == ("people.user", str(alice.pk), None)
    assert event.data == {
        "n": 3,
        "ok": True,
        "nothing": None,
        "key": str(key),
        "day": "2027-01-02",
        "at": "2027-01-02T03:00:00+00:00",
        "names": ["a.b", "c:d"],
    }


def test_an_act_undone_leaves_no_trace():
    alice = UserFactory()

    @transaction.atomic
    def act() -> None:
        audit.record("tests.thing.act", alice, alice)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("change", [lambda rows: rows.update(action="other"), lambda rows: rows.delete()])
def test_the_database_refuses_to_change_or_remove_an_event(change):
    alice = UserFactory()
    event = audit.record("tests.thing.act", alice, alice)
    with pytest.raises(DatabaseError), transaction.atomic():
        change(AuditEvent.objects.filter(pk=event.pk))
    assert AuditEvent.objects.get(pk=event.pk).action == "tests.thing.act"
