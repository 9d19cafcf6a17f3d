"""Where a thing that others may choose is used: documents, key messages. Read from Wagtail's index of references."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page, ReferenceIndex

from people.models import User

from ..models import Attempt, AttemptQuestion, KeyMessage, LessonCompletion, LessonPage, Question
from .languages import active_language_first


@dataclass(frozen=True)
class Usage:
    """The lessons and questions that name a key message, each once, in the reader's language where it exists there."""

    lessons: list[LessonPage]
    questions: list[Question]

    @property
    def total(self) -> int:
        return len(self.lessons) + len(self.questions)


def is_used_in_a_lesson(thing: models.Model) -> bool:
    """Does a lesson, in whatever language, show this document?"""
    references = ReferenceIndex.get_references_to(thing)
    return bool(references.filter(content_type=ContentType.objects.get_for_model(LessonPage)).exists())


def usage_of(message: KeyMessage) -> Usage:
    """Where this message is used, in either language."""
    twins = list(KeyMessage.objects.filter(translation_key=message.translation_key))
    return Usage(
        lessons=_once(LessonPage.objects.filter(pk__in=_users(LessonPage, Page, twins)).defer("body", "search_text")),
        questions=_once(Question.objects.filter(pk__in=_users(Question, Question, twins))),
    )


def _users(model: type[models.Model], base: type[models.Model], twins: Iterable[KeyMessage]) -> set[int]:
    found: set[int] = set()
    of = ContentType.objects.get_for_models(model, base)
    for twin in twins:
        references = ReferenceIndex.get_references_to(twin).filter(content_type=of[model])
        found.update(int(pk) for pk in references.values_list("object_id", flat=True))
    return found


def _once(rows: Any) -> list[Any]:
    by_key: dict[uuid.UUID, Any] = {}
    for row in rows.order_by(active_language_first(), "pk"):
        by_key.setdefault(row.translation_key, row)
    return list(by_key.values())


def people_taught(usage: Usage) -> list[User]:
    """Those who read a lesson, or finished a quiz, where the message stands."""
    lessons = [lesson.translation_key for lesson in usage.lessons]
    questions = [str(question.translation_key) for question in usage.questions]
    readers = LessonCompletion.objects.filter(lesson_key__in=lessons).values("user")
    answered = AttemptQuestion.objects.filter(snapshot__question__in=questions).values("attempt")
    takers = Attempt.objects.finished().filter(pk__in=answered).values("learner")
    people = User.objects.filter(models.Q(pk__in=readers) | models.Q(pk__in=takers), is_active=True)
    return list(people.order_by("pk"))
