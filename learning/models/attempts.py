"""Attempts at a quiz: made on the server at start, answered one question at a time, marked against what was shown."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import states, timing
from .cycles import FIRST_CYCLE, OwnQuerySet


class AttemptQuerySet(OwnQuerySet):
    who = "learner"

    def in_progress(self) -> AttemptQuerySet:
        """Not over yet: being answered, or overdue and still to be submitted."""
        return self.filter(state__in=states.OPEN)

    def finished(self) -> AttemptQuerySet:
        return self.filter(state=states.FINISHED)

    def to_check(self, now: datetime) -> AttemptQuerySet:
        """Those the clock must look at."""
        return self.filter(time_check_at__lte=now)


class CountingManager(models.Manager.from_queryset(AttemptQuerySet)):  # type: ignore[misc]
    """Attempts that count: an editor's preview is never among them."""

    def get_queryset(self) -> AttemptQuerySet:
        attempts: AttemptQuerySet = super().get_queryset().filter(is_preview=False)
        return attempts


class Attempt(models.Model):
    """One go at a quiz by one learner. The quiz and its course are named by translation key, the same in every language.

    `objects` knows no preview; `with_previews` is for an attempt's own pages.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    quiz_key = models.UUIDField()
    course_key = models.UUIDField()
    revision_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=255)
    locale = models.CharField(max_length=5, choices=settings.LANGUAGES)
    number = models.PositiveIntegerField()
    cycle = models.PositiveIntegerField(default=FIRST_CYCLE)
    is_preview = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=12, choices=states.state_choices, default=states.IN_PROGRESS)
    pass_mark = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True, blank=True)
    grace_until = models.DateTimeField(null=True, blank=True)
    when_time_is_over = models.CharField(
        max_length=12, choices=timing.when_over_choices, default=timing.AUTOSUBMIT, editable=False
    )
    checks_each_answer = models.BooleanField(default=False)
    time_check_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    with_previews = AttemptQuerySet.as_manager()
    objects = CountingManager()

    class Meta:
        ordering = ["-number"]
        default_manager_name = "objects"
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "quiz_key", "is_preview"],
                condition=Q(state__in=states.OPEN),
                name="one_open_attempt_per_learner_and_quiz",
            ),
            models.UniqueConstraint(
                fields=["learner", "quiz_key", "number"],
                condition=Q(is_preview=False),
                name="attempts_are_numbered",
            ),
            models.CheckConstraint(
                condition=Q(state="finished", score__isnull=False, passed__isnull=False)
                | (~Q(state="finished") & Q(score__isnull=True, passed__isnull=True)),
                name="a_finished_attempt_has_a_score_and_no_other_has",
            ),
            models.CheckConstraint(
                condition=Q(state__in=states.WITH_SUBMISSION, submitted_at__isnull=False)
                | (~Q(state__in=states.WITH_SUBMISSION) & Q(submitted_at__isnull=True)),
                name="a_submitted_attempt_says_when_and_no_other_does",
            ),
            models.CheckConstraint(
                condition=Q(state__in=states.OPEN) | Q(time_check_at__isnull=True),
                name="the_clock_looks_at_open_attempts_only",
            ),
            models.CheckConstraint(
                condition=~Q(state="overdue") | Q(due_at__isnull=False), name="an_overdue_attempt_was_due"
            ),
            models.CheckConstraint(condition=Q(pass_mark__lte=100), name="a_pass_mark_is_a_percentage"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100), name="a_score_is_a_percentage"
            ),
        ]
        indexes = [
            models.Index(fields=["course_key", "learner"], name="learning_attempt_course"),
            models.Index(
                fields=["time_check_at"], name="learning_attempt_check", condition=Q(time_check_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_key} #{self.number} ({self.state})"

    def get_absolute_url(self) -> str:
        return reverse("learning:attempt_detail", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.state == states.FINISHED

    @property
    def is_abandoned(self) -> bool:
        return self.state == states.ABANDONED

    @property
    def is_in_progress(self) -> bool:
        """Not over yet, whether it still takes answers or not."""
        return self.state in states.OPEN

    @property
    def takes_answers(self) -> bool:
        return timing.takes_answers(self.state, self.due_at, timezone.now())

    @property
    def may_be_submitted(self) -> bool:
        return timing.submits(self.state, self.when_time_is_over, self.due_at, self.grace_until, timezone.now())


class AttemptQuestion(models.Model):
    """One question as it was shown, and what was answered.

    `sequence` counts the savings: a stale page is told. `page` and `seen` say which page made the last saving and how
    many it had seen then: a page whose answer from the server was lost is not taken for another one. `checked_at`: the
    learner asked whether the answer is right, and it no longer changes.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    snapshot = models.JSONField()
    weight = models.DecimalField(max_digits=5, decimal_places=2, default=1)
    answer = models.JSONField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    mark = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    page = models.CharField(max_length=32, blank=True, default="")
    seen = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="a_position_of_an_attempt_is_one_question"),
            models.CheckConstraint(
                condition=Q(mark__isnull=True) | Q(mark__gte=0, mark__lte=1), name="a_mark_lies_between_0_and_1"
            ),
            models.CheckConstraint(condition=Q(weight__gte=0), name="the_weight_of_an_answer_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.position}"

    @property
    def is_right(self) -> bool:
        return self.mark == 1


class QuizGradeQuerySet(OwnQuerySet):
    who = "learner"


class QuizGrade(models.Model):
    """What counts of a learner's finished attempts of a cycle at a quiz, by its grading method.

    Kept in the transaction that finishes an attempt. `passed_at` is written once: a later attempt or another key moves the grade, and takes no pass away.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    quiz_key = models.UUIDField()
    course_key = models.UUIDField()
    cycle = models.PositiveIntegerField(default=FIRST_CYCLE)
    grade = models.DecimalField(max_digits=7, decimal_places=4)
    attempts = models.PositiveIntegerField()
    passed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = QuizGradeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "quiz_key", "cycle"], name="one_grade_per_learner_quiz_and_cycle"
            ),
            models.CheckConstraint(condition=Q(grade__gte=0, grade__lte=100), name="a_grade_is_a_percentage"),
            models.CheckConstraint(condition=Q(attempts__gte=1), name="a_grade_rests_on_an_attempt"),
        ]
        indexes = [models.Index(fields=["course_key", "learner"], name="learning_grade_course")]

    def __str__(self) -> str:
        return f"{self.quiz_key} {self.learner_id}"
