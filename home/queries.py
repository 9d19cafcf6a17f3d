"""Reads that span the pillars: where a person stands, what has not left the outbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from charter import states as charter_states
from charter.models import Agreement, CharterVersion
from charter.queries import latest_agreement, states_for
from coaching import queries as coaching_queries
from coaching import states as coaching_states
from coaching.models import CoachingRequest
from coaching.request_kinds import REQUEST_KINDS
from core.models import Heartbeat, Notification, WorkRow
from learning import queries as learning_queries
from people.models import Membership, User
from people.queries import matching

from . import journey
from .dashboards import Cell, suppress
from .reports import learning_report

ALIVE = timedelta(seconds=60)
ASKED = (*coaching_states.OPEN, coaching_states.RESOLVED, coaching_states.CLOSED)


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


# --- The programme ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Member:
    """A line of the named list: membership, and the state of the charter in words, if there is one."""

    membership: Membership
    charter: object = ""
    tone: str = "neutral"


def programme_members(reader: User, search: str = "") -> QuerySet[Membership]:
    """Those who take part, as far as this reader may see them, filtered by the words of a search."""
    members = Membership.objects.visible_to(reader).open()
    return members.filter(matching(search, "user__")).select_related("user__entity")


def with_charter_states(memberships: Iterable[Membership]) -> list[Member]:
    """The same, each with the state of its charter; one query."""
    rows = list(memberships)
    found = states_for(membership.user_id for membership in rows)
    return [_member(membership, found.get(membership.user_id)) for membership in rows]


def _member(membership: Membership, state: str | None) -> Member:
    if state is None:
        return Member(membership)
    return Member(membership, charter_states.STATES[state], charter_states.TONES[state])


@dataclass(frozen=True)
class Row:
    """A line of a table of figures: what it counts, and its cells, the total last."""

    title: object
    cells: list[Cell]

    @property
    def total(self) -> Cell:
        return self.cells[-1]


def learning_figures() -> list[Row]:
    """How many of those who take part have completed each course, and how many have not; the same for every reader.

    The named list tells everybody's number, so that it cannot be hidden: "all of them" and "all but one" would name
    people as surely as "one". Whoever reports to a reader of the figures is in none of them, and nothing is shown that
    the learning report hides.
    """
    return [Row(course.title, list(course.everybody)) for course in learning_report().courses]


def coaching_figures(reader: User) -> list[Row]:
    """How many requests of each kind were made, and together; a kind for which fewer than five people asked is hidden.

    Every kind has its line, asked for or not. The reader's own reports and restricted requests are in no figure.
    """
    counted = coaching_queries.programme_figures(exclude_users=_reports_of(reader))
    rows = [[row for row in counted if row["kind"] == kind.key and row["state"] in ASKED] for kind in REQUEST_KINDS]
    requests = [[sum(row["requests"] for row in of_kind)] for of_kind in rows]
    # At least so many: the same person may stand behind several states, so people are not added up.
    people = [[max((row["people"] for row in of_kind), default=0)] for of_kind in rows]
    titles = [*(kind.label for kind in REQUEST_KINDS), _("Together")]
    return [Row(title, cells) for title, cells in zip(titles, suppress(requests, people=people).rows, strict=True)]


def _reports_of(reader: User) -> list[int]:
    return list(User.objects.filter(line_manager=reader).values_list("pk", flat=True))


# --- The outbox ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Undelivered:
    """Messages that have not left: those given up, and those that wait for their next try."""

    everything: QuerySet[Notification]
    failed: list[Notification]
    waiting: list[Notification]


def undelivered(reader: User, limit: int = 100) -> Undelivered:
    """What an administrator sees of the outbox: nothing of a message to somebody who reports to them."""
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
