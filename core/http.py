"""Addresses that only take what is sent to them, and the page that stands behind each."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators import http

View = Callable[..., HttpResponse]


def require_POST(view: View) -> View:
    """Django's, and the view can be asked: nothing opens at its address."""
    refusing = http.require_POST(view)
    refusing.takes_posts_only = True  # type: ignore[attr-defined]  # `wraps` of outer decorators carries it on
    return refusing


def matches_anything(view: View) -> View:
    """Mark a view whose addresses are words that editors choose: that it matches does not mean that a page is there."""
    view.matches_anything = True  # type: ignore[attr-defined]
    return view


def is_page(path: str, *, surely: bool = False) -> bool:
    """Does something open at this path? `surely`: leave out addresses that match anything, such as Wagtail's pages."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if surely and (match.url_name == "wagtail_serve" or hasattr(match.func, "matches_anything")):
        return False
    return not hasattr(match.func, "takes_posts_only")


def page_behind(request: HttpRequest, *, surely: bool = False) -> str:
    """Where the reader of this request can be sent back to: its own address, the page it came from, or the closest
    address above it. `surely`: not a page that an editor has named."""
    match = request.resolver_match
    if match is None or not hasattr(match.func, "takes_posts_only"):
        return request.get_full_path()
    return _came_from(request, surely) or _above(request.path) or f"/{get_language()}/"


def _came_from(request: HttpRequest, surely: bool) -> str:
    """The path of the page of this site where the form was sent, or nothing."""
    address = request.headers.get("referer", "")
    here = {request.get_host()}
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=here, require_https=request.is_secure()):
        return ""
    parts = urlsplit(address)
    if not is_page(parts.path, surely=surely):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _above(path: str) -> str:
    steps = path.strip("/").split("/")[:-1]
    while len(steps) > 1:
        above = f"/{'/'.join(steps)}/"
        if is_page(above, surely=True):
            return above
        steps.pop()
    return ""
