"""Nobody ends on a bare page: a form sent after the session ended, and an address that only takes what is sent to it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.http import page_behind

SECRETS = ("password", "passwd", "token", "code", "secret", "csrf")
HTMX_SWAPS = 409  # templates/base.html: with this status htmx shows what came
WHOLE_PAGE = {"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerHTML show:top"}


class WayBackMiddleware:
    """Behind the check of CSRF and the session, so that what is shown again was sent by the page's own form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:  # no address holds it; one database would match anything, the other break
            raise Http404
        response = self.get_response(request)
        if response.status_code == 405 and not response.streaming and not response.content:
            return _nothing_opens(request, response)
        if request.method == "POST" and _asks_to_sign_in(request, response):
            return _signed_out(request)
        return response


def typed(data: QueryDict) -> list[str]:
    """What a person wrote in a form: values with a space, a line or an address in them; never a secret."""
    return [
        value.strip()
        for name, values in data.lists()
        if not any(secret in name.lower() for secret in SECRETS)
        for value in values
        if len(value.split()) > 1 or "://" in value
    ]


def _asks_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    to = urlsplit(response.headers.get("Location", "")).path
    return response.status_code == 302 and not request.user.is_authenticated and to == reverse("account_login")


@never_cache
def _signed_out(request: HttpRequest) -> HttpResponse:
    """What was typed, to copy, and a link that signs in and comes back; without a word typed, the sign-in page."""
    came_from = urlsplit(request.headers.get("hx-current-url", "")).path if request.headers.get("hx-request") else ""
    sign_in = f"{reverse('account_login')}?{urlencode({'next': came_from or page_behind(request)})}"
    texts = typed(request.POST)
    if request.headers.get("hx-request"):
        response = render(request, "signed_out.html", {"texts": texts, "sign_in": sign_in}, status=HTMX_SWAPS)
        for name, value in WHOLE_PAGE.items():
            response.headers[name] = value
        return response
    if texts:
        return render(request, "signed_out.html", {"texts": texts, "sign_in": sign_in}, status=403)
    messages.warning(request, _("You were signed out, so nothing was sent or changed. Sign in, then do it again."))
    return redirect(sign_in)


def _nothing_opens(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    behind = page_behind(request)
    way_back = "" if behind == request.get_full_path() else behind
    response = render(request, "405.html", {"way_back": way_back}, status=405)
    response.headers["Allow"] = refused.headers.get("Allow", "")
    return response
