"""What a learner asked to keep: lessons read, steps ticked, courses completed.

Rows point at translation keys, never at pages: progress is the same in both languages and survives every sync.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..blocks import checklist_network_choices
from ..secrecy import looks_like_password
from .cycles import FIRST_CYCLE, OwnQuerySet
from .summaries import Summed, SummedQuerySet

NOTE_MAX_LENGTH = 120


def refuse_password(text: str) -> None:
    """A validator. Raises ValidationError when the text looks like a password or a code."""
    if looks_like_password(text):
        raise ValidationError(
            _("This looks like a password or a code. Never write one here: say only where it is kept."),
            code="looks_like_password",
        )


class LessonCompletion(models.Model):
    """The learner said: read. Written once in a cycle."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    lesson_key = models.UUIDField()
    course_key = models.UUIDField()
    cycle = models.PositiveIntegerField(default=FIRST_CYCLE)
    revision_id = models.BigIntegerField(null=True)
    completed_at = models.DateTimeField(default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "lesson_key", "cycle"], name="a_lesson_is_read_once_by_a_learner_in_a_cycle"
            )
        ]
        indexes = [models.Index(fields=["course_key", "user"], name="learning_lesson_course")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.lesson_key}"


class CourseCompletionQuerySet(SummedQuerySet):
    summed = ("user", "user_id", "course_key", "completed_at")


class CourseCompletion(Summed):
    """The learner completed the course. Written once in a cycle, in the transaction that passed the quiz; never taken back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course_key = models.UUIDField()
    cycle = models.PositiveIntegerField(default=FIRST_CYCLE)
    revision_id = models.BigIntegerField(null=True)
    completed_at = models.DateTimeField(default=timezone.now)

    objects = CourseCompletionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course_key", "cycle"], name="a_course_is_completed_once_by_a_learner_in_a_cycle"
            )
        ]
        indexes = [models.Index(fields=["course_key"], name="learning_course_completed")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.course_key}"


class ChecklistTick(models.Model):
    """A step done on the learner's own account, with an optional short note that is never a secret."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    network = models.CharField(_("network"), max_length=20, choices=checklist_network_choices)
    step_key = models.CharField(max_length=60)
    note = models.CharField(_("note"), max_length=NOTE_MAX_LENGTH, blank=True, validators=[refuse_password])
    ticked_at = models.DateTimeField(default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "network", "step_key"], name="a_step_is_ticked_once_by_a_learner")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.network} {self.step_key}"
