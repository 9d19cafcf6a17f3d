"""Joining, pausing, taking part again, leaving: one page or one click each, and all of them as visible."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from charter.queries import latest_agreement
from core.errors import ActionError
from core.http import require_POST
from people.actions import join_programme, pause_membership, resume_membership
from people.forms import JoinForm, PauseForm
from people.queries import current_membership

from ..actions import leave
from .journey import REFUSED, journey_page


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def membership_join(request: HttpRequest) -> HttpResponse:
    if current_membership(request.user):
        messages.info(request, _("You already take part. Nothing was changed."))
        return redirect("home:journey")
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _do(
            request, lambda: join_programme(user=request.user, by=request.user), _("Welcome. You joined freely.")
        )
    status = REFUSED if request.method == "POST" else 200
    return render(request, "home/membership_join.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def membership_leave(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _do(
            request,
            lambda: leave(user=request.user, by=request.user),
            _("You have left the programme. A receipt is on its way by e-mail. Thank you for having taken part."),
        )
    context = {"membership": current_membership(request.user), "agreement": latest_agreement(request.user)}
    return render(request, "home/membership_leave.html", context)


@require_POST
@login_required
def membership_pause(request: HttpRequest) -> HttpResponse:
    form = PauseForm(request.POST, user=request.user)
    if not form.is_valid():
        return journey_page(request, pause_form=form)
    until = form.cleaned_data["until"]
    return _do(
        request,
        lambda: pause_membership(user=request.user, by=request.user, until=until),
        _("You are on pause. Reminders and due dates stop; everything stays open to you."),
    )


@require_POST
@login_required
def membership_resume(request: HttpRequest) -> HttpResponse:
    return _do(request, lambda: resume_membership(user=request.user, by=request.user), _("You take part again."))


def _do(request: HttpRequest, act: Callable[[], object], done: str) -> HttpResponse:
    """Do it, say what happened, and show the journey: the page that tells the present state."""
    try:
        act()
    except ActionError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("home:journey")
