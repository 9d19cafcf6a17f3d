"""One row per learner and course, for the reports: what they sum, without reading the facts again.

The facts keep it themselves: whatever writes a completion, an enrolment or a certificate through the ORM writes the
sum in the same transaction, so that no action can forget it. `rebuild_learning_summary` finds no difference.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate, TruncMonth
from django.utils import timezone

from .cycles import OwnQuerySet

Pair = tuple[int, uuid.UUID]
COLUMNS = ("completed_month", "due_on", "expires_on")
AT_A_TIME = 200


class SummaryQuerySet(OwnQuerySet):
    def refresh(self, pairs: Iterable[Pair]) -> None:
        """Sum up again for these learners and courses, inside the caller's transaction.

        The rows are locked before the facts are read: of two transactions, the second sees what the first wrote.
        """
        ordered = sorted(set(pairs), key=str)
        for start in range(0, len(ordered), AT_A_TIME):
            some = ordered[start : start + AT_A_TIME]
            rows = [self.model(user_id=user_id, course_key=course_key) for user_id, course_key in some]
            unique = ["user", "course_key"]
            self.bulk_create(rows, update_conflicts=True, unique_fields=unique, update_fields=["course_key"])
            users, courses = {pair[0] for pair in some}, {pair[1] for pair in some}
            self.filter(user__in=users, course_key__in=courses).update(**facts())

    def empty(self) -> SummaryQuerySet:
        return self.filter(**{f"{name}__isnull": True for name in COLUMNS})  # type: ignore[return-value]

    def different(self) -> QuerySet[Any]:
        """Rows that say something else than the facts, with what the facts say as `counted_…`."""
        counted = {f"counted_{name}": fact for name, fact in facts().items()}
        other = models.Q()
        for name in COLUMNS:
            held, counts = f"{name}__isnull", f"counted_{name}__isnull"
            other |= models.Q(**{held: True, counts: False}) | models.Q(**{held: False, counts: True})
            other |= models.Q(**{held: False, counts: False}) & ~models.Q(**{name: models.F(f"counted_{name}")})
        rows: QuerySet[Any] = self.annotate(**counted).filter(other)
        return rows


class LearnerCourseSummary(models.Model):
    """Sums up one learner in one course: the month of the first completion, the date suggested by the open enrolment,
    the day the valid certificate ends. In the zone of the installation."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course_key = models.UUIDField()
    completed_month = models.DateField(null=True)
    due_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "course_key"], name="a_learner_is_summed_up_once_in_a_course")
        ]
        indexes = [
            models.Index(
                fields=["user", "course_key", "completed_month", "due_on", "expires_on"], name="learning_summary_report"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.course_key}"


def facts() -> dict[str, Any]:
    """Column -> the subquery that works it out from the facts."""
    zone = timezone.get_default_timezone()
    completions = _of("CourseCompletion", "user").order_by().values("user")
    month = completions.annotate(month=TruncMonth(Min("completed_at"), output_field=models.DateField(), tzinfo=zone))
    enrolment = _of("Enrolment", "learner").filter(state="active").order_by()
    valid = _of("Certificate", "user").filter(status="valid").order_by()
    return {
        "completed_month": Subquery(month.values("month")),
        "due_on": Subquery(enrolment.values("due_on")[:1]),
        "expires_on": Subquery(valid.annotate(day=TruncDate("expires_at", tzinfo=zone)).values("day")[:1]),
    }


def _of(model: str, who: str) -> QuerySet[Any]:
    own = {who: OuterRef("user"), "course_key": OuterRef("course_key")}
    rows: QuerySet[Any] = apps.get_model("learning", model)._base_manager.filter(**own)
    return rows


class SummedQuerySet(OwnQuerySet):
    """Rows that are summed up: the sum follows in the same transaction, whichever way they are written.

    `summed`: the fields that the sum depends on.
    """

    summed: tuple[str, ...] = ()

    def update(self, **values: Any) -> int:
        if not set(values) & set(self.summed):
            return super().update(**values)
        with transaction.atomic(using=self.db):
            rows = list(self.select_for_update(of=("self",)).only("pk", self.who, "course_key").order_by())
            changed: int = models.QuerySet.update(self._every().filter(pk__in=[row.pk for row in rows]), **values)
            refresh_sums(rows)
        return changed

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db):
            rows = list(self.only("pk", self.who, "course_key").order_by())
            deleted = super().delete()
            refresh_sums(rows, prune=True)
        return deleted

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        with transaction.atomic(using=self.db):
            made = super().bulk_create(objs, *args, **options)
            refresh_sums(made)
        return made

    def _every(self) -> models.QuerySet[Any]:
        return models.QuerySet(self.model, using=self.db)


class Summed(models.Model):
    """A fact that is summed up."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            super().save(*args, **options)
            refresh_sums([self])

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            deleted = super().delete(*args, **options)
            refresh_sums([self], prune=True)
        return deleted


def refresh_sums(rows: Iterable[Any], *, prune: bool = False) -> None:
    """Sum up again whom these facts are about. In: `prune`, drop the sums with nothing left in them."""
    pairs = set(_pairs(rows))
    if pairs:
        sums = apps.get_model("learning", "LearnerCourseSummary")._default_manager
        sums.refresh(pairs)
        if prune:
            sums.empty().filter(user__in={user_id for user_id, _course in pairs}).delete()


def _pairs(rows: Iterable[Any]) -> Iterator[Pair]:
    for row in rows:
        yield (row.learner_id if hasattr(row, "learner_id") else row.user_id), row.course_key
