"""What a learner writes about a lesson: a private note, and whether the page was of use."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .cycles import OwnQuerySet

REFLECTION_MAX_LENGTH, WORD_MAX_LENGTH = 4000, 200


class Reflection(models.Model):
    """A note to oneself under a question of a lesson. `block_id`: the same block in both languages.

    `prompt`: what was asked when the note was saved, so that it can be read without the lesson.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    lesson_key = models.UUIDField()
    block_id = models.UUIDField()
    prompt = models.TextField()
    text = models.TextField(_("your note"), max_length=REFLECTION_MAX_LENGTH)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "lesson_key", "block_id"], name="a_reflection_has_one_note")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.block_id}"


class LessonFeedback(models.Model):
    """Was this page of use? One answer per learner and published revision; editors see counts, never names."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    lesson_key = models.UUIDField()
    revision_id = models.BigIntegerField()
    is_useful = models.BooleanField()
    word = models.CharField(_("a word, if you like"), max_length=WORD_MAX_LENGTH, blank=True)
    given_at = models.DateTimeField(default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "lesson_key", "revision_id"], name="a_revision_is_judged_once_by_a_learner"
            )
        ]
        indexes = [models.Index(fields=["lesson_key"], name="learning_feedback_lesson")]

    def __str__(self) -> str:
        return f"{self.lesson_key} {self.is_useful}"
