"""What a learner asks to keep, by POST: a lesson read, a step ticked, a network chosen."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.errors import ActionError
from core.http import require_POST
from people.actions import add_network, remove_network

from .. import actions, queries
from ..forms import TickForm
from ..models import LessonPage


@require_POST
@login_required
def lesson_complete(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """“Read, next”: record, then go to the next lesson, or back to the course at the end."""
    lesson = lesson_or_404(request, key)
    try:
        actions.complete_lesson(lesson=lesson, by=request.user)
    except ActionError as error:
        messages.error(request, error.message)
        return redirect(lesson.get_url())
    following = queries.lesson_after(request.user, lesson)
    return redirect(following.url if following else queries.course_of(lesson).get_url())


@require_POST
@login_required
def network_choose(request: HttpRequest, key: uuid.UUID, network: str) -> HttpResponse:
    """Say which networks one uses: their checklists unfold. `use`: yes or no."""
    lesson = lesson_or_404(request, key)
    try:
        (add_network if request.POST.get("use") == "yes" else remove_network)(user=request.user, network=network)
    except ActionError as error:
        messages.error(request, error.message)
    return redirect(f"{lesson.get_url()}#checklist-{network}")


@require_POST
@login_required
def checklist_tick(request: HttpRequest, key: uuid.UUID, network: str, step: str) -> HttpResponse:
    """Tick a step or take the tick away; a note that looks like a password is refused, and stays on the page."""
    lesson = lesson_or_404(request, key)
    form = TickForm(request.POST, network=network, step=step)
    if form.is_valid():
        try:
            actions.set_step(lesson=lesson, network=network, step_key=step, by=request.user, **form.cleaned_data)
        except ActionError as error:
            messages.error(request, error.message)
    if form.is_valid() and not request.htmx:
        return redirect(f"{lesson.get_url()}#step-{network}-{step}")
    return _step(request, lesson, network, step, form)


def _step(request: HttpRequest, lesson: LessonPage, network: str, key: str, form: TickForm) -> HttpResponse:
    """One step: alone for htmx, else on a page of its own with what is to be mended."""
    state = queries.step_state(request.user, lesson, network, key)
    if state is None:
        raise Http404
    context = {"page": lesson, "lesson": lesson, "network": network, "form": form, **vars(state)}
    template = "learning/_checklist_answer.html" if request.htmx else "learning/checklist_tick.html"
    return render(request, template, context, status=200 if form.is_valid() else 422)


def lesson_or_404(request: HttpRequest, key: uuid.UUID) -> LessonPage:
    """The published lesson of this key, when this person may open it."""
    lesson = queries.published_lesson(key, request.user)
    if lesson is None:
        raise Http404
    return lesson
