"""The reader's language and time zone, and where a request comes from."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers


class ReaderLanguageMiddleware(LocaleMiddleware):
    """Django's, but a view that says "no such page" has the last word.

    Django tries an address that was not found again with the language in front, and Wagtail's pages match any address:
    a refusal under /cms/ would become a redirect to /fr/cms/.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code != 404 or request.resolver_match is None:
            return super().process_response(request, response)
        patch_vary_headers(response, ["Accept-Language"])
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class ReaderTimeZoneMiddleware:
    """Show times in the zone of the person who reads. Touches the user only on a page that has a session cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            with timezone.override(request.user.zone):
                return self.get_response(request)
        return self.get_response(request)


def client_ip(request: HttpRequest) -> str:
    """The address the request comes from: the peer, or the header entry set by the last of N trusted proxies."""
    count: int = settings.TRUSTED_PROXY_COUNT
    forwarded: list[str] = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
    ]
    if count and len(forwarded) >= count:
        return forwarded[-count]
    return str(request.META.get("REMOTE_ADDR", ""))
