"""For those who write quizzes: trying one out, how its questions do, marking again after mending a key."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import ActionError
from core.http import require_POST

from .. import actions, queries
from ..forms import RegradeForm
from ..permissions import can_edit_quizzes

REFUSED = 422


def _check_editor(request: HttpRequest) -> None:
    if not can_edit_quizzes(request.user):
        raise Http404


@require_POST
@login_required
def quiz_preview(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Try the latest version, drafts included; it never counts."""
    _check_editor(request)
    quiz = queries.any_quiz(key) or _not_found()
    try:
        return redirect(actions.start_preview(quiz=quiz, by=request.user))
    except ActionError as error:
        messages.error(request, error.message)
        return redirect("learning:quiz_figures", key=key)


@require_safe
@login_required
def quiz_figures_list(request: HttpRequest) -> HttpResponse:
    """Every quiz, with a way to its figures and to a preview."""
    _check_editor(request)
    return render(request, "learning/quiz_figures_list.html", {"quizzes": queries.quizzes_for_editors()})


@require_safe
@login_required
def quiz_figures(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How the questions of one quiz do: of answers, never of a person."""
    _check_editor(request)
    quiz = queries.any_quiz(key) or _not_found()
    return render(request, "learning/quiz_figures.html", {"figures": queries.quiz_figures(quiz, request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question_regrade(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Count what a policy would change, then have it done. In: `act`, "count" or "run"."""
    _check_editor(request)
    question = queries.published_question(key) or _not_found()
    form = RegradeForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"question": question, "form": form, "history": queries.regrades_of(key)}
    if form.is_bound and form.is_valid():
        try:
            if request.POST.get("act") == "run":
                return _run(request, question, form.cleaned_data["policy"])
            policy = form.cleaned_data["policy"]
            context["counts"] = actions.dry_run(question=question, policy=policy, by=request.user)
        except ActionError as error:
            form.add_error(None, error.message)
    return render(request, "learning/question_regrade.html", context, status=REFUSED if form.errors else 200)


def _run(request: HttpRequest, question: Any, policy: str) -> HttpResponse:
    actions.ask_regrade(question=question, policy=policy, by=request.user)
    messages.success(request, _("Written down. The worker does it; this page shows how far it is."))
    return redirect("learning:question_regrade", key=question.translation_key)


def _not_found() -> Any:
    raise Http404
