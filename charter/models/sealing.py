"""The work of sealing, and the file it produced."""

from __future__ import annotations

from django.db import models

from core.models import WorkQuerySet, WorkRow

from .agreements import Agreement


class SealJobQuerySet(WorkQuerySet["SealJob"]):
    pass


class SealJob(WorkRow):
    """Rendering, sealing and checking one agreement's file. `stored_key`: what an attempt was about to store, so that
    the next attempt removes what a killed worker left behind."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="seal_job")
    created_at = models.DateTimeField(auto_now_add=True)
    stored_key = models.CharField(max_length=64, blank=True)

    objects = SealJobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="charter_seal_due",
                condition=models.Q(work_state__in=["pending", "working"]),
            ),
        ]

    def __str__(self) -> str:
        return f"seal {self.agreement_id} {self.work_state}"


class SealedFile(models.Model):
    """The one file of an agreement, admitted by `sealing.accept`. Stored under its own SHA-256."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="sealed_file")
    sha256 = models.CharField(max_length=64, unique=True)
    storage_key = models.CharField(max_length=100, unique=True)
    cert_sha256 = models.CharField(max_length=64)
    level = models.CharField(max_length=10, default="B-B")
    size = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()
    verified_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]
