"""Learning paths: courses in an order that makes sense. Advice, never a lock."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable


def course_key_choices() -> list[tuple[Any, str]]:
    """(translation key, title) of each course, in the order of the tree, in the active language when it exists there."""
    from .pages import CoursePage

    language = get_language()
    titles: dict[Any, str] = {}
    for course in CoursePage.objects.select_related("locale").order_by("path"):
        if course.translation_key not in titles or course.locale.language_code == language:
            titles[course.translation_key] = course.title
    return list(titles.items())


class CourseKeyField(models.UUIDField):  # type: ignore[type-arg]
    """A course by translation key, chosen from a menu."""

    def formfield(self, **kwargs: Any) -> forms.Field:  # type: ignore[override]
        return forms.TypedChoiceField(
            choices=lambda: [("", "–"), *((str(key), title) for key, title in course_key_choices())],
            coerce=uuid.UUID,
            label=self.verbose_name,
            help_text=self.help_text,
        )

    def deconstruct(self) -> Any:
        """In migrations it is what it is in the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.UUIDField", args, kwargs


class LearningPath(ClusterableModel):
    """Courses in order, with a title in both languages."""

    title_fr = models.CharField(_("title in French"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    summary_fr = models.CharField(_("summary in French"), max_length=300, blank=True)
    summary_en = models.CharField(_("summary in English"), max_length=300, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_published = models.BooleanField(_("shown to learners"), default=False)

    panels = [
        MultiFieldPanel([FieldPanel("title_fr"), FieldPanel("title_en")], heading=_("Title")),
        MultiFieldPanel([FieldPanel("summary_fr"), FieldPanel("summary_en")], heading=_("Summary")),
        InlinePanel("steps", heading=_("Courses, in order"), label=_("Course"), min_num=1),
        FieldPanel("sort_order"),
        FieldPanel("is_published"),
    ]

    class Meta:
        ordering = ["sort_order", "pk"]
        verbose_name = _("learning path")
        verbose_name_plural = _("learning paths")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.title_en if get_language() == "en" else self.title_fr

    @property
    def summary(self) -> str:
        return self.summary_en if get_language() == "en" else self.summary_fr


class LearningPathStep(Orderable):
    """One course of a path. No learner's row names it: Wagtail makes it again at will."""

    path = ParentalKey(LearningPath, on_delete=models.CASCADE, related_name="steps")
    course_key = CourseKeyField(_("course"))
    needs_earlier = models.BooleanField(
        _("builds on the courses before it"),
        default=False,
        help_text=_("Its page then advises to take them first. Nothing is locked."),
    )

    panels = [FieldPanel("course_key"), FieldPanel("needs_earlier")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["path", "course_key"], name="a_course_stands_once_in_a_path")]

    def __str__(self) -> str:
        return f"{self.path_id} {self.course_key}"
