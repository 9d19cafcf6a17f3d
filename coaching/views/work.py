"""The coaches' pages: the queue, and what they do with a request."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.http import require_POST
from core.keyset import keyset_page

from .. import actions, queries
from ..forms import AssignForm, LevelForm
from ..models.requests import QUEUE_ORDER
from ..permissions import can_see_queue
from ..request_kinds import REQUEST_KINDS, request_kind_choices
from .pages import act, send, visible_or_404

PAGE_SIZE = 25


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    if not can_see_queue(request.user):
        raise Http404
    show, kind = queue_filter(request)
    rows = queries.queue_rows(request.user, show, kind)
    page = keyset_page(rows, order=QUEUE_ORDER, params=request.GET, size=PAGE_SIZE)
    counts = queries.queue_counts(request.user, kind)
    return render(request, "coaching/queue.html", {"listing": page, **queue_context(show, kind, counts)})


def queue_filter(request: HttpRequest) -> tuple[str, str]:
    """What the address asks for; anything unknown is the whole open queue."""
    show, kind = request.GET.get("show", ""), request.GET.get("kind", "")
    return (show if show in queries.FILTERS else queries.FILTERS[0]), (kind if kind in REQUEST_KINDS else "")


def queue_address(show: str, kind: str) -> str:
    query = urlencode({key: value for key, value in {"show": show, "kind": kind}.items() if value})
    return f"{reverse('coaching:queue')}?{query}"


def queue_context(show: str, kind: str, counts: dict[str, int]) -> dict[str, Any]:
    """Which filter is on, and the addresses of the others."""
    labels = {"open": _("All open"), "unclaimed": _("Unclaimed"), "mine": _("Mine"), "resolved": _("Resolved")}
    return {
        "show": show,
        "kind": kind,
        "kinds": request_kind_choices(),
        "tabs": [
            {
                "label": labels[name],
                "url": queue_address(name, kind),
                "current": name == show,
                "count": counts[name] if counts[name] <= queries.MOST_COUNTED else f"{queries.MOST_COUNTED}+",
            }
            for name in queries.FILTERS
        ],
        "here": queue_address(show, kind),
    }


@login_required
@require_POST
def request_claim(request: HttpRequest, pk: int) -> HttpResponse:
    row = visible_or_404(request, pk)
    return act(request, row, actions.claim_request, _("The request is yours."))


@login_required
@require_POST
def request_release(request: HttpRequest, pk: int) -> HttpResponse:
    row = visible_or_404(request, pk)
    return act(request, row, actions.release_request, _("The request is back in the queue."))


@login_required
@require_POST
def request_assign(request: HttpRequest, pk: int) -> HttpResponse:
    row = visible_or_404(request, pk)
    form = AssignForm(request.POST, request=row)
    if not form.is_valid():
        messages.error(request, _("Choose who takes charge of the request."))
        return redirect(row)
    done = _("%(name)s is in charge.") % {"name": form.cleaned_data["assignee"].display_name}
    return act(request, row, actions.assign_request, done, to=form.cleaned_data["assignee"])


@login_required
@require_POST
def request_level(request: HttpRequest, pk: int) -> HttpResponse:
    row = visible_or_404(request, pk)
    form = LevelForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Only a crisis has a level, from 1 to 4."))
        return redirect(row)
    return act(request, row, actions.change_level, _("The level is changed."), level=form.cleaned_data["level"])


@login_required
@require_POST
def request_reply(request: HttpRequest, pk: int) -> HttpResponse:
    return send(request, pk, "reply", actions.reply_to_request, _("Your reply is sent."))


@login_required
@require_POST
def request_note(request: HttpRequest, pk: int) -> HttpResponse:
    return send(request, pk, "note", actions.add_note, _("Your note is kept for the team."))


@login_required
@require_POST
def request_resolve(request: HttpRequest, pk: int) -> HttpResponse:
    return send(request, pk, "resolve", actions.resolve_request, _("The request is resolved."))


@login_required
@require_POST
def request_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    row = visible_or_404(request, pk)
    return act(request, row, actions.reopen_request, _("The request is open again."))
