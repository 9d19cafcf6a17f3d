"""The audit trail, the outbox, and the shape of every row that is work to be done later."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

M = TypeVar("M", bound="WorkRow")


class AuditEvent(models.Model):
    """One act, written beside the change it tells of. Ids and codes only, never a person's words. Append-only."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    action = models.CharField(max_length=80, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    target_type = models.CharField(max_length=80)
    target_id = models.CharField(max_length=64)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["target_type", "target_id"], name="core_audit_target")]

    def __str__(self) -> str:
        return f"{self.action} {self.target_type}:{self.target_id}"


class WorkQuerySet(models.QuerySet[M]):
    def due(self, now: datetime | None = None) -> WorkQuerySet[M]:
        """Rows to take now: pending and due, or taken by a worker whose lease has run out."""
        now = now or timezone.now()
        return self.filter(
            Q(work_state=WorkRow.PENDING, due_at__lte=now) | Q(work_state=WorkRow.WORKING, lease_until__lt=now)
        )

    def take(self, pk: int, lease: timedelta) -> uuid.UUID | None:
        """Take one due row by one conditional UPDATE. Out: the claim to close it with, or None (somebody else has it)."""
        now = timezone.now()
        claim = uuid.uuid4()
        taken = (
            self.due(now)
            .filter(pk=pk)
            .update(work_state=WorkRow.WORKING, lease_until=now + lease, attempts=F("attempts") + 1, claim=claim)
        )
        return claim if taken else None

    def close(self, pk: int, claim: uuid.UUID, state: str, **values: Any) -> bool:
        """Close a taken row by a second conditional UPDATE. Out: False when the lease was lost to another worker."""
        rows = self.filter(pk=pk, claim=claim, work_state=WorkRow.WORKING)
        return bool(rows.update(work_state=state, lease_until=None, claim=None, **values))


class WorkRow(models.Model):
    """Work to be done later. The row is the work; the Celery message that wakes a worker may be lost or doubled."""

    PENDING, WORKING, DONE, FAILED, CANCELLED = "pending", "working", "done", "failed", "cancelled"
    WORK_STATES = [(s, s) for s in (PENDING, WORKING, DONE, FAILED, CANCELLED)]

    work_state = models.CharField(max_length=10, choices=WORK_STATES, default=PENDING)
    due_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class NotificationQuerySet(WorkQuerySet["Notification"]):
    def visible_to(self, user: Any) -> NotificationQuerySet:
        """A person sees the notices sent to them; nobody else's."""
        return self.filter(recipient=user) if user.is_authenticated else self.none()


class Notification(WorkRow):
    """The outbox: one message to one person by one channel, written in the business transaction. Ids only."""

    EMAIL = "email"
    CHANNELS = [(EMAIL, EMAIL)]

    notice = models.CharField(max_length=80)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications")
    channel = models.CharField(max_length=10, choices=CHANNELS, default=EMAIL)
    payload = models.JSONField(default=dict)
    dedup_key = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="core_outbox_due", condition=Q(work_state__in=["pending", "working"])
            ),
            models.Index(fields=["recipient", "-id"], name="core_outbox_recipient"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(work_state="done") | Q(sent_at__isnull=False), name="a_sent_notification_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} -> {self.recipient_id}"


class Heartbeat(models.Model):
    """The last sign of life of a background process: the embedded broker cannot be asked."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
