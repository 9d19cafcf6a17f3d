"""The sums the reports read, worked out again from the facts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from ..models import Certificate, CourseCompletion, Enrolment, LearnerCourseSummary
from ..models.summaries import COLUMNS


@dataclass(frozen=True)
class Difference:
    """A sum that did not say what the facts say. Ids only."""

    user_id: int
    course_key: uuid.UUID
    column: str
    held: object
    counted: object


@transaction.atomic
def rebuild_learning_summary() -> list[Difference]:
    """Work every sum out again. Out: the differences found, none in a healthy database. May run twice."""
    LearnerCourseSummary.objects.empty().delete()
    found = [*_missing(), *_different()]
    LearnerCourseSummary.objects.refresh((one.user_id, one.course_key) for one in found)
    return found


def _different() -> Iterable[Difference]:
    for row in LearnerCourseSummary.objects.different().order_by("user_id", "course_key"):
        for column in COLUMNS:
            held, counted = getattr(row, column), getattr(row, f"counted_{column}")
            if held != counted:
                yield Difference(row.user_id, row.course_key, column, held, counted)


def _missing() -> Iterable[Difference]:
    """Facts that should be summed up and are not."""
    facts: list[tuple[str, str, Any]] = [
        ("completed_month", "user_id", CourseCompletion.objects.all()),
        ("due_on", "learner_id", Enrolment.objects.active().filter(due_on__isnull=False)),
        ("expires_on", "user_id", Certificate.objects.valid().filter(expires_at__isnull=False)),
    ]
    for column, who, rows in facts:
        own = LearnerCourseSummary.objects.filter(user_id=OuterRef(who), course_key=OuterRef("course_key"))
        pairs = rows.filter(~Exists(own)).order_by(who, "course_key").values_list(who, "course_key").distinct()
        yield from (Difference(user_id, course_key, column, None, "a fact") for user_id, course_key in pairs)
