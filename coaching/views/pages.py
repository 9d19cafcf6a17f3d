"""What several views share: the gate, the page of a request, the answer to an act."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.errors import ActionError, StaleVersion
from people.queries import company

from .. import queries
from ..first_aid import emergency
from ..forms import AssignForm, LevelForm, MessageForm, NoteForm, ReplyForm, ResolveForm
from ..models import CoachingRequest, Message
from ..permissions import can_open_request
from ..request_kinds import REQUEST_KINDS, RequestKind

COMPOSERS = {"answer": MessageForm, "reply": ReplyForm, "note": NoteForm, "resolve": ResolveForm}


def visible_or_404(request: HttpRequest, pk: int) -> CoachingRequest:
    """A request through the gate; a stranger gets a 404."""
    rows = CoachingRequest.objects.visible_to(request.user).select_related("requester", "assignee")
    return get_object_or_404(rows, pk=pk)


def kind_or_404(key: str) -> RequestKind:
    """A kind that is offered today."""
    if key not in REQUEST_KINDS or REQUEST_KINDS[key].retired:
        raise Http404
    return REQUEST_KINDS[key]


def token_of(request: HttpRequest) -> uuid.UUID:
    """The token that came with the form, or a new one."""
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid.uuid4()


def render_form(request: HttpRequest, kind: RequestKind, form: Form, token: uuid.UUID) -> HttpResponse:
    """The form of a kind, with what was typed; or, for who does not take part, how to join."""
    if not can_open_request(request.user, kind.key):
        return render(request, "coaching/join_first.html", {"kind": kind, "form": form})
    context = {"kind": kind, "form": form, "token": token}
    if kind.is_crisis:
        context |= {"emergency": emergency(request.user.country), "company": company()}
    template = "coaching/crisis_form.html" if kind.is_crisis else "coaching/progress_form.html"
    return render(request, template, context, status=422 if form.errors else 200)


def render_request(
    request: HttpRequest,
    row: CoachingRequest,
    *,
    composer: tuple[str, MessageForm] | None = None,
    seen: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a request, as its reader may see it. `composer`: the form to show again; `seen`: the version it saw."""
    events = queries.possible_events(request.user, row)
    forms: dict[str, Any] = {name: cls.for_request(row, name) for name, cls in COMPOSERS.items() if name in events}
    if composer:
        forms[composer[0]] = composer[1]
    lines = queries.thread(row, request.user)
    own = row.requester_id == request.user.pk
    context = {
        "row": row,
        "events": events,
        "forms": forms,
        "open_composer": composer[0] if composer else "",
        "thread": lines,
        "has_messages": any(line.body or line.erased_at for line in lines),
        "new_lines": {line.pk for line in queries.since(lines, seen, request.user)},
        "links": queries.links(row, request.user),
        "first_aid": row.definition.first_aid(row.situation, row.level),
        "emergency": emergency(row.requester.country) if row.is_crisis else None,
        "company": company() if own else None,
        "nobody_can_help": own and row.is_open and not queries.helpers(row).exists(),
    }
    if "change_level" in events:
        forms["level"] = LevelForm(initial={"level": row.level}, auto_id="level-%s")
    if "assign" in events:
        forms["assign"] = AssignForm(request=row, auto_id="assign-%s")
    template = "coaching/request_detail.html" if own else "coaching/request_team.html"
    return render(request, template, context, status=status)


def send(
    request: HttpRequest, pk: int, name: str, action: Callable[..., Message | CoachingRequest], done: object
) -> HttpResponse:
    """Send what a composer holds; when it cannot be sent, show the page again with the text kept and what is new."""
    row = visible_or_404(request, pk)
    form, seen = COMPOSERS[name](request.POST, auto_id=f"{name}-%s"), None
    if form.is_valid():
        try:
            action(request=row, by=request.user, **form.cleaned_data)
        except StaleVersion as error:
            messages.warning(request, error.message)
            row, seen = visible_or_404(request, pk), form.cleaned_data.get("version")
            form = COMPOSERS[name].for_request(row, name, form.cleaned_data)
        except ActionError as error:
            form.add_error(None, error.message)
            row = visible_or_404(request, pk)
        else:
            messages.success(request, str(done))
            return back(request, row)
    return render_request(request, row, composer=(name, form), seen=seen, status=409 if not form.errors else 422)


def act(
    request: HttpRequest, row: CoachingRequest, action: Callable[..., object], done: object, **values: Any
) -> HttpResponse:
    """Do one thing to a request, say how it went, and go back to it."""
    try:
        action(request=row, by=request.user, **values)
    except ActionError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, str(done))
    return back(request, row)


def back(request: HttpRequest, row: CoachingRequest) -> HttpResponse:
    """The request's page; the queue, for a coach who has just given up the right to read it."""
    seen = CoachingRequest.objects.visible_to(request.user).filter(pk=row.pk).exists()
    return redirect(row) if seen else redirect("coaching:queue")
