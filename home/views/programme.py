"""For programme managers: who volunteered, by name; learning and coaching, as aggregates that name nobody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.keyset import keyset_page

from ..permissions import can_read_programme
from ..queries import coaching_figures, learning_figures, programme_members, with_charter_states
from .gates import only


@require_safe
@login_required
@only(can_read_programme)
def programme(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "").strip()
    members = programme_members(request.user, search)
    page = keyset_page(members, order=["user__last_name", "user__first_name", "pk"], params=request.GET)
    rows = with_charter_states(page.rows)
    return render(request, "home/programme.html", {"page_of_members": page, "rows": rows, "search": search})


@require_safe
@login_required
@only(can_read_programme)
def programme_figures(request: HttpRequest) -> HttpResponse:
    context = {"learning": learning_figures(), "coaching": coaching_figures(request.user)}
    return render(request, "home/programme_figures.html", context)
