"""Taking a quiz: one page with every question, each answer saved as it is given, one submit, one result."""

from __future__ import annotations

import secrets
import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from core.errors import ActionError
from core.http import require_POST

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
    opening = queries.opening(quiz, request.user)
    context = {
        "quiz": quiz,
        "course": courses[0] if courses else None,
        "opening": opening,
        "is_open": opening.is_open(timezone.now()),
        "is_closed": opening.is_closed(timezone.now()),
        "open_attempt": next((attempt for attempt in attempts if attempt.is_in_progress), None),
        "scores": queries.scores_shown(quiz, opening, attempts),
        "earlier": [attempt for attempt in attempts if not attempt.is_in_progress],
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
    """The questions while answers are taken, the result afterwards; between them, what a deadline has left to do."""
    attempt = _attempt(request, pk)
    if attempt.takes_answers:
        return _questions(request, attempt, _forms(attempt))
    if attempt.is_finished:
        shown_to = None if attempt.is_preview else queries.shown_by_learner(attempt, request.user)
        context = {"review": queries.review(attempt, request.user), "shown_to": shown_to}
        return render(request, "learning/attempt_result.html", context)
    courses = queries.course_states(request.user, keys=[attempt.course_key])
    context = {"attempt": attempt, "course": next(iter(courses), None)}
    return render(request, "learning/attempt_over.html", context)


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


@require_POST
@login_required
def attempt_check(request: HttpRequest, pk: uuid.UUID, position: int) -> HttpResponse:
    """Save what the page holds, then close one question and show what is said about it."""
    attempt = _attempt(request, pk)
    forms = [form for form in _forms(attempt, request.POST) if form.is_sent]
    try:
        saved = _save(request, attempt, forms)
        if saved.conflicts:
            return _questions(request, attempt, _forms(attempt, request.POST), saved, status=409)
        actions.check_answer(attempt=attempt, position=position, by=request.user)
    except actions.AttemptIsOver as error:
        return _leave(request, attempt, error)
    except ActionError as error:
        messages.error(request, error.message)
    return redirect(f"{attempt.get_absolute_url()}#question-{position}")


@require_safe
@login_required
def attempt_confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Questions are left: name them, and ask."""
    attempt = _attempt(request, pk)
    left = [row for row in attempt.questions.all() if row.answer is None]
    if not attempt.takes_answers or not left:
        return redirect(attempt)
    return render(
        request, "learning/attempt_confirm.html", {"attempt": attempt, "left": left, "send": _to_send(request.GET)}
    )


@require_POST
@login_required
def attempt_submit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Save what the page still holds, then submit: once, whatever is clicked."""
    attempt = _attempt(request, pk)
    forms = [form for form in _forms(attempt, request.POST) if form.is_sent]
    try:
        saved = _save(request, attempt, forms) if attempt.takes_answers else actions.Saved()
        if saved.conflicts:
            return _questions(request, attempt, _forms(attempt, request.POST), saved, status=409)
        actions.submit_attempt(attempt=attempt, by=request.user, confirmed=request.POST.get("confirm") == "yes")
    except actions.QuestionsLeft:
        return redirect(_confirmation(attempt, _to_send(request.POST)))
    except ActionError as error:
        return _leave(request, attempt, error)
    return _send_to_coach(request, attempt)


def _confirmation(attempt: Attempt, send: list[int]) -> str:
    """Where one is asked about the questions left, knowing which answers are to be sent to a coach."""
    query = f"?{urlencode({'send': send}, doseq=True)}" if send else ""
    return f"{reverse('learning:attempt_confirm', args=[attempt.pk])}{query}"


def _to_send(data: Any) -> list[int]:
    """The positions of the answers that the learner wants a coach to read."""
    return [int(position) for position in data.getlist("send") if position.isdecimal()]


def _send_to_coach(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Send the ticked answers to the coaching team; one that cannot be sent holds up nothing."""
    for position in _to_send(request.POST):
        try:
            actions.send_answer(attempt=attempt, position=position, coach=None, by=request.user)
        except ActionError as error:
            messages.info(request, error.message)
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
    rows = [form.question for form in forms]
    context = {
        "attempt": attempt,
        "forms": forms,
        "checked": queries.checked_questions(attempt, rows),
        "seconds_left": _seconds_left(attempt),
        "page_token": secrets.token_hex(16),
        "answered": sum(form.question.answer is not None for form in forms),
        "course": next(iter(queries.course_states(request.user, keys=[attempt.course_key])), None),
    }
    return render(request, "learning/attempt_detail.html", context, status=status)


def _seconds_left(attempt: Attempt) -> int | None:
    """For the countdown, which the browser only displays; None without a deadline."""
    return max(int((attempt.due_at - timezone.now()).total_seconds()), 0) if attempt.due_at else None


def _leave(request: HttpRequest, attempt: Attempt, error: ActionError) -> HttpResponse:
    """The attempt is over: say so on the page of its result."""
    messages.info(request, error.message)
    url = reverse("learning:attempt_detail", args=[attempt.pk])
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _attempt(request: HttpRequest, pk: uuid.UUID) -> Attempt:
    return get_object_or_404(Attempt.with_previews.visible_to(request.user), pk=pk)


def _not_found() -> Any:
    raise Http404
