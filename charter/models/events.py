"""The chain of events: each row holds the hash of the one before. Ids and codes only; append-only."""

from __future__ import annotations

from django.db import models

from .agreements import Agreement
from .versions import CharterVersion


class CharterEvent(models.Model):
    """`hash` = SHA-256("charter-event/1", 0, `prev`, canonical JSON of the public part); docs/adr/0010."""

    seq = models.PositiveBigIntegerField(unique=True)
    type = models.CharField(max_length=40)
    at = models.DateTimeField()
    version = models.ForeignKey(CharterVersion, on_delete=models.PROTECT, related_name="events")
    agreement = models.ForeignKey(Agreement, null=True, on_delete=models.PROTECT, related_name="events")
    actor_id_at_the_time = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    prev = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.type}"
