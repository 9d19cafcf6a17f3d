"""Reads that span the pillars: where a person stands, what has not left the outbox."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from charter import states as charter_states
from charter.models import Agreement, CharterVersion
from charter.queries import latest_agreement
from coaching import states as coaching_states
from coaching.models import CoachingRequest
from core.models import Heartbeat, Notification, WorkRow
from learning import queries as learning_queries
from people.models import Membership, User

from . import journey

ALIVE = timedelta(seconds=60)


def situation(user: User, membership: Membership | None) -> journey.Situation:
    """The facts a person's journey is made of; `membership` is their open one."""
    courses = learning_queries.core_path(user)
    agreement = latest_agreement(user)
    passed = bool(courses) and all(course.is_completed for course in courses)
    states = Counter(_open_request_states(user))
    return journey.Situation(
        membership=membership.state if membership else "",
        courses=tuple(_course(course) for course in courses),
        learning_step=_learning_step(courses),
        charter=_charter(agreement, passed=passed),
        agreement=agreement,
        requests=sum(states.values()),
        requests_in_hand=states[coaching_states.IN_PROGRESS],
        questions=states[coaching_states.WAITING_REQUESTER],
    )


def _course(course: learning_queries.CourseState) -> journey.Course:
    return journey.Course(course.title, course.url, passed=course.is_completed, started=course.is_started)


def _learning_step(courses: list[learning_queries.CourseState]) -> journey.LearningStep | None:
    step = learning_queries.next_step_among(courses)
    return journey.LearningStep(step.kind, step.title, step.url, step.course_title, step.minutes) if step else None


def _open_request_states(user: User) -> QuerySet[CoachingRequest, str]:
    own = CoachingRequest.objects.visible_to(user).filter(requester=user)
    return own.open().order_by().values_list("state", flat=True)


def _charter(agreement: Agreement | None, *, passed: bool) -> str:
    """What the charter is to a person; the same conditions stand in `charter.queries.standing`, with their sentences."""
    if agreement and agreement.is_open:
        return journey.ACTIVE if agreement.state == charter_states.ACTIVE else journey.SIGNED
    if CharterVersion.objects.current() is None:
        return journey.UNPUBLISHED
    return journey.READY if passed or not settings.SIGNING_REQUIRES_CORE_PATH else journey.LOCKED


@dataclass(frozen=True)
class Undelivered:
    """Messages that have not left: those given up, and those that wait for their next try."""

    everything: QuerySet[Notification]
    failed: list[Notification]
    waiting: list[Notification]


def undelivered(reader: User, limit: int = 100) -> Undelivered:
    """What an administrator sees of the outbox: nothing of a message to somebody who reports to them (house §11)."""
    rows = Notification.objects.exclude(work_state__in=[WorkRow.DONE, WorkRow.CANCELLED])
    rows = rows.exclude(recipient__line_manager=reader).select_related("recipient")
    return Undelivered(
        everything=rows,
        failed=list(rows.filter(work_state=WorkRow.FAILED).order_by("-id")[:limit]),
        waiting=list(rows.exclude(work_state=WorkRow.FAILED).order_by("due_at", "id")[:limit]),
    )


@dataclass(frozen=True)
class SignOfLife:
    at: datetime | None
    is_fresh: bool


def worker_heartbeat() -> SignOfLife:
    """When the worker was last heard of, and whether that is recent."""
    at = Heartbeat.objects.filter(name="worker").values_list("at", flat=True).first()
    return SignOfLife(at, at is not None and timezone.now() - at < ALIVE)
