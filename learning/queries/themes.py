"""What a learner knows, by category of questions: for their own eyes, with the lesson to read next."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from people.models import User

from ..models import Attempt, AttemptQuestion, LessonPage, QuestionCategory
from .lessons import lesson_links

KNOWN = Decimal("0.8")


@dataclass
class Theme:
    """A category of questions: answered, right (partly right counts in part), and where to read about the weakest."""

    name: str
    answered: int = 0
    marks: Decimal = Decimal(0)
    missed: list[str] = field(default_factory=list)
    lesson: LessonPage | None = None

    @property
    def percent(self) -> int:
        return int(self.marks * 100 / self.answered) if self.answered else 0

    @property
    def is_known(self) -> bool:
        return self.answered > 0 and self.marks / self.answered >= KNOWN


def own_themes(user: User) -> list[Theme]:
    """By category, from the last finished attempt at each quiz; the weakest first. Four queries at most."""
    rows = list(_last_answers(user))
    if not rows:
        return []
    names = {category.key: str(category) for category in QuestionCategory.objects.all()}
    themes: dict[str, Theme] = {}
    for key, lesson_key, mark in rows:
        if key not in names:
            continue
        theme = themes.setdefault(key, Theme(names[key]))
        theme.answered += 1
        theme.marks += mark
        if mark < 1 and lesson_key:
            theme.missed.append(lesson_key)
    _name_lessons(themes.values())
    return sorted(themes.values(), key=lambda theme: (theme.percent, theme.name))


def _last_answers(user: User) -> list[tuple[Any, Any, Any]]:
    """(category, lesson, mark) of each question that counts."""
    last: dict[uuid.UUID, Any] = {}
    attempts = Attempt.objects.visible_to(user).finished().order_by("-number").values_list("quiz_key", "pk")
    for quiz_key, pk in attempts:
        last.setdefault(quiz_key, pk)
    questions = AttemptQuestion.objects.filter(attempt__in=last.values(), mark__isnull=False, weight__gt=0)
    return list(questions.values_list("snapshot__category", "snapshot__lesson_key", "mark"))


def _name_lessons(themes: Iterable[Theme]) -> None:
    links = lesson_links({key for theme in themes for key in theme.missed})
    for theme in themes:
        often = sorted(set(theme.missed), key=lambda key: (-theme.missed.count(key), key))
        theme.lesson = next((links[key] for key in often if key in links), None)
