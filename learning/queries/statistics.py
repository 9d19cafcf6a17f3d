"""How the questions of a quiz did: for those who write them. Of answers, never of a person; nothing under five people."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import StatisticsError, correlation
from typing import Any

from people.models import User

from ..models import Attempt, AttemptQuestion, Quiz
from ..question_types import REGISTRY

LEAST_PEOPLE = 5


@dataclass(frozen=True)
class OptionShare:
    """One option, and the share of the answers that chose it, in percent."""

    text: str
    is_correct: bool
    share: float


@dataclass(frozen=True)
class QuestionFigures:
    """One question. `facility`: the mean mark in percent. `discrimination`: the correlation, from -1 to 1, between its
    mark and the score of the rest of the attempt; None when all are alike. `is_hidden`: too few people."""

    key: uuid.UUID
    prompt: str
    versions: int
    answers: int = 0
    facility: float | None = None
    discrimination: float | None = None
    options: tuple[OptionShare, ...] = ()
    is_hidden: bool = False


@dataclass(frozen=True)
class QuizFigures:
    """One quiz. When it is hidden, so is the number of attempts."""

    quiz: Quiz
    attempts: int
    mean: float | None
    passed: float | None
    questions: list[QuestionFigures]
    is_hidden: bool


def quiz_figures(quiz: Quiz, reader: User) -> QuizFigures:
    """In: a quiz; `reader`, whose direct reports are left out: a line manager learns nothing about them. Two queries."""
    finished = Attempt.objects.finished().filter(quiz_key=quiz.translation_key)
    counted = finished.exclude(learner__line_manager=reader) if reader.pk else finished
    attempts = {row["pk"]: row for row in counted.values("pk", "learner", "score", "passed")}
    if _people(attempts.values()) < LEAST_PEOPLE:
        return QuizFigures(quiz, 0, None, None, [], is_hidden=True)
    rows = list(AttemptQuestion.objects.filter(attempt__in=attempts).order_by("position", "pk"))
    total = len(attempts)
    return QuizFigures(
        quiz=quiz,
        attempts=total,
        mean=float(sum(row["score"] for row in attempts.values()) / total),
        passed=100 * sum(bool(row["passed"]) for row in attempts.values()) / total,
        questions=_questions(rows, attempts),
        is_hidden=False,
    )


def _people(attempts: Iterable[dict[str, Any]]) -> int:
    return len({attempt["learner"] for attempt in attempts})


def _questions(rows: Sequence[AttemptQuestion], attempts: dict[uuid.UUID, dict[str, Any]]) -> list[QuestionFigures]:
    by_question: dict[str, list[AttemptQuestion]] = {}
    for row in rows:
        by_question.setdefault(row.snapshot["question"], []).append(row)
    rest = _rest_scores(rows)
    return [_question(key, found, attempts, rest) for key, found in by_question.items()]


def _rest_scores(rows: Sequence[AttemptQuestion]) -> dict[int, float]:
    """For each answer, the sum of the other marks of its attempt."""
    totals: Counter[uuid.UUID] = Counter()
    for row in rows:
        totals[row.attempt_id] += float(row.mark or 0) * float(row.weight)  # type: ignore[assignment]
    return {row.pk: totals[row.attempt_id] - float(row.mark or 0) * float(row.weight) for row in rows}


def _question(
    key: str, rows: list[AttemptQuestion], attempts: dict[uuid.UUID, dict[str, Any]], rest: dict[int, float]
) -> QuestionFigures:
    latest = rows[-1].snapshot
    versions = len({row.snapshot["revision"] for row in rows})
    figures = QuestionFigures(uuid.UUID(key), latest["prompt"], versions)
    if _people(attempts[row.attempt_id] for row in rows) < LEAST_PEOPLE:
        return QuestionFigures(figures.key, figures.prompt, versions, is_hidden=True)
    marked = [row for row in rows if row.mark is not None]
    marks = [float(row.mark or 0) for row in marked]
    return QuestionFigures(
        key=figures.key,
        prompt=figures.prompt,
        versions=versions,
        answers=len(rows),
        facility=100 * sum(marks) / len(marks) if marks else None,
        discrimination=_correlation(marks, [rest[row.pk] for row in marked]),
        options=_options(latest, [row.answer for row in rows]),
    )


def _correlation(marks: Sequence[float], others: Sequence[float]) -> float | None:
    try:
        return correlation(marks, others)
    except StatisticsError:  # fewer than two, or all the same
        return None


def _options(snapshot: dict[str, Any], answers: Collection[Any]) -> tuple[OptionShare, ...]:
    """The share of each option, for the types that have some; an option of an earlier version is left out."""
    options = snapshot["config"].get("options", [])
    chosen: Counter[str] = Counter()
    for answer in answers:
        chosen.update(set(answer) if isinstance(answer, list) else {answer} if isinstance(answer, str) else ())
    right = {line.text for line in REGISTRY[snapshot["type"]].review(snapshot["config"], None) if line.is_correct}
    return tuple(
        OptionShare(option["text"], option["text"] in right, 100 * chosen[option["id"]] / len(answers))
        for option in options
    )
