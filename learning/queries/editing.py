"""What editors see of quizzes and questions, published or not."""

from __future__ import annotations

import uuid

from ..models import Question, Quiz, Regrade
from .languages import active_language_first


def any_quiz(key: uuid.UUID) -> Quiz | None:
    """A quiz in the active language first, published or not."""
    quizzes = Quiz.objects.filter(translation_key=key).select_related("course", "locale", "latest_revision")
    quiz: Quiz | None = quizzes.order_by(active_language_first(), "pk").first()
    return quiz


def quizzes_for_editors() -> list[Quiz]:
    """Each quiz once, in the active language where it exists."""
    found: dict[uuid.UUID, Quiz] = {}
    for quiz in Quiz.objects.select_related("course").order_by(active_language_first(), "key", "pk"):
        found.setdefault(quiz.translation_key, quiz)
    return list(found.values())


def published_question(key: uuid.UUID) -> Question | None:
    """A published question in the active language first."""
    questions = Question.objects.filter(translation_key=key, live=True).select_related("locale")
    question: Question | None = questions.order_by(active_language_first(), "pk").first()
    return question


def regrades_of(key: uuid.UUID) -> list[Regrade]:
    """What was marked again before, the latest first."""
    return list(Regrade.objects.filter(question_key=key)[:20])
