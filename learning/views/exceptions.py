"""More time or more attempts, for programme managers: they name somebody, and see no result."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import ActionError
from core.http import require_POST
from people.models import Cohort

from .. import actions, queries
from ..forms import ExceptionForm
from ..models import QuizOverride
from ..permissions import can_give_exceptions

REFUSED = 422


@require_safe
@login_required
def exception_list(request: HttpRequest) -> HttpResponse:
    """The exceptions there are, a search for a person, and the cohorts."""
    _check_giver(request)
    search = request.GET.get("q", "").strip()[:120]
    context = {
        "exceptions": queries.exceptions_seen_by(request.user),
        "search": search,
        "people": queries.people_to_name(request.user, search) if search else [],
        "cohorts": Cohort.objects.all(),
    }
    return render(request, "learning/exception_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def exception_for_person(request: HttpRequest, pk: int) -> HttpResponse:
    """More time or attempts for one person, found by name among those who take part."""
    _check_giver(request)
    person = get_object_or_404(queries.people_one_may_name(request.user), pk=pk)
    return _exception(request, person=person)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def exception_for_cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """More time or attempts for everybody of a cohort."""
    _check_giver(request)
    return _exception(request, cohort=get_object_or_404(Cohort, pk=pk))


def _exception(request: HttpRequest, **for_whom: Any) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = ExceptionForm(data, quizzes=queries.quiz_choices(), for_person="person" in for_whom)
    if data is not None and form.is_valid() and _give(request, form, for_whom):
        return redirect("learning:exception_list")
    context = {"form": form, **for_whom}
    return render(request, "learning/exception_form.html", context, status=REFUSED if form.errors else 200)


def _give(request: HttpRequest, form: ExceptionForm, for_whom: dict[str, Any]) -> bool:
    values = dict(form.cleaned_data)
    quiz = queries.live_quiz(uuid.UUID(values.pop("quiz")))
    try:
        if quiz is None:
            raise Http404
        actions.give_exception(quiz=quiz, by=request.user, **for_whom, **values)
    except ActionError as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, _("The exception is written down. It holds at once, for an attempt under way too."))
    return True


@require_POST
@login_required
def exception_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to what the quiz says."""
    _check_giver(request)
    exception = get_object_or_404(QuizOverride.objects.visible_to(request.user), pk=pk)
    try:
        actions.remove_exception(exception=exception, by=request.user)
        messages.success(request, _("The exception is taken away."))
    except ActionError as error:
        messages.error(request, error.message)
    return redirect("learning:exception_list")


def _check_giver(request: HttpRequest) -> None:
    if not can_give_exceptions(request.user):
        raise Http404
