"""What “My learning” shows: everything of one learner's own, and nothing of anybody else's."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from people.models import User

from .. import enrolments
from ..deadlines import is_over
from ..models import Certificate, Enrolment, LearningPath
from .certificates import last_day_of, linkedin_url
from .courses import CourseState, NextStep, course_states, next_step_of
from .enrolments import is_paused


@dataclass(frozen=True)
class DueDate:
    """A suggested date: it ends with the day where the learner is, and stands still during a pause."""

    day: date
    zone: str
    is_over: bool
    is_paused: bool


@dataclass(frozen=True)
class Standing:
    """A learner and a course: the open enrolment, if any, and what comes next."""

    course: CourseState
    enrolment: Enrolment | None = None
    due: DueDate | None = None

    @property
    def step(self) -> NextStep | None:
        return next_step_of(self.course)

    @property
    def is_suggested(self) -> bool:
        return self.enrolment is not None and self.enrolment.source != enrolments.SELF


@dataclass(frozen=True)
class OwnCertificate:
    """A certificate as its owner sees it."""

    certificate: Certificate
    last_day: datetime | None
    linkedin_url: str
    has_file: bool


@dataclass(frozen=True)
class PathStep:
    """A course of a path. `waits_for`: courses that are better taken first; nothing is locked."""

    course: CourseState
    waits_for: tuple[CourseState, ...]


@dataclass(frozen=True)
class OwnPath:
    """A learning path as one learner sees it."""

    title: str
    summary: str
    steps: tuple[PathStep, ...]

    @property
    def done(self) -> int:
        return sum(is_done(step.course) for step in self.steps)


@dataclass(frozen=True)
class MyLearning:
    """Everything on the page."""

    open: list[Standing]
    done: list[CourseState]
    certificates: list[OwnCertificate]
    paths: list[OwnPath]


def is_done(course: CourseState) -> bool:
    """Is nothing left to do in this course, for now?"""
    return (course.is_completed and not course.is_renewing) or course.is_waived


def my_learning(user: User) -> MyLearning:
    """Courses on the list or under way, courses done, certificates, paths. A constant number of queries."""
    courses = course_states(user)
    active = {row.course_key: row for row in Enrolment.objects.visible_to(user).active()}
    paused = is_paused(user)
    under_way = [course for course in courses if course.key in active or (course.is_started and not is_done(course))]
    standings = [_standing(course, active.get(course.key), user, paused) for course in under_way]
    return MyLearning(
        open=sorted(standings, key=_soonest_first),
        done=[course for course in courses if is_done(course) and course.key not in active],
        certificates=own_certificates(user),
        paths=own_paths(courses),
    )


def standing_in(user: User, course: CourseState) -> Standing:
    """The same for one course. Two queries at most."""
    enrolment = Enrolment.objects.visible_to(user).active().filter(course_key=course.key).first()
    paused = bool(enrolment and enrolment.due_on) and is_paused(user)
    return _standing(course, enrolment, user, paused)


def _standing(course: CourseState, enrolment: Enrolment | None, user: User, paused: bool) -> Standing:
    due = None
    if enrolment and enrolment.due_on:
        over = not paused and is_over(enrolment.due_on, user.zone, timezone.now())
        due = DueDate(enrolment.due_on, user.zone.key, over, paused)
    return Standing(course, enrolment, due)


def _soonest_first(standing: Standing) -> tuple[bool, date]:
    return (standing.due is None, standing.due.day if standing.due else date.max)


def own_certificates(user: User) -> list[OwnCertificate]:
    """The learner's certificates, the newest first; every cycle keeps its own. One query."""
    rows = Certificate.objects.visible_to(user).select_related("user", "file")
    return [
        OwnCertificate(
            certificate=row,
            last_day=last_day_of(row) if row.expires_at else None,
            linkedin_url=linkedin_url(row) if row.is_valid else "",
            has_file=hasattr(row, "file"),
        )
        for row in rows
    ]


def own_paths(courses: Iterable[CourseState]) -> list[OwnPath]:
    """Published paths with where the learner stands; courses that are not published are left out. Two queries."""
    by_key = {course.key: course for course in courses}
    paths = LearningPath.objects.filter(is_published=True).prefetch_related("steps")
    own = [OwnPath(path.title, path.summary, _steps(path, by_key)) for path in paths]
    return [path for path in own if path.steps]


def _steps(path: LearningPath, by_key: dict[uuid.UUID, CourseState]) -> tuple[PathStep, ...]:
    steps: list[PathStep] = []
    earlier: list[CourseState] = []
    for step in path.steps.all():
        course = by_key.get(step.course_key)
        if course is None:
            continue
        needed = tuple(each for each in earlier if not is_done(each)) if step.needs_earlier else ()
        steps.append(PathStep(course, needed))
        earlier.append(course)
    return tuple(steps)
