"""What `learning` holds about a person. All of it is the learner's own: nobody else reads it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.privacy import Holding
from people.models import User

from .models import (
    AnswerToRead,
    Attempt,
    AttemptQuestion,
    Certificate,
    CertificateFile,
    ChecklistTick,
    CourseCompletion,
    Cycle,
    Enrolment,
    EnrolmentRule,
    LessonCompletion,
    LessonFeedback,
    PendingEnrolment,
    QuizGrade,
    QuizOverride,
    Recertification,
    Reflection,
    Refresher,
    Regrade,
    SharedAttempt,
)
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
    attempts = Attempt.with_previews.filter(learner=user).prefetch_related("questions").order_by("started_at")
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
    grades = QuizGrade.objects.filter(learner=user).delete()[0]
    return grades + Attempt.with_previews.filter(learner=user).delete()[0]


def _export_help(user: User) -> list[dict[str, Any]]:
    shared = SharedAttempt.objects.filter(attempt__learner=user)
    sent = AnswerToRead.objects.filter(question__attempt__learner=user)
    exceptions = QuizOverride.objects.filter(person=user)
    found = (
        exceptions.values("quiz_key", "time_limit_minutes", "attempts_allowed", "closes_at", "given_at"),
        shared.values("attempt__title", "coach__first_name", "coach__last_name", "shared_at"),
        sent.values("question__attempt__title", "sent_at", "read_at", "comment"),
    )
    return [dict(row) for rows in found for row in rows]


def _erase_help(user: User) -> int:
    """The learner's own rows go; of what they did for others, only their name."""
    QuizOverride.objects.filter(given_by=user).update(given_by=None)
    AnswerToRead.objects.filter(coach=user).update(coach=None)
    AnswerToRead.objects.filter(read_by=user).update(read_by=None)
    Regrade.objects.filter(asked_by=user).update(asked_by=None)
    own = (
        QuizOverride.objects.filter(person=user),
        SharedAttempt.objects.filter(Q(attempt__learner=user) | Q(coach=user)),
        AnswerToRead.objects.filter(question__attempt__learner=user),
    )
    return sum(rows.delete()[0] for rows in own)


def _export_ticks(user: User) -> list[dict[str, Any]]:
    ticks = ChecklistTick.objects.filter(user=user).order_by("network", "step_key")
    return list(ticks.values("network", "step_key", "note", "ticked_at"))


def _erase_ticks(user: User) -> int:
    return ChecklistTick.objects.filter(user=user).delete()[0]


def _export_enrolments(user: User) -> list[dict[str, Any]]:
    own = Enrolment.objects.filter(learner=user).order_by("assigned_at")
    told = ("course_key", "cycle", "source", "assigned_at", "due_on", "state", "ended_at", "waiver_reason")
    cycles = Cycle.objects.filter(user=user).values("course_key", "number", "reason", "opened_at")
    waiting = PendingEnrolment.objects.of(user)
    return [
        *own.values(*told, "reminders_sent"),
        *cycles,
        *({"course_key": row.course_key, "assigned_at": row.assigned_at, "due_on": row.due_on} for row in waiting),
    ]


def _erase_enrolments(user: User) -> int:
    """The learner's own rows go; of what they suggested to others, only their name."""
    Enrolment.objects.filter(assigned_by=user).update(assigned_by=None)
    Enrolment.objects.filter(waived_by=user).update(waived_by=None)
    EnrolmentRule.objects.filter(created_by=user).update(created_by=None)
    PendingEnrolment.objects.filter(assigned_by=user).update(assigned_by=None)
    Recertification.objects.filter(asked_by=user).update(asked_by=None)
    own = (Enrolment.objects.filter(learner=user), Cycle.objects.filter(user=user), PendingEnrolment.objects.of(user))
    return sum(rows.delete()[0] for rows in own)


def _export_certificates(user: User) -> list[dict[str, Any]]:
    told = ("id", "course_key", "cycle", "name_snapshot", "title_fr", "title_en", "issued_at", "expires_at", "status")
    return list(Certificate.objects.filter(user=user).values(*told, "revoked_at", "revoked_reason"))


def _erase_certificates(user: User) -> int:
    """The certificates and their files; their public pages are gone with them."""
    Certificate.objects.filter(revoked_by=user).exclude(user=user).update(revoked_by=None)
    storage = storages[settings.PRIVATE_MEDIA_STORAGE]
    for file in CertificateFile.objects.filter(certificate__user=user):
        storage.delete(file.storage_key)
    return Certificate.objects.filter(user=user).delete()[0]


def _export_reflections(user: User) -> list[dict[str, Any]]:
    notes = Reflection.objects.filter(user=user).order_by("saved_at")
    return list(notes.values("prompt", "text", "saved_at"))


def _erase_reflections(user: User) -> int:
    return Reflection.objects.filter(user=user).delete()[0]


def _export_feedback(user: User) -> list[dict[str, Any]]:
    rows = LessonFeedback.objects.filter(user=user).order_by("given_at")
    return [
        {"lesson": row.lesson_key, "useful": row.is_useful, "word": row.word, "given_at": row.given_at} for row in rows
    ]


def _erase_feedback(user: User) -> int:
    return LessonFeedback.objects.filter(user=user).delete()[0]


def _export_refreshers(user: User) -> list[dict[str, Any]]:
    rows = Refresher.objects.filter(user=user).order_by("offered_at")
    return [
        {"message": row.message_key, "state": row.state, "offered_at": row.offered_at, "done_at": row.done_at}
        for row in rows
    ]


def _erase_refreshers(user: User) -> int:
    return Refresher.objects.filter(user=user).delete()[0]


HOLDINGS = [
    Holding(
        key="learning.progress",
        models=("learning.LessonCompletion", "learning.CourseCompletion", "learning.LearnerCourseSummary"),
        label=_("Lessons and courses you completed"),
        why=_("To show you where you stand, and to know that the core path is done before a charter is signed."),
        kept=_("Until you leave. Nobody else reads it; the programme sees counts only."),
        export=_export_progress,
        erase=_erase_progress,
    ),
    Holding(
        key="learning.attempts",
        models=("learning.Attempt", "learning.AttemptQuestion", "learning.QuizGrade", "learning.RegradedMark"),
        label=_("Your quizzes: answers and results"),
        why=_("To take a quiz up again where you left it, and to show you the reasons afterwards."),
        kept=_(
            "Until you leave. Your answers and scores are yours: no role opens them, unless you show them to a coach."
        ),
        export=_export_attempts,
        erase=_erase_attempts,
    ),
    Holding(
        key="learning.quiz_help",
        models=("learning.QuizOverride", "learning.SharedAttempt", "learning.AnswerToRead", "learning.Regrade"),
        label=_("More time or attempts you were given, and what you chose to show a coach"),
        why=_("To let you take a quiz under fair conditions, and to have an answer read by somebody you chose."),
        kept=_("Until you take it back or leave. A coach reads only what you sent; your line manager never does."),
        export=_export_help,
        erase=_erase_help,
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
    Holding(
        key="learning.enrolments",
        models=(
            "learning.Enrolment",
            "learning.PendingEnrolment",
            "learning.Cycle",
            "learning.EnrolmentRule",
            "learning.Recertification",
        ),
        label=_("Courses you chose or that were suggested to you"),
        why=_("To show you the courses and their dates, and to remind you at most three times."),
        kept=_(
            "Until you leave. Who suggests a course sees neither whether you follow it nor where you stand. A "
            "suggestion to an address that nobody has is kept for six months."
        ),
        export=_export_enrolments,
        erase=_erase_enrolments,
    ),
    Holding(
        key="learning.certificates",
        models=("learning.Certificate", "learning.CertificateFile"),
        label=_("Your certificates"),
        why=_("To let you prove what you have learnt to whomever you give the certificate’s number."),
        kept=_("Until you leave. Whoever holds the number sees the name, the course, the dates and the status only."),
        export=_export_certificates,
        erase=_erase_certificates,
    ),
    Holding(
        key="learning.reflections",
        models=("learning.Reflection",),
        label=_("Your notes to yourself"),
        why=_("To let you find again what you wrote under a question of a lesson."),
        kept=_("Until you erase them or leave. Nobody else can read them, whatever their role."),
        export=_export_reflections,
        erase=_erase_reflections,
    ),
    Holding(
        key="learning.feedback",
        models=("learning.LessonFeedback",),
        label=_("What you said of lessons: of use or not"),
        why=_("To mend the pages that do not help. Editors see counts and words without names, from five answers on."),
        kept=_("Until you leave."),
        export=_export_feedback,
        erase=_erase_feedback,
    ),
    Holding(
        key="learning.refreshers",
        models=("learning.Refresher",),
        label=_("Refreshers you were offered"),
        why=_("To tell you that a message you were taught no longer holds. Your answers are not kept."),
        kept=_("Until you leave. Nobody else sees whether you took one."),
        export=_export_refreshers,
        erase=_erase_refreshers,
    ),
]
