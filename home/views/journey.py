"""My journey: the one next step, the three pillars, and taking part."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.forms import PauseForm
from people.queries import current_membership

from ..journey import next_step, pillars
from ..queries import situation

REFUSED = 422


@require_safe
@login_required
def journey(request: HttpRequest) -> HttpResponse:
    return journey_page(request)


def journey_page(request: HttpRequest, pause_form: PauseForm | None = None) -> HttpResponse:
    """The page, with the refused pause in its place when there is one."""
    membership = current_membership(request.user)
    here = situation(request.user, membership)
    context = {
        "membership": membership,
        "situation": here,
        "step": next_step(here),
        "pillars": pillars(here),
        "pause_form": pause_form or PauseForm(user=request.user),
    }
    return render(request, "home/journey.html", context, status=REFUSED if pause_form else 200)
