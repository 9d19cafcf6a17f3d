"""More time or more attempts for one person or one cohort, given without seeing any result."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people import roles
from people.models import Cohort


class QuizOverrideQuerySet(models.QuerySet["QuizOverride"]):
    def visible_to(self, user: Any) -> QuizOverrideQuerySet:
        """One's own; programme managers see those they may change, never one of a direct report."""
        if not user.is_authenticated:
            return self.none()
        own = Q(person=user)
        if not user.has_role(roles.PROGRAMME_MANAGER):
            return self.filter(own)
        return self.filter(
            own | Q(cohort__isnull=False) | Q(person__line_manager__isnull=True) | ~Q(person__line_manager=user)
        )

    def of(self, user: Any) -> QuizOverrideQuerySet:
        """What holds for this person: their own, and their cohort's."""
        theirs = Q(person=user)
        return self.filter(theirs | Q(cohort=user.cohort_id) if user.cohort_id else theirs)


class QuizOverride(models.Model):
    """An exception. What is empty follows the cohort's exception, then the quiz."""

    quiz_key = models.UUIDField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    cohort = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("cohort")
    )
    time_limit_minutes = models.PositiveSmallIntegerField(_("time limit"), null=True, blank=True)
    attempts_allowed = models.PositiveSmallIntegerField(_("attempts allowed"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    given_at = models.DateTimeField(default=timezone.now)

    objects = QuizOverrideQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, cohort__isnull=False) | Q(person__isnull=False, cohort__isnull=True),
                name="an_exception_is_for_a_person_or_a_cohort",
            ),
            models.UniqueConstraint(
                fields=["quiz_key", "person"],
                condition=Q(person__isnull=False),
                name="one_exception_per_quiz_and_person",
            ),
            models.UniqueConstraint(
                fields=["quiz_key", "cohort"],
                condition=Q(cohort__isnull=False),
                name="one_exception_per_quiz_and_cohort",
            ),
            models.CheckConstraint(
                condition=Q(time_limit_minutes__isnull=False)
                | Q(attempts_allowed__isnull=False)
                | Q(closes_at__isnull=False),
                name="an_exception_changes_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_key} {self.person_id or ''} {self.cohort_id or ''}"
