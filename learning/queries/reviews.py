"""What a learner is shown of an attempt at this moment: its result, less what the quiz keeps for later."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from people.models import User

from .. import review as rules
from ..models import Attempt, AttemptQuestion, Quiz, QuizGrade
from ..question_types._base import ReviewLine
from .allowances import Opening, live_quiz, opening
from .attempts import Marked, Result, marked, result
from .lessons import lesson_links


@dataclass(frozen=True)
class Review:
    """A finished attempt, as its learner sees it now. `texts`: what the quiz says about the whole."""

    result: Result
    shown: rules.Shown
    questions: list[Marked]
    texts: list[str]
    opening: Opening | None
    checked_at: datetime

    @property
    def can_try_again(self) -> bool:
        return self.opening is not None and self.opening.is_open(self.checked_at)


def review(attempt: Attempt, user: User) -> Review:
    """In: the learner's own finished attempt."""
    now = timezone.now()
    quiz = None if attempt.is_preview else live_quiz(attempt.quiz_key)
    opened = opening(quiz, user) if quiz else None
    shown = _shown(attempt, quiz, opened, now)
    whole = result(attempt, user)
    return Review(
        result=whole,
        shown=shown,
        questions=[gated(question, shown) for question in whole.questions] if shown.attempt else [],
        texts=_texts(attempt, quiz) if quiz and shown.overall_feedback else [],
        opening=opened,
        checked_at=now,
    )


def scores_shown(quiz: Quiz, opened: Opening, attempts: Sequence[Attempt]) -> dict[uuid.UUID, Decimal | None]:
    """The score of each finished attempt that may be shown now. No query."""
    now, closes_at = timezone.now(), opened.allowance.closes_at
    listed = quiz.review_items
    return {
        attempt.pk: attempt.score
        for attempt in attempts
        if attempt.is_finished
        and rules.MARKS in listed[rules.moment(submitted_at=attempt.submitted_at, closes_at=closes_at, now=now)]
    }


def _texts(attempt: Attempt, quiz: Quiz) -> list[str]:
    return quiz.overall_text(attempt.score, passed=bool(attempt.passed))


def _shown(attempt: Attempt, quiz: Quiz | None, opened: Opening | None, now: datetime) -> rules.Shown:
    """Everything in a preview, or when the quiz is withdrawn and nothing is left to be copied."""
    if quiz is None or opened is None:
        return rules.ALL
    closes_at = opened.allowance.closes_at
    grades = QuizGrade.objects.filter(learner=attempt.learner_id, quiz_key=attempt.quiz_key, cycle=attempt.cycle)
    return rules.shown(
        quiz.review_items,
        rules.moment(submitted_at=attempt.submitted_at, closes_at=closes_at, now=now),
        right_answer_when=quiz.right_answer_when,
        has_passed=bool(attempt.passed) or grades.filter(passed_at__isnull=False).exists(),
        is_last=opened.left == 0 or opened.is_closed(now),
    )


def checked_questions(attempt: Attempt, rows: Sequence[AttemptQuestion]) -> dict[int, Marked]:
    """The questions closed one by one during an attempt, by position, as they may be shown now."""
    closed = [row for row in rows if row.checked_at]
    if not closed:
        return {}
    quiz = live_quiz(attempt.quiz_key)
    listed = quiz.review_items if quiz else {rules.DURING: rules.while_answering()}
    when = rules.AS_LISTED if quiz is None else quiz.right_answer_when
    shown = rules.shown(listed, rules.DURING, right_answer_when=when, has_passed=False, is_last=False)
    links = lesson_links({row.snapshot["lesson_key"] for row in closed if row.snapshot["lesson_key"]})
    return {row.position: gated(marked(row, links), shown) for row in closed}


def gated(question: Marked, shown: rules.Shown) -> Marked:
    """A marked question without what is kept for later. One without a mark keeps its criteria: they are what it teaches."""
    if not question.counts:
        return question
    return replace(
        question,
        lines=_lines(question, shown),
        explanation=question.explanation if shown.general_feedback else "",
        mark_state=question.mark_state if shown.correctness or question.mark_state == "unanswered" else "hidden",
    )


def _lines(question: Marked, shown: rules.Shown) -> list[ReviewLine]:
    lines = question.lines
    if not shown.specific_feedback:
        lines = [replace(line, feedback="") for line in lines]
    elif not shown.right_answer:
        lines = [line if line.is_chosen else replace(line, feedback="") for line in lines]
    if shown.right_answer:
        return lines
    if _lists_every_option(question):
        return [line if line.is_chosen else replace(line, is_correct=False) for line in lines]
    return [line for line in lines if line.is_chosen]


def _lists_every_option(question: Marked) -> bool:
    """Do the lines show the options, chosen or not? Other types add a line for the key, which must go."""
    return question.shows_options
