"""Sealing: the work is a row, taken by lease. The slow part stands outside any transaction, between two short ones.

A worker may be killed at any point. In the end there is exactly one file: an attempt first writes down the key it is
about to store, the next attempt removes what that key left behind, and an attempt that lost its lease removes its own.
"""

from __future__ import annotations

import logging
import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.delivery import send_notice
from core.errors import WrongState
from core.models import WorkRow
from core.queue import wake
from people import roles
from people.actions import activate_membership
from people.models import Membership, User

from .. import sealing, states
from ..documents import body_pdf, full_pdf
from ..evidence import evidence_json, evidence_record, now_ms
from ..fingerprints import sha256
from ..models import Agreement, SealedFile, SealJob
from ..notices import CharterInForce, SealLate
from ..permissions import check_read_register
from .events import append_event
from .withdrawal import transition

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=45)
LONGEST_WAIT_SECONDS = 15 * 60
FAILED_AFTER_ATTEMPTS = 3
ALERT_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Sealed:
    """A file that passed the door, not yet in the register."""

    content: bytes
    sha256: str
    cert_sha256: str
    at: datetime


def seal_due(limit: int = 3) -> int:
    """Seal what is due, oldest first, without any limit of age. Out: jobs taken. May run twice at once."""
    due = SealJob.objects.due().order_by("due_at", "id").values_list("agreement_id", flat=True)[:limit]
    return sum(1 for agreement_id in list(due) if seal_agreement(agreement_id=agreement_id))


def seal_agreement(*, agreement_id: int) -> bool:
    """Take, render, seal, check, store, admit. Out: False when there is nothing to do or another worker has it.

    Never raises on a failure of the work itself: the job says so and is tried again, and the act of signing is safe.
    """
    job = SealJob.objects.filter(agreement_id=agreement_id).first()
    claim = SealJob.objects.take(job.pk, LEASE) if job else None
    if job is None or claim is None:
        return False
    job.refresh_from_db()
    try:
        _attempt(job, claim)
    except Exception as error:
        logger.exception("sealing agreement %s failed", agreement_id)
        _try_again_later(job, claim, error)
    return True


def _attempt(job: SealJob, claim: uuid.UUID) -> None:
    Agreement.objects.filter(pk=job.agreement_id).exclude(seal_state=states.SEALED).update(seal_state=states.SEALING)
    storage = storages[settings.PRIVATE_MEDIA_STORAGE]
    _remove_leftover(job, storage)
    agreement = Agreement.objects.select_related("version", "user").get(pk=job.agreement_id)
    made = _make(agreement)
    if not _announce_key(job, claim, made.sha256):
        return
    storage.save(made.sha256, ContentFile(made.content))
    try:
        kept = _stored_hash(storage, made.sha256) == made.sha256 and _admit(job, claim, agreement.user_id, made)
    except BaseException:
        storage.delete(made.sha256)
        raise
    if not kept:
        storage.delete(made.sha256)


def _make(agreement: Agreement) -> Sealed:
    """Render the body as shown, the evidence and the whole; seal; check by the same door as everything else."""
    seal = sealing.seal()
    identifier = sealing.document_identifier(agreement.document_id)
    description = {"subject": seal.subject, "cert_sha256": seal.fingerprint, "level": "B-B", "tsa": ""}
    body = body_pdf(agreement, identifier)
    record = evidence_record(agreement, body_pdf=body.content, body_pages=body.pages, seal=description)
    full = full_pdf(agreement, identifier, body=body, evidence=evidence_json(record), seal=description)
    content = sealing.seal_pdf(full.content)
    at = now_ms()
    return Sealed(content, sha256(content), sealing.accept(agreement.document_id, content), at)


def _announce_key(job: SealJob, claim: uuid.UUID, key: str) -> bool:
    rows = SealJob.objects.filter(pk=job.pk, claim=claim, work_state=WorkRow.WORKING)
    return bool(rows.update(stored_key=key))


def _remove_leftover(job: SealJob, storage: Storage) -> None:
    """What an attempt that was killed had stored, unless it is the file of the register."""
    if job.stored_key and not SealedFile.objects.filter(storage_key=job.stored_key).exists():
        storage.delete(job.stored_key)


def _stored_hash(storage: Storage, key: str) -> str:
    with storage.open(key) as file:
        return sha256(file.read())


@transaction.atomic
def _admit(job: SealJob, claim: uuid.UUID, user_id: int, made: Sealed) -> bool:
    """The second short transaction. Out: False when the lease was lost: somebody else makes the file."""
    list(Membership.objects.select_for_update().open().filter(user_id=user_id))
    if not SealJob.objects.close(job.pk, claim, WorkRow.DONE, error=""):
        return False
    agreement = Agreement.objects.select_for_update().select_related("version", "user").get(pk=job.agreement_id)
    if SealedFile.objects.filter(agreement=agreement).exists():
        return False
    SealedFile.objects.create(
        agreement=agreement,
        sha256=made.sha256,
        storage_key=made.sha256,
        cert_sha256=made.cert_sha256,
        size=len(made.content),
        sealed_at=made.at,
        verified_at=now_ms(),
    )
    data = {"sha256": made.sha256, "cert_sha256": made.cert_sha256}
    append_event("agreement.sealed", version=agreement.version, agreement=agreement, at=now_ms(), by=None, data=data)
    audit.record("charter.agreement.seal", agreement, None, sha256=made.sha256)
    _bring_into_force(agreement)
    return True


def _bring_into_force(agreement: Agreement) -> None:
    """A person who withdrew before the file was ready keeps the file, and nothing comes into force."""
    if agreement.state == states.SIGNED:
        at = now_ms()
        transition(agreement, "activate", seal_state=states.SEALED, active_at=at)
        append_event("agreement.active", version=agreement.version, agreement=agreement, at=at, by=None)
        audit.record("charter.agreement.activate", agreement, None)
        activate_membership(user=agreement.user, by=None)
    else:
        Agreement.objects.filter(pk=agreement.pk).update(seal_state=states.SEALED)
    send_notice(
        CharterInForce.key, to=agreement.user, event=f"charter-sealed:{agreement.pk}", agreement_id=agreement.pk
    )


def _try_again_later(job: SealJob, claim: uuid.UUID, error: Exception) -> None:
    """Wait longer each time, at most a quarter of an hour, for ever; after three attempts the register shows it, after
    an hour legal and the administrators are told once."""
    wait = min(LONGEST_WAIT_SECONDS, 5 * 2 ** min(job.attempts, 12)) * random.uniform(0.8, 1.2)  # noqa: S311
    reason = f"{type(error).__name__}: {error}"[:200]
    with transaction.atomic():
        due_at = timezone.now() + timedelta(seconds=wait)
        if not SealJob.objects.close(job.pk, claim, WorkRow.PENDING, due_at=due_at, error=reason):
            return
        failed = job.attempts >= FAILED_AFTER_ATTEMPTS
        Agreement.objects.filter(pk=job.agreement_id, seal_state=states.SEALING).update(
            seal_state=states.SEAL_FAILED if failed else states.QUEUED
        )
        if failed and timezone.now() - job.created_at >= ALERT_AFTER:
            _alert(job.agreement_id)


def _alert(agreement_id: int) -> None:
    people = User.objects.filter(is_active=True, groups__name__in=[roles.LEGAL, roles.ADMINISTRATOR]).distinct()
    for person in people:
        send_notice(SealLate.key, to=person, event=f"charter-seal-late:{agreement_id}", agreement_id=agreement_id)


@transaction.atomic
def retry_seal(*, agreement: Agreement, by: User) -> None:
    """Try a failed seal again at once. Raises NotAllowed, WrongState when nothing is waiting."""
    check_read_register(by)
    rows = SealJob.objects.filter(agreement=agreement, work_state=WorkRow.PENDING)
    if not rows.update(due_at=timezone.now()):
        raise WrongState(_("This file is not waiting for a seal."))
    audit.record("charter.seal.retry", agreement, by)
    wake("charter.seal_agreement", agreement_id=agreement.pk)
