"""Taking a quiz: one page with every question, each answer saved as it is given, one submit, one result."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from core.errors import ActionError

from .. import actions, queries
from ..forms import QuestionForm
from ..models import Attempt


@require_safe
@login_required
def quiz_start(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """What the quiz is, the learner's earlier attempts, and a button to begin or go on."""
    quiz = queries.published_quiz(key) or _not_found()
    attempts = list(Attempt.objects.visible_to(request.user).filter(quiz_key=key))
    courses = queries.course_states(request.user, keys=[quiz.course.translation_key])
    context = {
        "quiz": quiz,
        "course": courses[0] if courses else None,
        "open_attempt": next((attempt for attempt in attempts if attempt.is_in_progress), None),
        "finished": [attempt for attempt in attempts if attempt.is_finished],
    }
    return render(request, "learning/quiz_start.html", context)


@require_POST
@login_required
def attempt_create(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Begin, or go on with the attempt in progress."""
    quiz = queries.published_quiz(key) or _not_found()
    try:
        return redirect(actions.start_attempt(quiz=quiz, by=request.user))
    except ActionError as error:
        messages.error(request, error.message)
        return redirect("learning:quiz_start", key=key)


@require_safe
@login_required
def attempt_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The questions while the attempt is in progress, the result afterwards."""
    attempt = _attempt(request, pk)
    if attempt.is_in_progress:
        return _questions(request, attempt, _forms(attempt))
    return render(request, "learning/attempt_result.html", {"result": queries.result(attempt, request.user)})


@require_POST
@login_required
def attempt_answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Save what the page sends: one question by script, every question by a button."""
    attempt = _attempt(request, pk)
    forms = [form for form in _forms(attempt, request.POST) if form.is_sent]
    try:
        saved = _save(request, attempt, forms)
    except ActionError as error:
        return _leave(request, attempt, error)
    if request.htmx:
        context = {"attempt": attempt, "forms": [f.after(saved) for f in forms], "saved": saved}
        return render(request, "learning/_answers_saved.html", context, status=409 if saved.conflicts else 200)
    if saved.conflicts:
        return _questions(request, attempt, _forms(attempt, request.POST), saved, status=409)
    return redirect(f"{attempt.get_absolute_url()}#question-{request.POST.get('save', '1')}")


@require_safe
@login_required
def attempt_confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Questions are left: name them, and ask."""
    attempt = _attempt(request, pk)
    left = [row for row in attempt.questions.all() if row.answer is None]
    if not attempt.is_in_progress or not left:
        return redirect(attempt)
    return render(request, "learning/attempt_confirm.html", {"attempt": attempt, "left": left})


@require_POST
@login_required
def attempt_submit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Save what the page still holds, then submit: once, whatever is clicked."""
    attempt = _attempt(request, pk)
    forms = [form for form in _forms(attempt, request.POST) if form.is_sent]
    try:
        saved = _save(request, attempt, forms)
        if saved.conflicts:
            return _questions(request, attempt, _forms(attempt, request.POST), saved, status=409)
        actions.submit_attempt(attempt=attempt, by=request.user, confirmed=request.POST.get("confirm") == "yes")
    except actions.QuestionsLeft:
        return redirect("learning:attempt_confirm", pk=pk)
    except ActionError as error:
        return _leave(request, attempt, error)
    return redirect(attempt)


def _save(request: HttpRequest, attempt: Attempt, forms: list[QuestionForm]) -> actions.Saved:
    """The valid answers go to the action; an answer that is none of the options is left out, and its form says so."""
    given = [form.given(request.POST.get("page", "")[:32]) for form in forms if form.is_valid()]
    return actions.save_answers(attempt=attempt, answers=given, by=request.user)


def _forms(attempt: Attempt, data: Any = None) -> list[QuestionForm]:
    return [QuestionForm(question, data) for question in attempt.questions.all()]


def _questions(
    request: HttpRequest,
    attempt: Attempt,
    forms: list[QuestionForm],
    saved: actions.Saved | None = None,
    status: int = 200,
) -> HttpResponse:
    if saved:
        forms = [form.after(saved) for form in forms]
    context = {
        "attempt": attempt,
        "forms": forms,
        "page_token": secrets.token_hex(16),
        "answered": sum(form.question.answer is not None for form in forms),
        "course": next(iter(queries.course_states(request.user, keys=[attempt.course_key])), None),
    }
    return render(request, "learning/attempt_detail.html", context, status=status)


def _leave(request: HttpRequest, attempt: Attempt, error: ActionError) -> HttpResponse:
    """The attempt is over: say so on the page of its result."""
    messages.info(request, error.message)
    url = reverse("learning:attempt_detail", args=[attempt.pk])
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _attempt(request: HttpRequest, pk: uuid.UUID) -> Attempt:
    return get_object_or_404(Attempt.objects.visible_to(request.user), pk=pk)


def _not_found() -> Any:
    raise Http404
