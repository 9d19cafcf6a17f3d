"""Marking again after a key was mended: asked by an editor, run by the worker, with its history."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import WorkQuerySet, WorkRow

from .attempts import AttemptQuestion

FULL_CREDIT, NOBODY_LOSES, NEW_KEY_ONLY, NO_REGRADE = (
    "full_credit",
    "current_and_previous_correct",
    "current_correct_only",
    "no_regrade",
)
POLICIES = {
    FULL_CREDIT: _("Full mark for everybody"),
    NOBODY_LOSES: _("The better of the old key and the new one: nobody loses"),
    NEW_KEY_ONLY: _("The new key only: some may lose"),
    NO_REGRADE: _("Leave past attempts as they are"),
}


def policy_choices() -> list[tuple[str, object]]:
    """(key, name) of each policy."""
    return list(POLICIES.items())


class RegradeQuerySet(WorkQuerySet["Regrade"]):
    """Of all; an editor's page shows counts, and no row leads to a person."""


class Regrade(WorkRow):
    """One question marked again in every finished attempt. Counts only; who is behind them stands nowhere here."""

    question_key = models.UUIDField()
    revision_id = models.BigIntegerField(null=True)
    policy = models.CharField(_("policy"), max_length=30, choices=policy_choices)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RegradeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("regrade")
        verbose_name_plural = _("regrades")
        constraints = [
            models.UniqueConstraint(
                fields=["question_key"],
                condition=Q(work_state__in=["pending", "working"]),
                name="one_regrade_of_a_question_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(work_state="done") | Q(finished_at__isnull=False), name="a_finished_regrade_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_key} {self.policy}"


class RegradedMark(models.Model):
    """The history of one mark: what it was, what it became, and the score of its attempt before and after."""

    regrade = models.ForeignKey(Regrade, on_delete=models.CASCADE, related_name="marks")
    question = models.ForeignKey(AttemptQuestion, on_delete=models.CASCADE, related_name="regraded")
    mark_before = models.DecimalField(max_digits=5, decimal_places=4)
    mark_after = models.DecimalField(max_digits=5, decimal_places=4)
    score_before = models.DecimalField(max_digits=7, decimal_places=4)
    score_after = models.DecimalField(max_digits=7, decimal_places=4)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["regrade", "question"], name="a_regrade_marks_an_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.regrade_id} {self.question_id}"
