"""What `learning` holds about a person. All of it is the learner's own: nobody else reads it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.privacy import Holding
from people.models import User

from .models import Attempt, AttemptQuestion, ChecklistTick, CourseCompletion, LessonCompletion
from .queries import chosen_texts


def _export_progress(user: User) -> list[dict[str, Any]]:
    lessons = LessonCompletion.objects.filter(user=user).order_by("completed_at")
    courses = CourseCompletion.objects.filter(user=user).order_by("completed_at")
    return [
        *({"lesson": row.lesson_key, "course": row.course_key, "read_at": row.completed_at} for row in lessons),
        *({"course": row.course_key, "completed_at": row.completed_at} for row in courses),
    ]


def _erase_progress(user: User) -> int:
    lessons = LessonCompletion.objects.filter(user=user).delete()[0]
    return lessons + CourseCompletion.objects.filter(user=user).delete()[0]


def _export_attempts(user: User) -> list[dict[str, Any]]:
    attempts = Attempt.objects.filter(learner=user).prefetch_related("questions").order_by("started_at")
    return [
        {
            "quiz": attempt.title,
            "number": attempt.number,
            "language": attempt.locale,
            "started_at": attempt.started_at,
            "submitted_at": attempt.submitted_at,
            "score": attempt.score,
            "passed": attempt.passed,
            "answers": [_export_question(question) for question in attempt.questions.all()],
        }
        for attempt in attempts
    ]


def _export_question(question: AttemptQuestion) -> dict[str, Any]:
    return {
        "question": question.snapshot["prompt"],
        "answer": chosen_texts(question),
        "answered_at": question.answered_at,
        "mark": question.mark,
    }


def _erase_attempts(user: User) -> int:
    return Attempt.objects.filter(learner=user).delete()[0]


def _export_ticks(user: User) -> list[dict[str, Any]]:
    ticks = ChecklistTick.objects.filter(user=user).order_by("network", "step_key")
    return list(ticks.values("network", "step_key", "note", "ticked_at"))


def _erase_ticks(user: User) -> int:
    return ChecklistTick.objects.filter(user=user).delete()[0]


HOLDINGS = [
    Holding(
        key="learning.progress",
        models=("learning.LessonCompletion", "learning.CourseCompletion"),
        label=_("Lessons and courses you completed"),
        why=_("To show you where you stand, and to know that the core path is done before a charter is signed."),
        kept=_("Until you leave. Nobody else reads it; the programme sees counts only."),
        export=_export_progress,
        erase=_erase_progress,
    ),
    Holding(
        key="learning.attempts",
        models=("learning.Attempt", "learning.AttemptQuestion"),
        label=_("Your quizzes: answers and results"),
        why=_("To take a quiz up again where you left it, and to show you the reasons afterwards."),
        kept=_("Until you leave. Your answers and scores are yours: no role opens them."),
        export=_export_attempts,
        erase=_erase_attempts,
    ),
    Holding(
        key="learning.checklists",
        models=("learning.ChecklistTick",),
        label=_("Your account checklists"),
        why=_("To remember what you have done on your own accounts. Never a password."),
        kept=_("Until you untick it or leave. Nobody else reads it."),
        export=_export_ticks,
        erase=_erase_ticks,
    ),
]
