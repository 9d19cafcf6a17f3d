"""Counts for the programme: of people, never about one."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import get_language

from people.models import Membership

from ..models import Attempt, CourseCompletion, CoursePage, LessonCompletion


@dataclass(frozen=True)
class CourseFigures:
    """Counts of people for one course; raw: whoever shows them hides small ones."""

    key: uuid.UUID
    title: str
    started: int
    completed: int
    tried: int
    passed: int


def programme_figures(*, exclude_users: Collection[int] = ()) -> list[CourseFigures]:
    """How many people taking part have started, completed, tried and passed each published course.

    In: `exclude_users`, ids left out of every count (the reader's own reports: a line manager learns nothing about them).
    Out: raw counts, in the order of the tree; whoever shows them hides the small ones.
    """
    people = Membership.objects.open().exclude(user__in=exclude_users).values("user")
    read = _people_by_course(LessonCompletion.objects.filter(user__in=people), "user")
    attempts = Attempt.objects.filter(learner__in=people)
    begun = _people_by_course(attempts, "learner")
    tried = _people_by_course(attempts.finished(), "learner")
    passed = _people_by_course(attempts.finished().filter(passed=True), "learner")
    completed = _people_by_course(CourseCompletion.objects.filter(user__in=people), "user")
    nobody: frozenset[int] = frozenset()
    courses = CoursePage.objects.live().filter(locale__language_code=get_language()).order_by("path")
    return [
        CourseFigures(
            key=course.translation_key,
            title=course.title,
            started=len(read.get(course.translation_key, nobody) | begun.get(course.translation_key, nobody)),
            completed=len(completed.get(course.translation_key, nobody)),
            tried=len(tried.get(course.translation_key, nobody)),
            passed=len(passed.get(course.translation_key, nobody)),
        )
        for course in courses
    ]


def _people_by_course(
    rows: QuerySet[LessonCompletion] | QuerySet[Attempt] | QuerySet[CourseCompletion], who: str
) -> dict[uuid.UUID, frozenset[int]]:
    grouped: dict[uuid.UUID, set[int]] = {}
    for course_key, user_id in rows.order_by().values_list("course_key", who).distinct():
        grouped.setdefault(course_key, set()).add(user_id)
    return {key: frozenset(ids) for key, ids in grouped.items()}
