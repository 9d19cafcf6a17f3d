"""A learner's own list: courses chosen or suggested, their dates, certificates."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.errors import ActionError
from core.http import require_POST

from .. import actions, queries


@require_safe
@login_required
def my_learning(request: HttpRequest) -> HttpResponse:
    """One's own list, dates, certificates, paths, and what one knows by theme. Nobody else's eyes."""
    context = {"mine": queries.my_learning(request.user), "themes": queries.own_themes(request.user)}
    return render(request, "learning/my_learning.html", context)


@require_POST
@login_required
def course_enrol(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Put a course on one's list."""
    course = queries.course_names([key]).get(key) or _not_found()
    try:
        actions.enrol(course_key=key, by=request.user)
        messages.success(request, _("The course is on your list, on the page “My learning”."))
    except ActionError as error:
        messages.error(request, error.message)
    return redirect(course.url or "learning:my_learning")


@require_POST
@login_required
def course_withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take a course off one's list; progress stays."""
    actions.withdraw_enrolment(course_key=key, by=request.user)
    messages.success(request, _("The course is no longer on your list. What you did in it is kept."))
    return redirect("learning:my_learning")


def _not_found() -> queries.CourseName:
    raise Http404
