"""Key messages to browse, and the refresher of three questions when one no longer holds."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import ActionError
from core.http import require_POST

from .. import actions, queries
from ..forms import RefresherQuestionForm, RetireForm
from ..models import KeyMessage, Question, Refresher
from ..searching import fold, search_words


@require_safe
@login_required
def key_message_list(request: HttpRequest) -> HttpResponse:
    """The messages that hold today, in the reader's language: facts, to be told in one's own words."""
    valid = KeyMessage.objects.visible_to(request.user).valid().filter(locale__language_code=get_language())
    q = request.GET.get("q", "").strip()[:100]
    words = search_words(q)
    found = [message for message in valid if all(word in fold(f"{message.title} {message.fact}") for word in words)]
    return render(request, "learning/key_message_list.html", {"key_messages": found, "q": q})


@require_safe
@login_required
def refresher_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The message that no longer holds, and three questions."""
    return render(request, "learning/refresher_detail.html", _refresher(request, pk))


@require_POST
@login_required
def refresher_answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Three answers: the reasons, at once. Only that it was done is kept."""
    context = _refresher(request, pk, request.POST)
    forms = context["forms"]
    if not all(form.is_valid() for form in forms):
        return render(request, "learning/refresher_detail.html", context, status=422)
    actions.finish_refresher(refresher=context["refresher"], by=request.user)
    marked = queries.marked_rows(queries.mark_unsaved(form.question, form.cleaned_answer()) for form in forms)
    return render(request, "learning/refresher_result.html", context | {"result": marked})


def _refresher(request: HttpRequest, pk: uuid.UUID, data: Any = None) -> dict[str, Any]:
    refresher = get_object_or_404(Refresher.objects.visible_to(request.user), pk=pk)
    forms = [RefresherQuestionForm(row, data) for row in queries.refresher_questions(refresher)]
    return {"refresher": refresher, "message": queries.refresher_message(refresher), "forms": forms}


@require_http_methods(["GET", "HEAD", "POST"])
def key_message_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """In the administration: where a message is used, and the act of retiring it."""
    message = get_object_or_404(KeyMessage, pk=pk)
    form = RetireForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.retire_message(message=message, by=request.user, questions=form.cleaned_data["questions"])
            messages.success(request, _("This message is retired."))
            return redirect(KeyMessage.snippet_viewset.get_url_name("list"))
        except ActionError as error:
            form.add_error(None, error.message)
    usage = queries.usage_of(message)
    taught = len(queries.people_taught(usage))
    context = {
        "message": message,
        "form": form,
        "usage": usage,
        "taught": taught if taught >= queries.SMALLEST_SHOWN else None,
    }
    context["list_url"] = KeyMessage.snippet_viewset.get_url_name("list")
    context["question_url"] = Question.snippet_viewset.get_url_name("edit")
    return render(request, "learning/admin/key_message_retire.html", context)
