"""What a learner may still do at a quiz: the quiz's options, and the exceptions given to them or to their cohort."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce

from people.models import User

from ..models import Attempt, Quiz, QuizOverride
from .courses import current_cycle
from .languages import active_language_first


@dataclass(frozen=True)
class Allowance:
    """What holds for one learner: their own exception before their cohort's, and that before the quiz."""

    time_limit_minutes: int
    attempts_allowed: int
    closes_at: datetime | None


@dataclass(frozen=True)
class Opening:
    """May an attempt begin? `last_number`: of all the attempts there were; `made`: in the present cycle."""

    allowance: Allowance
    cycle: int
    last_number: int
    made: int
    not_before: datetime | None
    opens_at: datetime | None

    @property
    def left(self) -> int | None:
        """Attempts left; None without a limit."""
        allowed = self.allowance.attempts_allowed
        return max(allowed - self.made, 0) if allowed else None

    def is_open(self, now: datetime) -> bool:
        """May one begin now?"""
        waits = [moment for moment in (self.not_before, self.opens_at) if moment and now < moment]
        return self.left != 0 and not waits and not self.is_closed(now)

    def is_closed(self, now: datetime) -> bool:
        return self.allowance.closes_at is not None and now >= self.allowance.closes_at


def allowance(quiz: Quiz, user: User) -> Allowance:
    """What this learner is allowed. One query."""
    exceptions = list(QuizOverride.objects.of(user).filter(quiz_key=quiz.translation_key))
    exceptions.sort(key=lambda exception: exception.person_id is None)

    def pick(name: str) -> Any:
        given = (getattr(exception, name) for exception in exceptions)
        return next((value for value in given if value is not None), getattr(quiz, name))

    return Allowance(pick("time_limit_minutes"), pick("attempts_allowed"), pick("closes_at"))


def opening(quiz: Quiz, user: User) -> Opening:
    """May this learner begin? The count and the last number come from one statement, so that they agree."""
    cycle = current_cycle(user, quiz.course.translation_key) if quiz.course else 1
    ended = Coalesce("submitted_at", "grace_until", "due_at", "started_at")
    in_cycle = Q(cycle=cycle)
    seen = (
        Attempt.objects.visible_to(user)
        .filter(quiz_key=quiz.translation_key)
        .aggregate(last_number=Max("number"), made=Count("pk", filter=in_cycle), last_end=Max(ended, filter=in_cycle))
    )
    wait = timedelta(minutes=quiz.cooldown_minutes)
    return Opening(
        allowance=allowance(quiz, user),
        cycle=cycle,
        last_number=seen["last_number"] or 0,
        made=seen["made"],
        not_before=seen["last_end"] + wait if seen["last_end"] and wait else None,
        opens_at=quiz.opens_at,
    )


def live_quiz(key: uuid.UUID) -> Quiz | None:
    """The published quiz of an attempt, in the active language first; None when it is withdrawn."""
    quizzes = Quiz.objects.filter(translation_key=key, live=True).select_related("course", "locale")
    quiz: Quiz | None = quizzes.order_by(active_language_first()).first()
    return quiz
