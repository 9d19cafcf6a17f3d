"""What a learner writes about a lesson, by POST: a private note, whether the page was of use."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.errors import ActionError
from core.http import require_POST

from .. import actions
from ..forms import FeedbackForm, ReflectionForm
from ..lessons import find_prompt
from .progress import lesson_or_404


@require_POST
@login_required
def reflection_save(request: HttpRequest, key: uuid.UUID, block: uuid.UUID) -> HttpResponse:
    """Keep the note, or erase it when it is empty; one that is too long is shown again, nothing of it lost."""
    lesson = lesson_or_404(request, key)
    form = ReflectionForm(request.POST, block_id=str(block))
    if not form.is_valid():
        prompt = find_prompt(lesson.parts(), str(block))
        if prompt is None:
            raise Http404
        context = {"lesson": lesson, "page": lesson, "prompt": prompt, "form": form}
        return render(request, "learning/reflection_save.html", context, status=422)
    try:
        actions.save_reflection(lesson=lesson, block_id=block, text=form.cleaned_data["text"], by=request.user)
    except ActionError as error:
        messages.error(request, error.message)
    return redirect(f"{lesson.get_url()}#reflection-{block}")


@require_POST
@login_required
def lesson_feedback(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Was this page of use? Editors see counts; the word is read without a name."""
    lesson = lesson_or_404(request, key)
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        context = {"lesson": lesson, "page": lesson, "form": form}
        return render(request, "learning/lesson_feedback.html", context, status=422)
    actions.give_feedback(lesson=lesson, by=request.user, **form.cleaned_data)
    messages.success(request, _("Thank you. Editors see it without your name."))
    return redirect(f"{lesson.get_url()}#useful")
