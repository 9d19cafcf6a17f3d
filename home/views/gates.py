"""For whom a page exists at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from ..permissions import can_enter_administration

View = Callable[..., HttpResponse]


def only(may: Callable[[Any], bool]) -> Callable[[View], View]:
    """The view for those who may; for everybody else signed in there is no such page (404, not 403)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return gated

    return decorate


def administration(view: View) -> View:
    """A view of Wagtail's administration: visitors are left to Wagtail, which asks them to sign in; for somebody signed
    in without access there is no such page. Wagtail would send them to sign in, and they would go round in a circle."""

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not can_enter_administration(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return gated


def nothing_here(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """An address of a library that this application does not have."""
    raise Http404
