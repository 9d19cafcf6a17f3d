"""Was this page of use? Counts and words for editors, from five answers on, never with a name."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from ..models import LessonFeedback, LessonPage
from .languages import active_language_first

SMALLEST_SHOWN = 5


@dataclass(frozen=True)
class LessonUse:
    """What was said of one lesson; None where fewer than five people have answered."""

    lesson: LessonPage
    answers: int | None = None
    useful: int | None = None
    words: list[str] = field(default_factory=list)

    @property
    def not_useful(self) -> int | None:
        return None if self.answers is None or self.useful is None else self.answers - self.useful


def feedback_by_lesson() -> list[LessonUse]:
    """Every lesson of which something was said, in the order of the tree. People count once for each lesson: with
    what they said last."""
    last: dict[tuple[uuid.UUID, int], LessonFeedback] = {}
    for row in LessonFeedback.objects.order_by("given_at", "pk"):
        last[row.lesson_key, row.user_id] = row
    by_lesson: dict[uuid.UUID, list[LessonFeedback]] = {}
    for (lesson_key, _user), row in last.items():
        by_lesson.setdefault(lesson_key, []).append(row)
    lessons: dict[uuid.UUID, LessonPage] = {}
    pages = LessonPage.objects.filter(translation_key__in=by_lesson).defer("body", "search_text")
    for page in pages.order_by(active_language_first(), "path"):
        lessons.setdefault(page.translation_key, page)
    return [_use(page, by_lesson[key]) for key, page in sorted(lessons.items(), key=lambda pair: pair[1].path)]


def _use(lesson: LessonPage, rows: list[LessonFeedback]) -> LessonUse:
    if len(rows) < SMALLEST_SHOWN:
        return LessonUse(lesson)
    words = sorted(row.word for row in rows if row.word)
    return LessonUse(lesson, len(rows), sum(row.is_useful for row in rows), words)
