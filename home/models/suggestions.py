"""Subjects that people suggest for the news."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people import roles

from .. import states

TITLE_LENGTH, TEXT_LENGTH = 120, 2000


class SubjectSuggestionQuerySet(models.QuerySet["SubjectSuggestion"]):
    def visible_to(self, user: Any) -> SubjectSuggestionQuerySet:
        """Its author's; and editors see all of them, but those of people they manage.

        The relation of line manager takes rights away, whatever other roles the reader has.
        """
        if not user.is_authenticated:
            return self.none()
        own = Q(author=user)
        if user.has_role(roles.EDITOR):
            return self.filter(own | ~Q(author__line_manager=user) | Q(author__line_manager__isnull=True))
        return self.filter(own)

    def waiting(self) -> SubjectSuggestionQuerySet:
        return self.filter(state=states.WAITING)

    def answered(self) -> SubjectSuggestionQuerySet:
        return self.exclude(state=states.WAITING)


class SubjectSuggestion(models.Model):
    """A subject somebody would like to read about. Answered once, by an editor, always with a reason."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="subject_suggestions")
    title = models.CharField(_("subject"), max_length=TITLE_LENGTH)
    text = models.TextField(_("why it is worth reading"), max_length=TEXT_LENGTH)
    source_url = models.URLField(_("address of a source"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=states.state_choices, default=states.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(_("answer"), max_length=TEXT_LENGTH, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = SubjectSuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("suggested subject")
        verbose_name_plural = _("suggested subjects")
        indexes = [models.Index(fields=["state", "created_at"], name="home_suggestion_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (
                    Q(state__in=["accepted", "declined"], answered_at__isnull=False, answered_by__isnull=False)
                    & ~Q(answer="")
                ),
                name="an_answered_suggestion_says_who_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("home:suggestion_detail", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == states.WAITING

    @property
    def tone(self) -> str:
        return states.TONES[self.state]
