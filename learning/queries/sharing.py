"""What a coach was shown, and whom a learner may show something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from people import roles
from people.models import User

from ..models import AnswerToRead, Attempt, AttemptQuestion, SharedAttempt
from .attempts import Marked, marked
from .lessons import lesson_links


@dataclass(frozen=True)
class ShownByLearner:
    """What a learner has shown of one attempt, and what they may still show."""

    shares: list[SharedAttempt]
    coaches: list[User]
    readings: dict[int, AnswerToRead]
    to_send: list[int]

    @property
    def coaches_left(self) -> list[User]:
        """Coaches to whom the attempt is not shown yet."""
        shown = {share.coach_id for share in self.shares}
        return [coach for coach in self.coaches if coach.pk not in shown]


@dataclass(frozen=True)
class CoachDesk:
    """What is there for one coach to read."""

    waiting: list[AnswerToRead]
    read: list[AnswerToRead]
    shared: list[SharedAttempt]


def coaches_for(learner: User) -> list[User]:
    """Coaches by name: never the learner's line manager, nor the learner."""
    coaches = User.objects.filter(groups__name__in=[roles.COACH, roles.LEAD_COACH], is_active=True)
    not_theirs = coaches.exclude(Q(pk=learner.pk) | Q(pk=learner.line_manager_id or 0))
    return list(not_theirs.distinct().order_by("last_name", "first_name", "pk"))


def shown_by_learner(attempt: Attempt, learner: User) -> ShownByLearner:
    """In: the learner's own finished attempt. Four queries."""
    readings = AnswerToRead.objects.filter(question__attempt=attempt).select_related("question", "coach", "read_by")
    by_position = {reading.question.position: reading for reading in readings}
    return ShownByLearner(
        shares=list(SharedAttempt.objects.filter(attempt=attempt).select_related("coach")),
        coaches=coaches_for(learner),
        readings=by_position,
        to_send=[row.position for row in attempt.questions.all() if may_be_read(row)],
    )


def may_be_read(question: AttemptQuestion) -> bool:
    """Did its author say that a coach may be asked to read it, and is there something to read?"""
    return bool(question.snapshot["config"].get("read_by_coach")) and question.answer is not None


def coach_desk(coach: User) -> CoachDesk:
    """What this coach may read now. Two queries."""
    answers = AnswerToRead.objects.for_coach(coach).select_related(
        "question__attempt__learner", "question__attempt", "read_by"
    )
    found = list(answers[:200])
    shared = SharedAttempt.objects.for_coach(coach).select_related("attempt__learner")
    return CoachDesk(
        waiting=[reading for reading in found if reading.read_at is None],
        read=[reading for reading in found if reading.read_by_id == coach.pk],
        shared=list(shared[:200]),
    )


def shared_questions(attempt: Attempt) -> list[Marked]:
    """Everything of an attempt that its learner has shared: what was asked, answered, and why."""
    rows = list(attempt.questions.all())
    links = lesson_links({row.snapshot["lesson_key"] for row in rows if row.snapshot["lesson_key"]})
    return [marked(row, links) for row in rows]


def rubric_of(question: AttemptQuestion) -> dict[str, Any]:
    """What the author of the question expects: the criteria and an example."""
    config = question.snapshot["config"]
    return {"criteria": config.get("rubric", []), "example": config.get("example", "")}
