"""The PDF of a certificate, made by the worker. The row is the work."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from core.models import WorkRow

from ..documents import certificate_pdf
from ..models import CertificateFile, Recertification
from .certificates import open_asked_cycles

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
LONGEST_WAIT = timedelta(minutes=15)


def render_certificate(*, certificate_id: uuid.UUID) -> bool:
    """Take, lay out, store, close. Out: False when there is nothing to do or another worker has it. Never raises on a
    failure of the work itself: the row says so, and it is tried again."""
    file = CertificateFile.objects.filter(certificate=certificate_id).first()
    claim = CertificateFile.objects.take(file.pk, LEASE) if file else None
    if file is None or claim is None:
        return False
    try:
        _make(file)
    except Exception as error:
        logger.exception("certificate %s could not be made", certificate_id)
        wait = min(LONGEST_WAIT, timedelta(seconds=10 * 2 ** min(file.attempts, 8)))
        reason = f"{type(error).__name__}: {error}"[:200]
        CertificateFile.objects.close(file.pk, claim, WorkRow.PENDING, due_at=timezone.now() + wait, error=reason)
        return True
    CertificateFile.objects.close(file.pk, claim, WorkRow.DONE, error="")
    return True


def _make(file: CertificateFile) -> None:
    """The same bytes under the same name, however often: two workers at once write the same file."""
    storage = storages[settings.PRIVATE_MEDIA_STORAGE]
    content = certificate_pdf(file.certificate)
    if storage.exists(file.storage_key):
        storage.delete(file.storage_key)
    storage.save(file.storage_key, ContentFile(content))


def ask_the_next_people(*, recertification_id: int) -> int:
    """Open the next cycles of a course that is asked again; the last time, close the row. Out: how many people."""
    claim = Recertification.objects.take(recertification_id, LEASE)
    if claim is None:
        return 0
    asked = open_asked_cycles(recertification=Recertification.objects.get(pk=recertification_id))
    state = WorkRow.PENDING if asked else WorkRow.DONE
    Recertification.objects.close(recertification_id, claim, state)
    return asked
