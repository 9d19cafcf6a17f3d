"""Editing the bank in Wagtail, and who may open a course. No learner's record is registered anywhere."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import ObjectList
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import CourseIndexPage, CoursePage, Fact, LessonPage, Question, Quiz


@hooks.register("before_serve_page")
def learning_asks_to_sign_in(
    page: Page, request: HttpRequest, serve_args: Any, serve_kwargs: Any
) -> HttpResponse | None:
    """Courses are for the company's people: signed-out visitors get the sign-in page."""
    if isinstance(page, CourseIndexPage | CoursePage | LessonPage) and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return None


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    list_display = ["__str__", "type_label", "locale", "live"]
    list_filter = ["locale", "live"]
    list_per_page = 50
    edit_handler = ObjectList(Question.panels)


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


class LearningGroup(SnippetViewSetGroup):
    items = (QuestionViewSet, QuizViewSet, FactViewSet)
    menu_label = _("Question bank")
    menu_icon = "help"
    menu_order = 250


register_snippet(LearningGroup)
