"""Showing a coach something, by its learner; and what a coach was shown."""

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
from people.models import User

from .. import actions, queries
from ..forms import CommentForm
from ..models import AnswerToRead, Attempt, SharedAttempt
from ..permissions import can_read_as_coach

REFUSED = 422


def _own(request: HttpRequest, pk: uuid.UUID) -> Attempt:
    return get_object_or_404(Attempt.objects.visible_to(request.user), pk=pk)


def _coach(request: HttpRequest) -> User | None:
    """The coach chosen in the form, among those this learner may show something; None when none is."""
    chosen = request.POST.get("coach", "")
    return next((coach for coach in queries.coaches_for(request.user) if str(coach.pk) == chosen), None)


def _act(request: HttpRequest, attempt: Attempt, act: Any, done: str, **values: Any) -> HttpResponse:
    try:
        act(attempt=attempt, by=request.user, **values)
        messages.success(request, done)
    except ActionError as error:
        messages.error(request, error.message)
    return redirect(f"{attempt.get_absolute_url()}#shown")


@require_POST
@login_required
def attempt_share(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one coach the answers and the score."""
    attempt, coach = _own(request, pk), _coach(request)
    if coach is None:
        messages.error(request, _("Choose the coach first."))
        return redirect(f"{attempt.get_absolute_url()}#shown")
    done = _("%(name)s can now read this attempt.") % {"name": coach.display_name}
    return _act(request, attempt, actions.share_attempt, done, coach=coach)


@require_POST
@login_required
def attempt_unshare(request: HttpRequest, pk: uuid.UUID, coach: int) -> HttpResponse:
    """Take it back."""
    done = _("Taken back: the coach can no longer open it.")
    return _act(request, _own(request, pk), actions.unshare_attempt, done, coach_id=coach)


@require_POST
@login_required
def answer_send(request: HttpRequest, pk: uuid.UUID, position: int) -> HttpResponse:
    """Send one written answer to a coach, or to the team."""
    done = _("Sent. You get a message when somebody has read it; your result does not wait for it.")
    return _act(request, _own(request, pk), actions.send_answer, done, position=position, coach=_coach(request))


@require_POST
@login_required
def answer_take_back(request: HttpRequest, pk: uuid.UUID, position: int) -> HttpResponse:
    """Take a sent answer back."""
    done = _("Taken back: nobody else can open this answer.")
    return _act(request, _own(request, pk), actions.take_back_answer, done, position=position)


@require_safe
@login_required
def coach_desk(request: HttpRequest) -> HttpResponse:
    """Answers to read, and attempts shown to this coach."""
    if not can_read_as_coach(request.user):
        raise Http404
    return render(request, "learning/coach_desk.html", {"desk": queries.coach_desk(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer, the criteria, and a comment."""
    rows = AnswerToRead.objects.for_coach(request.user).select_related("question__attempt__learner")
    reading = get_object_or_404(rows, pk=pk)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return _comment(request, reading, form.cleaned_data["comment"])
    context = {"reading": reading, "form": form, "rubric": queries.rubric_of(reading.question)}
    return render(request, "learning/answer_read.html", context, status=REFUSED if form.errors else 200)


def _comment(request: HttpRequest, reading: AnswerToRead, comment: str) -> HttpResponse:
    try:
        actions.read_answer(reading=reading, comment=comment, by=request.user)
        messages.success(request, _("The author is told that you have read it."))
    except ActionError as error:
        messages.error(request, error.message)
    return redirect("learning:coach_desk")


@require_safe
@login_required
def shared_attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """An attempt, as its learner chose to show it to this coach."""
    rows = SharedAttempt.objects.for_coach(request.user).select_related("attempt__learner")
    share = get_object_or_404(rows, pk=pk)
    context = {"share": share, "questions": queries.shared_questions(share.attempt)}
    return render(request, "learning/shared_attempt.html", context)
