"""The process answers; nothing about anybody is told."""

from django.http import HttpRequest, HttpResponse


def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")
