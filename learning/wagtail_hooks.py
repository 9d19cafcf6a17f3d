"""Editing the bank in Wagtail, and who may open a course. No learner's record is registered anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from . import actions, queries, views
from .models import (
    CourseIndexPage,
    CoursePage,
    Fact,
    KeyMessage,
    LearningPath,
    LessonPage,
    Question,
    QuestionCategory,
    QuestionTag,
    Quiz,
)
from .permissions import can_edit_quizzes, can_import_questions, can_see_sources
from .question_types import REGISTRY
from .views.bank import bank_export, bank_import


def type_choices() -> list[tuple[str, object]]:
    """(key, name) of each type of question, retired ones included."""
    return [(kind.key, kind.label) for kind in REGISTRY]


@hooks.register("before_serve_page")
def learning_asks_to_sign_in(
    page: Page, request: HttpRequest, serve_args: Any, serve_kwargs: Any
) -> HttpResponse | None:
    """Courses are for the company's people: signed-out visitors get the sign-in page."""
    if isinstance(page, CourseIndexPage | CoursePage | LessonPage) and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if isinstance(page, CoursePage | LessonPage) and not queries.may_open(page, request.user):
        raise Http404
    return None


@hooks.register("before_serve_document")
def documents_of_lessons_ask_to_sign_in(document: Any, request: HttpRequest) -> HttpResponse | None:
    """A document that a lesson shows is for the company's people; one on a public page stays public."""
    if not request.user.is_authenticated and queries.is_used_in_a_lesson(document):
        return redirect_to_login(request.get_full_path())
    return None


class QuestionFilterSet(WagtailFilterSet):
    type = django_filters.ChoiceFilter(label=_("type"), choices=type_choices, method="filter_type")
    tags = django_filters.ModelMultipleChoiceFilter(
        label=_("tags"), queryset=QuestionTag.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    is_used = django_filters.BooleanFilter(label=_("used in a quiz"), method="filter_used")

    class Meta:
        model = Question
        fields = ["category", "type", "tags", "is_used", "locale", "live"]

    def filter_type(self, queryset: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        return queryset.filter(body__0__type=value)

    def filter_used(self, queryset: QuerySet[Question], name: str, value: bool) -> QuerySet[Question]:
        return queryset.filter(quizzes__gt=0) if value else queryset.filter(quizzes=0)


@hooks.register("after_edit_snippet")
def previews_go_when_a_quiz_or_a_question_changes(request: HttpRequest, instance: Any) -> None:
    """A preview of what was there before would mislead its editor."""
    if isinstance(instance, Quiz):
        actions.delete_previews(quiz_keys=[instance.translation_key])
    elif isinstance(instance, Question):
        actions.delete_previews(quiz_keys=list(instance.slots.values_list("quiz__translation_key", flat=True)))


class QuizFiguresMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and can_edit_quizzes(request.user)


@hooks.register("register_admin_menu_item")
def quiz_figures_menu_item() -> MenuItem:
    return QuizFiguresMenuItem(
        _("Quizzes: figures and previews"), reverse("learning:quiz_figures_list"), icon_name="view", order=251
    )


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    list_display = [
        "__str__",
        "type_label",
        "category",
        Column("quizzes", label=_("Used in quizzes"), sort_key="quizzes"),
        "locale",
        "live",
    ]
    filterset_class = QuestionFilterSet
    list_per_page = 50
    edit_handler = ObjectList(Question.panels)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        """With the number of quizzes each question stands in."""
        quizzes = Count("slots__quiz", distinct=True)
        return (
            Question.objects.select_related("category", "locale", "latest_revision")
            .annotate(quizzes=quizzes)
            .order_by("key", "pk")
        )


class QuestionCategoryViewSet(SnippetViewSet):
    model = QuestionCategory
    icon = "folder-open-inverse"
    list_display = ["key", "name_fr", "name_en"]


class QuizViewSet(SnippetViewSet):
    model = Quiz
    icon = "list-ol"
    list_display = ["__str__", "course", "pass_mark", "locale", "live"]
    list_filter = ["locale", "live"]
    edit_handler = ObjectList(Quiz.panels)


class FactViewSet(SnippetViewSet):
    model = Fact
    icon = "doc-full"
    list_display = ["key", "__str__", "confidence", "verified_on", "source_name"]
    list_filter = {"confidence": ["exact"], "verified_on": ["lte", "gte", "isnull"]}
    ordering = ["verified_on", "key"]
    list_per_page = 50
    list_export = ["key", "text_fr", "text_en", "source_name", "source_url", "confidence", "verified_on"]


class KeyMessageViewSet(SnippetViewSet):
    model = KeyMessage
    icon = "comment"
    list_display = ["title", "state_label", "owner", "valid_from", "valid_to", "locale"]
    list_filter = ["locale", "owner", "valid_to"]
    edit_handler = ObjectList(KeyMessage.panels)


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    """Acts and reports of our own in the administration."""
    return [
        path("key-messages/<int:pk>/retire/", views.key_message_retire, name="learning_key_message_retire"),
        path("reports/facts-by-age/", views.facts_by_age, name="learning_facts_by_age"),
        path("reports/lesson-use/", views.lesson_use, name="learning_lesson_use"),
    ]


class SourceMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_see_sources(request.user)


@hooks.register("register_reports_menu_item")
def facts_by_age_item() -> MenuItem:
    """Facts to look at again."""
    return SourceMenuItem(_("Facts by age"), reverse_lazy("learning_facts_by_age"), icon_name="history", order=800)


@hooks.register("register_reports_menu_item")
def lesson_use_item() -> MenuItem:
    """What learners say of the lessons."""
    return SourceMenuItem(_("Use of the lessons"), reverse_lazy("learning_lesson_use"), icon_name="comment", order=810)


@hooks.register("before_edit_snippet", order=-10)
def a_half_translated_quiz_is_not_published(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Before the editor of translations: a learner must not meet half a question in another language."""
    is_publishing = request.method == "POST" and request.POST.get("action") == "publish"
    if not is_publishing or not isinstance(instance, Question | Quiz) or not queries.is_half_translated(instance):
        return None
    messages.error(request, _("Not published: translate every string first, and publish every question of the quiz."))
    return redirect(request.get_full_path())


@hooks.register("register_snippet_listing_buttons")
def retire_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """In the list of key messages: retire, after seeing where it is used."""
    if isinstance(snippet, KeyMessage) and snippet.retired_at is None:
        url = reverse("learning_key_message_retire", args=[snippet.pk])
        yield Button(_("Retire"), url, icon_name="cross", priority=90)


class LearningGroup(SnippetViewSetGroup):
    items = (QuestionViewSet, QuizViewSet, QuestionCategoryViewSet, FactViewSet, KeyMessageViewSet)
    menu_label = _("Question bank")
    menu_icon = "help"
    menu_order = 250

    def get_submenu_items(self) -> list[MenuItem]:
        import_item = ImportMenuItem(_("Import and export"), reverse_lazy("bank_import"), icon_name="upload", order=900)
        return [*super().get_submenu_items(), import_item]


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can_import_questions(request.user)


register_snippet(LearningGroup)


class LearningPathViewSet(SnippetViewSet):
    model = LearningPath
    icon = "site"
    menu_label = _("Learning paths")
    menu_order = 260
    add_to_admin_menu = True
    list_display = ["__str__", "is_published", "sort_order"]
    edit_handler = ObjectList(LearningPath.panels)


register_snippet(LearningPathViewSet)


@hooks.register("register_admin_urls")
def bank_urls() -> list[URLPattern]:
    """The question bank as a file."""
    return [
        path("questions/import/", bank_import, name="bank_import"),
        path("questions/export/", bank_export, name="bank_export"),
    ]
