"""The three questions of a refresher, as any question is shown and marked; nothing of it is stored."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from .. import grading
from ..models import AttemptQuestion, Fact, KeyMessage, Question, Refresher
from ..question_types import REGISTRY
from ..question_types._base import Answer
from ..quiz import snapshot
from .attempts import Marked, marked
from .lessons import facts_by_key, lesson_links, messages_by_key


@dataclass(frozen=True)
class MarkedRows:
    """Questions marked in memory, as a result shows them."""

    questions: list[Marked]
    facts: dict[str, Fact]


def refresher_message(refresher: Refresher) -> KeyMessage | None:
    """The message that no longer holds, in the reader's language where it exists there."""
    return messages_by_key({str(refresher.message_key)}).get(str(refresher.message_key))


def refresher_questions(refresher: Refresher) -> list[AttemptQuestion]:
    """The questions as an attempt would show them, in the reader's language where they exist there. Unsaved rows."""
    wanted = {str(key): place for place, key in enumerate(refresher.question_keys)}
    found: dict[str, Question] = {}
    published = Question.objects.filter(translation_key__in=wanted, live=True).select_related("locale", "lesson")
    for question in sorted(published, key=lambda q: q.locale.language_code == get_language()):
        found[str(question.translation_key)] = question
    in_order = [found[key] for key in wanted if key in found]
    rng = random.Random(str(refresher.pk))  # noqa: S311 - the same order at every load, not a secret
    return [
        AttemptQuestion(position=place, snapshot=snapshot(question.source(), rng, shuffle=True))
        for place, question in enumerate(in_order, start=1)
    ]


def mark_unsaved(row: AttemptQuestion, answer: Answer) -> AttemptQuestion:
    """The same row, answered and marked in memory."""
    row.answer = answer
    row.mark = grading.to_decimal(REGISTRY[row.snapshot["type"]].grade(row.snapshot["config"], answer))
    return row


def marked_rows(rows: Iterable[AttemptQuestion]) -> MarkedRows:
    """Marked questions with what their page shows beside them."""
    rows = list(rows)
    links = lesson_links({row.snapshot["lesson_key"] for row in rows if row.snapshot["lesson_key"]})
    questions = [marked(row, links) for row in rows]
    return MarkedRows(questions, facts_by_key({key for question in questions for key in question.facts}))
