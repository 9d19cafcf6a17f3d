"""The requester's pages: ask, read, answer."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import ActionError
from core.http import require_POST

from .. import actions, queries
from ..request_kinds import CRISIS
from .pages import act, kind_or_404, render_form, render_request, send, token_of, visible_or_404


@login_required
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    context = {
        "crisis": kind_or_404(CRISIS),
        "doors": queries.progress_kinds(),
        "takes_part": queries.takes_part(request.user),
        "requests": queries.own_requests(request.user),
    }
    return render(request, "coaching/request_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def request_create(request: HttpRequest, kind: str) -> HttpResponse:
    definition = kind_or_404(kind)
    form = definition.form_class(request.POST if request.method == "POST" else None)
    token, language = token_of(request), get_language() or "fr"
    if form.is_valid():
        try:
            return redirect(
                actions.open_request(
                    by=request.user, kind=kind, answers=form.cleaned_data, token=token, language=language
                )
            )
        except ActionError as error:
            form.add_error(None, error.message)
    return render_form(request, definition, form, token)


@login_required
@require_safe
def request_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render_request(request, visible_or_404(request, pk))


@login_required
@require_POST
def request_answer(request: HttpRequest, pk: int) -> HttpResponse:
    return send(request, pk, "answer", actions.answer_request, _("Your message is sent."))


@login_required
@require_POST
def request_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = visible_or_404(request, pk)
    return act(request, row, actions.cancel_request, _("Your request is cancelled."))


@login_required
@require_POST
def request_restrict(request: HttpRequest, pk: int) -> HttpResponse:
    row = visible_or_404(request, pk)
    done = _("Only lead coaches and the person in charge can read this request now.")
    return act(request, row, actions.restrict_request, done)


@login_required
@require_POST
def request_unrestrict(request: HttpRequest, pk: int) -> HttpResponse:
    row = visible_or_404(request, pk)
    return act(request, row, actions.unrestrict_request, _("All coaches can read this request now."))
