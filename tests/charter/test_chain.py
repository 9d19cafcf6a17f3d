"""The chain of events: an edit, a removal and a move are found and named."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from charter import actions, queries
from charter.models import CharterEvent
from tests.factories.charter import sign_and_seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(version, alice):
    sign_and_seal(alice)
    actions.withdraw(user=alice, by=alice)
    assert CharterEvent.objects.count() == 4


@pytest.fixture
def somebody_with_the_database():
    """Whoever holds the database can lift its triggers: the chain must tell."""
    names = [f"charter_charterevent_no_{verb}" for verb in ("update", "delete")]
    on = " ON charter_charterevent" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER {name}{on}")


def test_an_empty_chain_holds():
    assert queries.first_broken_event() is None


def test_a_whole_chain_holds(chain, capsys):
    assert queries.first_broken_event() is None
    call_command("charter_verify")
    assert "4 events" in capsys.readouterr().out


def test_an_edit_is_found(chain, somebody_with_the_database):
    CharterEvent.objects.filter(seq=2).update(data={"sha256": "0" * 64})
    assert queries.first_broken_event() == 2
    with pytest.raises(CommandError, match="2"):
        call_command("charter_verify")


def test_a_moved_date_is_found(chain, somebody_with_the_database):
    event = CharterEvent.objects.get(seq=4)
    CharterEvent.objects.filter(seq=4).update(at=event.at.replace(year=2020))
    assert queries.first_broken_event() == 4


def test_a_removal_is_found(chain, somebody_with_the_database):
    CharterEvent.objects.filter(seq=3).delete()
    assert queries.first_broken_event() == 3


def test_a_cut_tail_is_seen_against_the_hash_kept_in_a_file(chain, somebody_with_the_database):
    kept = CharterEvent.objects.get(seq=4).hash
    CharterEvent.objects.filter(seq=4).delete()
    assert queries.first_broken_event() is None
    assert not CharterEvent.objects.filter(hash=kept).exists()
