"""Suggested subjects: the form, one's own, and the editors' list and answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import ActionError
from core.http import require_POST

from .. import actions
from ..forms.suggestions import AnswerForm, SuggestionForm
from ..models import SubjectSuggestion
from ..models.suggestions import SubjectSuggestionQuerySet
from ..permissions import can_answer_suggestion, can_answer_suggestions
from .gates import only

PER_PAGE = 20
REFUSED = 422


@require_safe
@login_required
def suggestion_list(request: HttpRequest) -> HttpResponse:
    own = SubjectSuggestion.objects.visible_to(request.user).filter(author=request.user)
    return render(request, "home/suggestion_list.html", _page(request, own))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def suggestion_create(request: HttpRequest) -> HttpResponse:
    form = SuggestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.suggest_subject(by=request.user, **form.cleaned_data)
        except ActionError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Thank you. An editor will answer you, with a reason."))
            return redirect("home:suggestion_list")
    status = REFUSED if form.errors else 200
    return render(request, "home/suggestion_form.html", {"form": form}, status=status)


@require_safe
@login_required
@only(can_answer_suggestions)
def suggestion_inbox(request: HttpRequest) -> HttpResponse:
    answered = request.GET.get("show") == "answered"
    others = SubjectSuggestion.objects.visible_to(request.user).exclude(author=request.user).select_related("author")
    shown = others.answered() if answered else others.waiting().order_by("created_at", "pk")
    tabs = [
        {"label": _("To answer"), "url": "?", "current": not answered},
        {"label": _("Answered"), "url": "?show=answered", "current": answered},
    ]
    return render(request, "home/suggestion_inbox.html", {**_page(request, shown), "tabs": tabs})


@require_safe
@login_required
def suggestion_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _detail(request, _visible(request, pk), AnswerForm())


@require_POST
@login_required
def suggestion_answer(request: HttpRequest, pk: int) -> HttpResponse:
    suggestion, form = _visible(request, pk), AnswerForm(request.POST)
    if not form.is_valid():
        return _detail(request, suggestion, form)
    try:
        actions.answer_suggestion(suggestion=suggestion, by=request.user, **form.cleaned_data)
    except ActionError as error:
        messages.error(request, error.message)
        return redirect(suggestion)
    messages.success(request, _("Your answer is on its way."))
    return redirect("home:suggestion_inbox")


def _page(request: HttpRequest, rows: SubjectSuggestionQuerySet) -> dict[str, Any]:
    """One page of rows, and the addresses of its neighbours."""
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    params = request.GET.copy()

    def address(number: int) -> str:
        params["page"] = str(number)
        return f"?{params.urlencode()}"

    return {
        "suggestions": page,
        "previous_url": address(page.previous_page_number()) if page.has_previous() else "",
        "next_url": address(page.next_page_number()) if page.has_next() else "",
    }


def _visible(request: HttpRequest, pk: int) -> SubjectSuggestion:
    rows = SubjectSuggestion.objects.visible_to(request.user).select_related("author", "answered_by")
    return get_object_or_404(rows, pk=pk)


def _detail(request: HttpRequest, suggestion: SubjectSuggestion, form: AnswerForm) -> HttpResponse:
    context = {
        "suggestion": suggestion,
        "form": form,
        "can_answer": suggestion.is_waiting and can_answer_suggestion(request.user, suggestion),
        "is_own": suggestion.author_id == request.user.pk,
    }
    return render(request, "home/suggestion_detail.html", context, status=REFUSED if form.errors else 200)
