"""Cycles: going through a course again. Everything a learner did keeps the number of the cycle it was done in."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.models import WorkQuerySet, WorkRow

from ..enrolments import cycle_reason_choices

FIRST_CYCLE = 1


class OwnQuerySet(models.QuerySet[Any]):
    """Rows of one learner. `who` names the field."""

    who = "user"

    def visible_to(self, user: Any) -> Self:
        """The learner's own, and nobody else's: no role, no relation and no superuser opens it."""
        return self.filter(**{self.who: user}) if user.is_authenticated else self.none()

    def of_current_cycle(self) -> Self:
        """Rows of the cycle their learner is in. For rows with `course_key` and `cycle`."""
        return self.filter(~Exists(_later_cycles(self.who)))


def _later_cycles(who: str) -> models.QuerySet[Cycle]:
    return Cycle.objects.filter(
        user=OuterRef(f"{who}_id"), course_key=OuterRef("course_key"), number__gt=OuterRef("cycle")
    )


class Cycle(models.Model):
    """A learner begins a course again: the window of a certificate opened, or the course changed in a way that matters.

    The first cycle needs no row. Nothing of an earlier cycle is deleted or changed.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course_key = models.UUIDField()
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=20, choices=cycle_reason_choices)
    opened_at = models.DateTimeField(default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["user", "course_key", "number"], name="a_cycle_is_opened_once"),
            models.CheckConstraint(condition=Q(number__gt=FIRST_CYCLE), name="the_first_cycle_needs_no_row"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.course_key} #{self.number}"


class RecertificationQuerySet(WorkQuerySet["Recertification"]):
    """Not personal: an act of the editors."""


class Recertification(WorkRow):
    """An editor asks those who completed a course to take it again. The worker opens their cycles, a few at a time."""

    course_key = models.UUIDField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    objects = RecertificationQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["course_key"],
                condition=Q(work_state__in=["pending", "working"]),
                name="a_course_is_asked_again_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_key} {self.asked_at:%Y-%m-%d}"
