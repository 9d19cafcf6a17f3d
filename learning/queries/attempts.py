"""What the pages of an attempt show: its questions while it lasts, its result afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from people.models import User

from ..models import Attempt, AttemptQuestion, Fact, LessonPage
from ..question_types import REGISTRY, QuestionType
from ..question_types._base import ReviewLine
from .courses import CourseState, NextStep, core_path, course_states, next_step_among
from .lessons import facts_by_key, lesson_links


@dataclass(frozen=True)
class Marked:
    """One marked question: what was asked, what was chosen, what is right, why, and where to read about it."""

    position: int
    prompt: str
    mark_state: str  # right, partly, wrong, unanswered, or given: an answer that has no mark
    lines: list[ReviewLine]
    explanation: str
    lesson: LessonPage | None
    facts: tuple[str, ...]
    config: dict[str, Any]
    review_template: str
    counts: bool
    shows_options: bool = True


@dataclass(frozen=True)
class Result:
    """A finished attempt, as its learner sees it."""

    attempt: Attempt
    questions: list[Marked]
    lessons_to_read: list[LessonPage]
    facts: dict[str, Fact]
    course: CourseState | None
    next_step: NextStep | None

    @property
    def right(self) -> int:
        return sum(question.mark_state == "right" for question in self.questions if question.counts)

    @property
    def total(self) -> int:
        """How many questions count: those without a mark do not."""
        return sum(question.counts for question in self.questions)


def chosen_texts(question: AttemptQuestion) -> list[str]:
    """What is saved for a question, in words."""
    kind = REGISTRY[question.snapshot["type"]]
    return [line.text for line in kind.review(question.snapshot["config"], question.answer) if line.is_chosen]


def result(attempt: Attempt, user: User) -> Result:
    """The result of a finished attempt. In: the learner's own attempt."""
    rows = list(attempt.questions.all())
    links = lesson_links({row.snapshot["lesson_key"] for row in rows if row.snapshot["lesson_key"]})
    questions = [marked(row, links) for row in rows]
    courses = course_states(user, keys=[attempt.course_key])
    return Result(
        attempt=attempt,
        questions=questions,
        lessons_to_read=_to_read(questions),
        facts=facts_by_key({key for question in questions for key in question.facts}),
        course=courses[0] if courses else None,
        next_step=next_step_among(core_path(user)) if attempt.passed else None,
    )


def marked(row: AttemptQuestion, links: dict[str, LessonPage]) -> Marked:
    """A marked question in words. In: lessons by translation key."""
    shown = row.snapshot
    kind = REGISTRY[shown["type"]]
    return Marked(
        position=row.position,
        prompt=shown["prompt"],
        mark_state=_mark_state(row, kind),
        lines=kind.review(shown["config"], row.answer),
        explanation=shown["explanation"],
        lesson=links.get(shown["lesson_key"] or ""),
        facts=tuple(shown["facts"]),
        config=shown["config"],
        review_template=kind.review_template,
        counts=kind.counts,
        shows_options="options" in shown["config"],
    )


def _mark_state(row: AttemptQuestion, kind: QuestionType) -> str:
    if row.answer is None:
        return "unanswered"
    if not kind.counts:
        return "given"
    if row.is_right:
        return "right"
    return "partly" if row.mark else "wrong"


def _to_read(questions: Sequence[Marked]) -> list[LessonPage]:
    """The lessons behind what was not right, each once, in order of the questions."""
    lessons = [
        question.lesson
        for question in questions
        if question.lesson and question.counts and question.mark_state != "right"
    ]
    return list({lesson.pk: lesson for lesson in lessons}.values())
