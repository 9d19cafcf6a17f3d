"""Courses and lessons, as pages: the tree, the languages and the workflow are Wagtail's."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.cache import cache
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Subquery
from django.db.models.functions import Length, Substr
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index

from people import roles
from people.networks import network_choices

from ..blocks import LessonBodyBlock
from ..lessons import Part, render_parts
from ..searching import fold, stored_texts
from .paths import course_key_choices

LEVELS = {
    "essential": _("Essential"),
    "intermediate": _("Intermediate"),
    "advanced": _("Advanced"),
}
EVERYONE, COORDINATORS = "everyone", "coordinators"
AUDIENCES = {
    EVERYONE: _("Everybody"),
    COORDINATORS: _("Those who coach or run the programme"),
}
COORDINATING_ROLES = (
    roles.COACH,
    roles.LEAD_COACH,
    roles.PROGRAMME_MANAGER,
    roles.EDITOR,  # they write the lessons
    roles.ADMINISTRATOR,
)
PARTS_KEPT_SECONDS = 7 * 24 * 3600


def level_choices() -> list[tuple[str, object]]:
    """(key, name) of each level."""
    return list(LEVELS.items())


def audience_choices() -> list[tuple[str, object]]:
    """(key, name) of each audience."""
    return list(AUDIENCES.items())


def prerequisite_choices() -> list[tuple[str, str]]:
    """(translation key, title) of every course; asked when a form is shown."""
    return [(str(key), title) for key, title in course_key_choices()]


class CourseKeyBlock(blocks.ChoiceBlock):
    """A course, by its translation key: the same in both languages."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"choices": prerequisite_choices, "label": _("Course"), "search_index": False, **kwargs})

    def normalize_choice(self, value: Any) -> Any:
        """As for facts: no query each time a block is read."""
        return value


def folded(*values: Any) -> str:
    """Texts and streams as one text to search in."""
    texts = [list(value.raw_data) if isinstance(value, blocks.StreamValue) else value for value in values]
    return fold(" ".join(stored_texts(texts)))


class LearningPageQuerySet(PageQuerySet):
    def at(self, tail: str) -> LearningPageQuerySet:
        """Published pages of the active language whose address ends with `tail`, ready to be served.

        One query where Wagtail's routing takes one or two per level. `is_restricted` says whether an editor put a view
        restriction on the page or above it; Wagtail then decides.
        """
        own_path = ExpressionWrapper(OuterRef("path"), output_field=models.CharField())
        restrictions = PageViewRestriction.objects.annotate(own_path=own_path).filter(
            own_path__startswith=F("page__path")
        )
        pages: LearningPageQuerySet = (
            self.live()
            .filter(locale__language_code=get_language(), url_path__endswith=tail)
            .select_related("locale")
            .annotate(is_restricted=Exists(restrictions))
            .order_by("path")
        )
        return pages

    def with_course_audience(self) -> LearningPageQuerySet:
        """Lessons that know for whom their course is, in the same query."""
        above = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Page.steplen)
        course = CoursePage.objects.filter(path=above).values("audience")[:1]
        lessons: LearningPageQuerySet = self.annotate(course_audience=Subquery(course))
        return lessons


LearningPageManager = PageManager.from_queryset(LearningPageQuerySet)


class CourseIndexPage(Page):
    """All courses, and where the learner stands."""

    lead = models.TextField(_("lead"), max_length=400, blank=True, help_text=_("One or two sentences under the title."))

    objects = LearningPageManager()

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["learning.CoursePage"]
    max_count_per_parent = 1
    template = "learning/course_list.html"
    page_description = _("The list of courses, with each learner’s own progress.")

    class Meta:
        verbose_name = _("list of courses")
        verbose_name_plural = _("lists of courses")


class CoursePage(Page):
    """A course: what one will be able to do, its lessons below it, and the quiz that names it."""

    key = models.CharField(max_length=80, blank=True, editable=False)
    summary = models.TextField(_("summary"), max_length=400, help_text=_("Shown in the list of courses."))
    objectives = StreamField(
        [("objective", blocks.CharBlock(label=_("Objective"), max_length=250))],
        verbose_name=_("objectives"),
        blank=True,
        help_text=_("What the learner can do at the end; each begins with a verb."),
    )
    gives = models.TextField(_("what it gives"), max_length=300, blank=True, help_text=_("One sentence."))
    level = models.CharField(_("level"), max_length=12, choices=level_choices, default="essential")
    is_core = models.BooleanField(
        _("core path"), default=False, help_text=_("Asked of everybody who wishes to sign the charter.")
    )

    strongly_advised = models.BooleanField(
        _("strongly advised"),
        default=False,
        help_text=_("Said on the course. Nothing is closed to who has not read it."),
    )
    audience = models.CharField(_("for whom"), max_length=15, choices=audience_choices, default=EVERYONE)
    prerequisites = StreamField(
        [("course", CourseKeyBlock())],
        verbose_name=_("better read first"),
        blank=True,
        help_text=_("Advice: readers see what is done and what is not. No course is closed for it."),
    )
    is_sequential = models.BooleanField(
        _("in this order"),
        default=False,
        help_text=_("A lesson opens once the required lessons before it are read. Otherwise readers choose."),
    )
    search_text = models.TextField(editable=False, blank=True, default="")

    objects = LearningPageManager()

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("objectives"),
        FieldPanel("gives"),
        FieldRowPanel([FieldPanel("level"), FieldPanel("audience")]),
        FieldRowPanel([FieldPanel("is_core"), FieldPanel("strongly_advised"), FieldPanel("is_sequential")]),
        FieldPanel("prerequisites"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("objectives"),
        index.FilterField("level"),
        index.FilterField("is_core"),
    ]
    parent_page_types = ["learning.CourseIndexPage"]
    subpage_types = ["learning.LessonPage"]
    template = "learning/course_detail.html"
    page_description = _("A course. Its lessons are pages below it; its quiz is chosen in the quiz.")

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Wagtail calls it at every save: what is searched follows what is shown."""
        self.search_text = folded(self.title, self.summary, self.gives, self.objectives)
        super().full_clean(*args, **kwargs)

    @property
    def prerequisite_keys(self) -> list[uuid.UUID]:
        return [uuid.UUID(block.value) for block in self.prerequisites if block.value]


class LessonPage(Page):
    """A lesson: one idea, read in a few minutes."""

    key = models.CharField(max_length=80, blank=True, editable=False)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=5, help_text=_("About 130 words a minute, exercises included.")
    )
    summary = models.TextField(_("summary"), max_length=400, help_text=_("Shown in the list of lessons."))
    objective = models.TextField(
        _("objective"), max_length=300, help_text=_("What the learner can do at the end, in one sentence.")
    )
    networks = StreamField(
        [("network", blocks.ChoiceBlock(choices=network_choices, label=_("Network")))],
        verbose_name=_("networks"),
        blank=True,
        help_text=_("Only when the lesson is about one or two networks."),
    )
    section = models.CharField(
        _("begins a section"),
        max_length=120,
        blank=True,
        help_text=_("When filled in, a part of the course with this title begins at this lesson."),
    )
    is_required = models.BooleanField(
        _("required"), default=True, help_text=_("An optional lesson is shown as such, and counts for nothing.")
    )
    is_open_to_all = models.BooleanField(
        _("open to everybody"),
        default=False,
        help_text=_("Only in a course for those who coach or run the programme: everybody may read this lesson."),
    )
    body = StreamField(LessonBodyBlock(), verbose_name=_("content"))
    search_text = models.TextField(editable=False, blank=True, default="")

    objects = LearningPageManager()

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("minutes"),
                FieldPanel("summary"),
                FieldPanel("objective"),
                FieldPanel("networks"),
                FieldRowPanel([FieldPanel("is_required"), FieldPanel("is_open_to_all")]),
                FieldPanel("section"),
            ],
            heading=_("About the lesson"),
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("objective"),
        index.SearchField("body"),
    ]
    parent_page_types = ["learning.CoursePage"]
    subpage_types: list[str] = []
    template = "learning/lesson_detail.html"
    page_description = _("A lesson: texts, key points, checklists, exercises.")

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Wagtail calls it at every save: what is searched follows what is shown."""
        self.search_text = folded(self.title, self.summary, self.objective, self.section, self.body)
        super().full_clean(*args, **kwargs)

    @property
    def network_keys(self) -> list[str]:
        return [str(block.value) for block in self.networks]

    def parts(self, *, is_preview: bool = False) -> list[Part]:
        """The body, rendered; kept per published revision and language, never for a preview."""
        if is_preview or self.live_revision_id is None:
            return render_parts(self.body, str(self.translation_key))
        key = f"learning:parts:{self.pk}:{self.live_revision_id}:{get_language()}"
        parts = cache.get(key)
        if parts is None:
            parts = render_parts(self.body, str(self.translation_key))
            cache.set(key, parts, PARTS_KEPT_SECONDS)
        return list(parts)
