"""How a request is told on a page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

from .. import states
from ..first_aid import level_name
from ..models import CoachingRequest

register = template.Library()

LEVEL_TONES = {1: "neutral", 2: "info", 3: "warning", 4: "danger"}


@register.filter
def state_for(request: CoachingRequest, user: Any) -> object:
    """The state in the reader's words: the requester and the team do not read the same."""
    return (states.STATES_FOR_REQUESTER if request.requester_id == user.pk else states.STATES)[request.state]


@register.filter
def state_tone(request: CoachingRequest) -> str:
    return states.TONES[request.state]


@register.filter
def level_text(level: int) -> str:
    return _("Level %(number)s: %(name)s") % {"number": level, "name": level_name(level)}


@register.filter
def level_tone(level: int) -> str:
    return LEVEL_TONES[level]


@register.filter
def due_in(due_at: datetime) -> str:
    """How long until then, or for how long it has been overdue."""
    now = timezone.now()
    if due_at >= now:
        return _("in %(delay)s") % {"delay": timeuntil(due_at, now)}
    return _("%(delay)s late") % {"delay": timesince(due_at, now)}


@register.filter
def short_address(url: str) -> str:
    """A web address without its scheme, cut where it grows long."""
    text = url.split("://", 1)[-1].rstrip("/")
    return text if len(text) <= 60 else f"{text[:59]}…"
