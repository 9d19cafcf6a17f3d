"""Anybody may ask whether a file is one of ours. Nothing is kept of it, and nobody is named."""

from __future__ import annotations

import io
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from people.middleware import client_ip

from .. import sealing
from ..forms import VerifyForm
from .identity import REFUSED

UPLOADS_A_MINUTE = 10
TOO_MANY = 429


class InMemoryOnly(FileUploadHandler):
    """Keeps an upload in memory, whatever its size up to the limit, so that no copy touches a disk. What goes beyond is
    read to its end and thrown away; the form then says that the file is too large."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.content = io.BytesIO()
        self.total = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.total += len(raw_data)
        if self.total <= sealing.MAX_BYTES:
            self.content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.content.seek(0)
        return InMemoryUploadedFile(
            self.content, self.field_name, self.file_name, self.content_type, self.total, self.charset
        )


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    request.upload_handlers = [InMemoryOnly(request)]
    return _verify(request)


@csrf_protect
def _verify(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "charter/verify.html", {"form": VerifyForm()})
    if _asks_too_often(client_ip(request)):
        sentence = _("Too many files in a minute from this address. Please wait a moment.")
        return render(request, "charter/verify.html", {"form": VerifyForm(), "limit": sentence}, status=TOO_MANY)
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "charter/verify.html", {"form": form}, status=REFUSED)
    verdict = sealing.verify(form.cleaned_data["file"].read(), language=get_language() or "fr")
    return render(request, "charter/verify.html", {"form": VerifyForm(), "verdict": verdict})


def _asks_too_often(address: str) -> bool:
    key = f"charter-verify:{address}"
    cache.add(key, 0, 60)
    try:
        return int(cache.incr(key)) > UPLOADS_A_MINUTE
    except ValueError:
        return False
