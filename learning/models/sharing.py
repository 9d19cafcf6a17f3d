"""What a learner chose to show a coach: a finished attempt, or one written answer to be read. Each can be taken back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people import roles

from .attempts import Attempt, AttemptQuestion

COMMENT_MAX_LENGTH = 2000


def _reads(user: Any, learner: str, coach: Q) -> Q:
    """As a coach: while they are one, never their own and never a direct report's.

    The relation of line manager, read now, takes rights away whatever other roles the reader has.
    """
    if not user.has_role(roles.COACH, roles.LEAD_COACH):
        return Q(pk__in=[])
    not_a_report = Q(**{f"{learner}__line_manager__isnull": True}) | ~Q(**{f"{learner}__line_manager": user})
    return coach & ~Q(**{learner: user}) & not_a_report


class SharedAttemptQuerySet(models.QuerySet["SharedAttempt"]):
    def visible_to(self, user: Any) -> SharedAttemptQuerySet:
        """The learner's own; a coach's while it is shared with them."""
        return self.filter(Q(attempt__learner=user)) | self.for_coach(user) if user.is_authenticated else self.none()

    def for_coach(self, user: Any) -> SharedAttemptQuerySet:
        """What this coach may read now."""
        return self.filter(_reads(user, "attempt__learner", Q(coach=user)))


class SharedAttempt(models.Model):
    """A finished attempt, its answers and its score, shown to one coach. Deleted when it is taken back."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="shares")
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    shared_at = models.DateTimeField(default=timezone.now)

    objects = SharedAttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "coach"], name="an_attempt_is_shared_once_with_a_coach")
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.coach_id}"


class AnswerToReadQuerySet(models.QuerySet["AnswerToRead"]):
    def visible_to(self, user: Any) -> AnswerToReadQuerySet:
        """The learner's own; the coach's it was sent to, or every coach's when it was sent to the team."""
        own = self.filter(question__attempt__learner=user) if user.is_authenticated else self.none()
        return own | self.for_coach(user) if user.is_authenticated else own

    def for_coach(self, user: Any) -> AnswerToReadQuerySet:
        """What this coach may read now."""
        mine = Q(coach=user) | Q(coach__isnull=True)
        return self.filter(_reads(user, "question__attempt__learner", mine))

    def waiting(self) -> AnswerToReadQuerySet:
        return self.filter(read_at__isnull=True)


class AnswerToRead(models.Model):
    """A written answer that its learner sent to a coach, or to the team. It has no mark and blocks nothing."""

    question = models.OneToOneField(AttemptQuestion, on_delete=models.CASCADE, related_name="reading")
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(default=timezone.now)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(_("comment"), max_length=COMMENT_MAX_LENGTH, blank=True)

    objects = AnswerToReadQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "pk"]
        verbose_name = _("answer to read")
        verbose_name_plural = _("answers to read")
        constraints = [
            models.CheckConstraint(
                condition=Q(read_at__isnull=False) | Q(comment=""), name="a_comment_is_written_by_who_has_read"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id}"
