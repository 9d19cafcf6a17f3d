"""Attempts at a quiz: made on the server at start, answered one question at a time, marked against what was shown."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import states
from .cycles import FIRST_CYCLE, OwnQuerySet


class AttemptQuerySet(OwnQuerySet):
    who = "learner"

    def in_progress(self) -> AttemptQuerySet:
        return self.filter(state=states.IN_PROGRESS)

    def finished(self) -> AttemptQuerySet:
        return self.filter(state=states.FINISHED)


class Attempt(models.Model):
    """One go at a quiz by one learner. The quiz and its course are named by translation key, the same in every language."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    quiz_key = models.UUIDField()
    course_key = models.UUIDField()
    revision_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=255)
    locale = models.CharField(max_length=5, choices=settings.LANGUAGES)
    number = models.PositiveIntegerField()
    cycle = models.PositiveIntegerField(default=FIRST_CYCLE)
    state = models.CharField(_("state"), max_length=12, choices=states.state_choices, default=states.IN_PROGRESS)
    pass_mark = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "quiz_key"],
                condition=Q(state="in_progress"),
                name="one_attempt_in_progress_per_learner_and_quiz",
            ),
            models.UniqueConstraint(fields=["learner", "quiz_key", "number"], name="attempts_are_numbered"),
            models.CheckConstraint(
                condition=Q(state="finished", score__isnull=False, passed__isnull=False)
                | (~Q(state="finished") & Q(score__isnull=True, passed__isnull=True)),
                name="a_finished_attempt_has_a_score_and_no_other_has",
            ),
            models.CheckConstraint(
                condition=Q(state="in_progress", submitted_at__isnull=True)
                | (~Q(state="in_progress") & Q(submitted_at__isnull=False)),
                name="a_submitted_attempt_says_when_and_no_other_does",
            ),
            models.CheckConstraint(condition=Q(pass_mark__lte=100), name="a_pass_mark_is_a_percentage"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100), name="a_score_is_a_percentage"
            ),
        ]
        indexes = [models.Index(fields=["course_key", "learner"], name="learning_attempt_course")]

    def __str__(self) -> str:
        return f"{self.quiz_key} #{self.number} ({self.state})"

    def get_absolute_url(self) -> str:
        return reverse("learning:attempt_detail", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.state == states.FINISHED

    @property
    def is_in_progress(self) -> bool:
        return self.state == states.IN_PROGRESS


class AttemptQuestion(models.Model):
    """One question as it was shown, and what was answered.

    `sequence` counts the savings: a stale page is told. `page` and `seen` say which page made the last saving and how
    many it had seen then: a page whose answer from the server was lost is not taken for another one.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    snapshot = models.JSONField()
    answer = models.JSONField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.position}"

    @property
    def is_right(self) -> bool:
        return self.mark == 1
