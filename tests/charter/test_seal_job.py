"""The work of sealing: taken once, safe at each failure, one file in the end."""

from __future__ import annotations

import json
import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from charter import actions, queries, sealing, states
from charter.actions import sealing as work
from charter.fingerprints import sha256
from charter.models import Agreement, CharterEvent, SealedFile, SealJob
from core.errors import NotAllowed, WrongState
from core.models import Notification, WorkRow
from people import states as membership_states
from tests.factories.charter import sign, sign_and_seal
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def stored() -> set[str]:
    location = storages["private"].base_location
    return set(os.listdir(location)) if os.path.isdir(location) else set()


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    """A private storage of one's own, so that a file too many is seen."""
    options = {"location": tmp_path / "private", "base_url": None}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "private": backend}


@pytest.fixture
def agreement(version, alice) -> Agreement:
    return sign(alice)


@pytest.fixture
def no_seal(settings, tmp_path):
    """A key that cannot be used; put back at the end."""
    path, settings.SEAL_P12_PATH = settings.SEAL_P12_PATH, tmp_path / "gone.p12"
    settings.SEAL_ALLOW_DEVELOPMENT_KEY = False
    sealing.forget_seal()
    yield lambda: (setattr(settings, "SEAL_P12_PATH", path), sealing.forget_seal())
    sealing.forget_seal()


def expire_lease(agreement: Agreement) -> None:
    SealJob.objects.filter(agreement=agreement).update(lease_until=timezone.now() - timedelta(seconds=1))


def due_now(agreement: Agreement) -> None:
    SealJob.objects.filter(agreement=agreement).update(due_at=timezone.now() - timedelta(seconds=1))


def test_nothing_is_done_without_a_job():
    assert actions.seal_agreement(agreement_id=999_999) is False


def test_a_job_in_other_hands_is_left_alone(agreement):
    assert SealJob.objects.take(agreement.seal_job.pk, work.LEASE)
    assert actions.seal_agreement(agreement_id=agreement.pk) is False
    assert not SealedFile.objects.exists()


def test_a_job_done_is_not_done_again(agreement):
    assert actions.seal_agreement(agreement_id=agreement.pk)
    assert actions.seal_agreement(agreement_id=agreement.pk) is False
    assert SealedFile.objects.count() == 1


def test_sealing_brings_into_force(agreement, alice):
    assert actions.seal_due() == 1
    agreement.refresh_from_db()
    sealed = agreement.sealed_file
    content = queries.read_sealed_file(sealed)
    assert (agreement.state, agreement.seal_state) == (states.ACTIVE, states.SEALED)
    assert alice.memberships.get().state == membership_states.AMBASSADOR
    assert sealed.storage_key == sealed.sha256 == sha256(content)
    assert sealed.size == len(content)
    assert sealing.accept(agreement.document_id, content) == sealed.cert_sha256
    assert stored() == {sealed.storage_key}
    assert [event.type for event in CharterEvent.objects.all()] == [
        "agreement.signed",
        "agreement.sealed",
        "agreement.active",
    ]
    assert Notification.objects.filter(notice="charter.in_force", recipient=alice).count() == 1


def test_the_sweep_finds_the_work(agreement, drain):
    drain()
    agreement.refresh_from_db()
    assert agreement.is_sealed


def test_a_missing_key_keeps_the_act_and_is_tried_again(agreement, no_seal):
    assert actions.seal_agreement(agreement_id=agreement.pk)
    agreement.refresh_from_db()
    job = agreement.seal_job
    assert (agreement.state, agreement.seal_state) == (states.SIGNED, states.QUEUED)
    assert job.work_state == WorkRow.PENDING
    assert job.due_at > timezone.now()
    assert "SealUnavailable" in job.error
    no_seal()
    due_now(agreement)
    actions.seal_due()
    agreement.refresh_from_db()
    assert agreement.state == states.ACTIVE


def test_after_three_attempts_the_register_shows_it_and_it_is_still_tried(agreement, no_seal, bob):
    for _ in range(3):
        due_now(agreement)
        actions.seal_due()
    agreement.refresh_from_db()
    assert agreement.seal_state == states.SEAL_FAILED
    assert [job.agreement for job in queries.failed_seals(bob)] == [agreement]
    no_seal()
    due_now(agreement)
    actions.seal_due()
    agreement.refresh_from_db()
    assert agreement.state == states.ACTIVE
    assert queries.failed_seals(bob) == []


def test_the_wait_never_grows_beyond_a_quarter_of_an_hour(agreement, no_seal):
    SealJob.objects.filter(agreement=agreement).update(attempts=5000)
    actions.seal_due()
    wait = SealJob.objects.get().due_at - timezone.now()
    assert timedelta(minutes=10) < wait < timedelta(minutes=20)


def test_after_an_hour_legal_and_the_administrators_are_told_once(agreement, no_seal, bob):
    administrator, coach = UserFactory(roles=["administrator"]), UserFactory(roles=["coach"])
    SealJob.objects.update(created_at=timezone.now() - timedelta(hours=2), attempts=5)
    for _ in range(2):
        due_now(agreement)
        actions.seal_due()
    told = Notification.objects.filter(notice="charter.seal_late").values_list("recipient_id", flat=True)
    assert sorted(told) == sorted([bob.pk, administrator.pk])
    assert coach.pk not in told


def test_what_a_killed_attempt_left_behind_is_removed(agreement):
    """Killed after the file was stored and before it was admitted: the state a SIGKILL leaves."""
    claim = SealJob.objects.take(agreement.seal_job.pk, work.LEASE)
    made = work._make(agreement)
    work._announce_key(agreement.seal_job, claim, made.sha256)
    storages["private"].save(made.sha256, ContentFile(made.content))
    expire_lease(agreement)
    actions.seal_due()
    agreement.refresh_from_db()
    assert agreement.sealed_file.sha256 != made.sha256
    assert stored() == {agreement.sealed_file.storage_key}
    assert SealedFile.objects.count() == 1


def test_a_half_written_file_is_removed(agreement):
    claim = SealJob.objects.take(agreement.seal_job.pk, work.LEASE)
    work._announce_key(agreement.seal_job, claim, "ab" * 32)
    storages["private"].save("ab" * 32, ContentFile(b"%PDF-1.7 half"))
    expire_lease(agreement)
    actions.seal_due()
    agreement.refresh_from_db()
    assert stored() == {agreement.sealed_file.storage_key}


def test_who_lost_the_lease_admits_nothing_and_removes_its_file(agreement):
    """A worker that was only slow comes back after another has finished."""
    job = agreement.seal_job
    claim = SealJob.objects.take(job.pk, work.LEASE)
    expire_lease(agreement)
    actions.seal_due()
    agreement.refresh_from_db()
    first = agreement.sealed_file.sha256
    work._attempt(job, claim)
    assert stored() == {first}
    assert SealedFile.objects.get().sha256 == first


def test_who_loses_the_lease_between_storing_and_admitting_removes_its_file(agreement):
    job = agreement.seal_job
    claim = SealJob.objects.take(job.pk, work.LEASE)
    made = work._make(agreement)
    assert work._announce_key(job, claim, made.sha256)
    expire_lease(agreement)
    other = SealJob.objects.take(job.pk, work.LEASE)
    assert not work._admit(job, claim, agreement.user_id, made)
    assert not SealedFile.objects.exists()
    assert SealJob.objects.get().claim == other


def test_a_file_that_is_stored_wrong_is_not_admitted(agreement, settings):
    backend = {"BACKEND": "tests.charter.storages.Corrupting", "OPTIONS": settings.STORAGES["private"]["OPTIONS"]}
    settings.STORAGES = {**settings.STORAGES, "private": backend}
    actions.seal_due()
    agreement.refresh_from_db()
    assert not SealedFile.objects.exists()
    assert agreement.state == states.SIGNED
    assert stored() == set()


def test_a_person_who_withdrew_meanwhile_gets_the_file_and_nothing_comes_into_force(agreement, alice):
    actions.withdraw(user=alice, by=alice)
    actions.seal_due()
    agreement.refresh_from_db()
    assert (agreement.state, agreement.seal_state) == (states.WITHDRAWN, states.SEALED)
    assert agreement.active_at is None
    assert alice.memberships.get().state == membership_states.LEFT


def test_the_file_comes_back_only_if_it_is_still_that_file(version, alice):
    sealed = sign_and_seal(alice).sealed_file
    storage = storages["private"]
    path = storage.path(sealed.storage_key)
    with open(path, "ab") as file:
        file.write(b"\n")
    with pytest.raises(WrongState):
        queries.read_sealed_file(sealed)
    os.unlink(path)
    with pytest.raises(WrongState):
        queries.read_sealed_file(sealed)


def test_only_legal_and_hr_try_again(agreement, alice):
    with pytest.raises(NotAllowed):
        actions.retry_seal(agreement=agreement, by=alice)


def test_a_seal_that_is_there_is_not_tried_again(agreement, bob):
    actions.seal_due()
    with pytest.raises(WrongState):
        actions.retry_seal(agreement=agreement, by=bob)


def test_trying_again_makes_it_due(agreement, bob, no_seal):
    actions.seal_due()
    actions.retry_seal(agreement=agreement, by=bob)
    assert SealJob.objects.due().exists()


# --- What is in the file -------------------------------------------------------------------------------------------


@pytest.fixture
def opened(version, alice):
    import io

    import pikepdf

    agreement = sign_and_seal(alice)
    with pikepdf.open(io.BytesIO(queries.read_sealed_file(agreement.sealed_file))) as pdf:
        yield agreement, {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}


def test_the_evidence_is_attached_and_agrees_with_the_register(opened):
    agreement, files = opened
    assert set(files) == {"evidence.json", "charter-as-shown.pdf"}
    evidence = json.loads(files["evidence.json"])
    assert evidence["schema"] == "charter-evidence/1"
    assert evidence["agreement"] == agreement.reference
    assert evidence["body_sha256"] == agreement.body_sha256
    assert evidence["body_pdf_sha256"] == sha256(files["charter-as-shown.pdf"])
    assert evidence["source_sha256"] == agreement.version.text_in("fr").source_sha256
    employee, company = evidence["acts"]
    assert (employee["typed_name"], company["typed_name"]) == ("Alice Œuvrard-D’Arc", "Bob Renard")
    assert employee["signed_at"].endswith("Z")
    assert employee["auth"]["methods"] == ["password"]
    assert all(record["sha256"] == sha256(record["text"]) for record in employee["statements"])
    assert evidence["parties"][1]["signatory_capacity"] == "DRH"
    assert evidence["seal"]["cert_sha256"] == agreement.sealed_file.cert_sha256
    assert [event["type"] for event in evidence["events"]] == ["agreement.signed"]
    assert evidence["mail"][0]["kind"] == "charter.signed"


def test_the_body_as_shown_is_made_again_to_the_same_bytes(opened):
    from charter.documents import body_pdf

    agreement, files = opened
    again = body_pdf(agreement, sealing.document_identifier(agreement.document_id))
    assert again.content == files["charter-as-shown.pdf"]
