"""The question bank: translatable, versioned snippets, and the quizzes made of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail_localize.fields import SynchronizedField, TranslatableField

from core.fields import KindsField

from ..blocks import FactKeyBlock
from ..question_types import REGISTRY
from ..quiz import QuestionSource
from .categories import QuestionCategory, TaggedQuestion
from .options import QuizOptions
from .panels import UsedInPanel

DEFAULT_PASS_MARK = 80
MAX_WEIGHT = 100


class Question(  # type: ignore[django-manager-missing]
    WorkflowMixin, DraftStateMixin, RevisionMixin, PreviewableMixin, TranslatableMixin, index.Indexed, ClusterableModel
):
    """A question of the bank. `body` holds exactly one block: its type, and what that type needs."""

    key = models.CharField(max_length=80, blank=True, editable=False)
    prompt = models.TextField(_("question"), help_text=_("For true or false: the statement."))
    body = KindsField("learning.question_types.REGISTRY", verbose_name=_("type"), min_num=1, max_num=1)
    explanation = models.TextField(
        _("explanation"), help_text=_("The reason, in one to three sentences. Shown once the attempt is finished.")
    )
    lesson = models.ForeignKey(
        "learning.LessonPage",
        verbose_name=_("lesson"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Where to read about it."),
    )
    facts = StreamField([("fact", FactKeyBlock())], verbose_name=_("facts"), blank=True)
    key_messages = StreamField(
        [("message", SnippetChooserBlock("learning.KeyMessage", label=_("Key message")))],
        verbose_name=_("key messages"),
        blank=True,
        help_text=_("The messages of the company that this question is about."),
    )
    category = models.ForeignKey(
        QuestionCategory,
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questions",
    )
    tags = ClusterTaggableManager(through=TaggedQuestion, verbose_name=_("tags"), blank=True)

    panels = [
        UsedInPanel(),
        FieldPanel("prompt"),
        FieldPanel("body"),
        FieldPanel("explanation"),
        MultiFieldPanel(
            [FieldPanel("lesson"), FieldPanel("facts"), FieldPanel("key_messages")], heading=_("Where it comes from")
        ),
        MultiFieldPanel([FieldPanel("category"), FieldPanel("tags")], heading=_("Where it stands in the bank")),
    ]
    search_fields = [
        index.SearchField("prompt"),
        index.SearchField("explanation"),
        index.SearchField("body"),
        index.FilterField("locale"),
        index.FilterField("category"),
    ]
    translatable_fields = [
        TranslatableField("prompt"),
        TranslatableField("body"),
        TranslatableField("explanation"),
        SynchronizedField("lesson", overridable=False),
        SynchronizedField("facts", overridable=False),
        SynchronizedField("key_messages", overridable=False),
        SynchronizedField("category", overridable=False),
        SynchronizedField("tagged_items", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["key", "pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return f"{self.key} · {self.prompt[:100]}" if self.key else self.prompt[:100]

    @property
    def type(self) -> str:
        """The key of the question's type."""
        return str(self.body[0].block_type)

    def type_label(self) -> str:
        return str(REGISTRY[self.type].label) if self.body else ""

    type_label.short_description = _("type")  # type: ignore[attr-defined]

    def source(self) -> QuestionSource:
        """The question as an attempt needs it, in its own language."""
        return QuestionSource(
            key=str(self.translation_key),
            type=self.type,
            prompt=self.prompt,
            config=REGISTRY[self.type].config(self.body[0].value),
            explanation=self.explanation,
            lesson_key=str(self.lesson.translation_key) if self.lesson else None,
            revision_id=self.live_revision_id,
            facts=[str(block.value) for block in self.facts],
            messages=[str(block.value.translation_key) for block in self.key_messages if block.value],
            category=self.category.key if self.category else "",
        )

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "learning/question_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """The question as a learner sees it, and as it is shown once the attempt is finished."""
        return {
            **super().get_preview_context(request, mode_name),
            "question": self._marked_unanswered() if self.body else None,
        }

    def _marked_unanswered(self) -> dict[str, Any]:
        source = self.source()
        kind = REGISTRY[source.type]
        return {
            "prompt": source.prompt,
            "explanation": source.explanation,
            "config": source.config,
            "review_template": kind.review_template,
            "lines": kind.review(source.config, None),
        }


class Quiz(  # type: ignore[django-manager-missing]
    WorkflowMixin, DraftStateMixin, RevisionMixin, TranslatableMixin, index.Indexed, QuizOptions, ClusterableModel
):
    """A quiz: questions in order, and the share of them to get right. Its course is completed when it is passed."""

    key = models.CharField(max_length=80, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=255)
    course = models.ForeignKey(
        "learning.CoursePage",
        verbose_name=_("course"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The course that is completed when this quiz is passed."),
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark"), default=DEFAULT_PASS_MARK, validators=[MaxValueValidator(100)], help_text=_("In percent.")
    )
    shuffle_options = models.BooleanField(_("mix the options"), default=True)

    panels = [
        FieldPanel("title"),
        FieldPanel("course"),
        FieldPanel("pass_mark"),
        InlinePanel("slots", heading=_("Questions"), label=_("Question"), min_num=1),
        *QuizOptions.option_panels,
    ]
    search_fields = [index.SearchField("title"), index.FilterField("locale")]
    translatable_fields = [
        TranslatableField("title"),
        SynchronizedField("course", overridable=False),
        SynchronizedField("pass_mark", overridable=False),
        SynchronizedField("shuffle_options", overridable=False),
        *QuizOptions.option_fields,
        TranslatableField("slots"),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["key", "pk"]
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        constraints = [models.CheckConstraint(condition=Q(pass_mark__lte=100), name="a_quiz_pass_mark_is_a_percentage")]

    def __str__(self) -> str:
        return self.title

    def published_questions(self) -> Iterator[Question]:
        """The questions that are published in the quiz's own language, in order."""
        for slot in self.published_slots():
            yield slot.question

    def published_slots(self) -> Iterator[QuizSlot]:
        """The places whose question is published in the quiz's own language, in order."""
        for slot in self.slots.select_related("question__lesson", "question__category"):
            if slot.question.live and slot.question.locale_id == self.locale_id:
                yield slot


class QuizSlot(TranslatableMixin, Orderable):
    """A question's place in a quiz. Translatable, so that it keeps its row when languages are synchronised."""

    quiz = ParentalKey(Quiz, on_delete=models.CASCADE, related_name="slots")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="slots", verbose_name=_("question"))
    weight = models.DecimalField(
        _("weight"),
        max_digits=5,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0), MaxValueValidator(MAX_WEIGHT)],
        help_text=_("Its share in the score. 0: it is asked, and does not count."),
    )

    panels = [FieldRowPanel([FieldPanel("question"), FieldPanel("weight")])]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(weight__gte=0), name="the_weight_of_a_question_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id} {self.sort_order}"
