"""What was published or signed is never changed, whoever writes; tried on the fully migrated database."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from charter import states
from charter.actions.events import append_event
from charter.evidence import now_ms
from charter.models import Agreement, CharterEvent, CharterVersion, SignatureAct, VersionText
from tests.factories.charter import make_version, sign

pytestmark = pytest.mark.django_db
COLUMNS = {
    CharterVersion: {"publisher_name": "x"},
    VersionText: {"html": "x"},
    SignatureAct: {"typed_name": "x"},
    CharterEvent: {"type": "x"},
}


@pytest.fixture
def written(version, alice):
    sign(alice)
    append_event("version.published", version=version, at=now_ms(), by=None)


@pytest.mark.parametrize("model", COLUMNS, ids=lambda model: model.__name__)
def test_the_database_refuses_an_update(written, model):
    assert model.objects.exists()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model.objects.update(**COLUMNS[model])


@pytest.mark.parametrize("model", COLUMNS, ids=lambda model: model.__name__)
def test_the_database_refuses_a_delete(written, model):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {model._meta.db_table}")


def test_a_version_number_is_given_once(version, bob):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_version(bob, n=version.n)


def test_the_company_signs_a_version_once(version, bob):
    act = SignatureAct.objects.get(version=version, party=states.COMPANY)
    act.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        act.save(force_insert=True)


def test_an_ambassador_signs_an_agreement_not_a_version(version, alice):
    act = sign(alice).acts.get()
    act.pk, act.agreement = None, None
    with pytest.raises(IntegrityError), transaction.atomic():
        act.save(force_insert=True)


def test_a_person_is_bound_by_one_agreement_at_a_time(version, alice):
    agreement = sign(alice)
    copy = Agreement(
        user=alice,
        version=version,
        language="fr",
        party=agreement.party,
        body_sha256="0" * 64,
        client_token="9f2f4a32-57f5-4a0c-8d12-0d6f6a6f4b11",
        signed_at=timezone.now(),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_in_force_means_sealed(version, alice):
    agreement = sign(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(state=states.ACTIVE, active_at=timezone.now())


def test_a_closed_agreement_says_when(version, alice):
    agreement = sign(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(state=states.WITHDRAWN)


def test_the_tables_of_states_are_complete():
    assert {event for _source, event in states.TRANSITIONS} == set(states.OWNERS)
    assert {source for source, _event in states.TRANSITIONS} == set(states.OPEN)
    assert set(states.TRANSITIONS.values()) | set(states.OPEN) == set(states.STATES) == set(states.TONES)
