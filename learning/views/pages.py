"""Course and lesson pages, found in one query instead of Wagtail's walk down the tree, then served as Wagtail does."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.models import Page
from wagtail.views import serve as serve_by_route

from core.http import matches_anything

from ..models import CourseIndexPage, CoursePage, LessonPage


@require_safe
@login_required
def course_list(request: HttpRequest) -> HttpResponse:
    """The courses; before any is loaded or published, a page that says so."""
    page = CourseIndexPage.objects.at("/").first()
    return serve(request, page) if page else render(request, "learning/course_list.html")


@matches_anything
@require_safe
@login_required
def course_detail(request: HttpRequest, course: str) -> HttpResponse:
    """A course; an address that is no course's is left to Wagtail."""
    page = CoursePage.objects.at(f"/{course}/").first()
    return serve(request, page) if page else _serve_other(request)


@matches_anything
@require_safe
@login_required
def lesson_detail(request: HttpRequest, course: str, lesson: str) -> HttpResponse:
    """A lesson; an address that is no lesson's is left to Wagtail."""
    page = LessonPage.objects.at(f"/{course}/{lesson}/").with_course_audience().first()
    return serve(request, page) if page else _serve_other(request)


def serve(request: HttpRequest, page: Page) -> HttpResponse:
    """Serve a page that was found already: Wagtail's hooks first; restrictions set by an editor are Wagtail's to judge."""
    if page.is_restricted or page.alias_of_id:
        return _serve_other(request)
    for hook in hooks.get_hooks("before_serve_page"):
        response = hook(page, request, [], {})
        if isinstance(response, HttpResponse):
            return response
    return page.serve(request)


def _serve_other(request: HttpRequest) -> HttpResponse:
    """Let Wagtail route: the part of the address after the language."""
    _language, _slash, path = request.path_info.lstrip("/").partition("/")
    if not path:
        raise Http404
    return serve_by_route(request, path)
