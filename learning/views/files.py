"""Films of our own and their captions: for the company's people, from a lesson that shows them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model
from wagtailmedia.models import get_media_model

from .. import queries
from ..lessons import files_of

CHUNK = 64 * 1024
RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
VIDEO_TYPES = {
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "mov": "video/quicktime",
}


@require_safe
@login_required
def lesson_video(request: HttpRequest, key: uuid.UUID, pk: int) -> HttpResponseBase:
    """A film of a lesson, by parts when the player asks for parts."""
    _check_shown(request, key, "video", pk)
    media = get_object_or_404(get_media_model(), pk=pk, type="video")
    return _ranged(request, media.file, VIDEO_TYPES.get(media.file_extension.lower(), "application/octet-stream"))


@require_safe
@login_required
def lesson_captions(request: HttpRequest, key: uuid.UUID, pk: int) -> HttpResponseBase:
    """The captions of a film."""
    _check_shown(request, key, "captions", pk)
    document = get_object_or_404(get_document_model(), pk=pk)
    return FileResponse(document.file.open("rb"), content_type="text/vtt; charset=utf-8")


def _check_shown(request: HttpRequest, key: uuid.UUID, field: str, pk: int) -> None:
    lesson = queries.published_lesson(key, request.user)
    if lesson is None or pk not in files_of(lesson.body.raw_data, field):
        raise Http404


def _ranged(request: HttpRequest, file: Any, content_type: str) -> HttpResponseBase:
    size = file.size
    asked = RANGE.match(request.headers.get("Range", ""))
    first, last = _bounds(asked.groups(), size) if asked else (0, size - 1)
    if first > last or first >= size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(
        _chunks(file, first, last), status=206 if asked else 200, content_type=content_type
    )
    response["Content-Length"] = last - first + 1
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, max-age=3600"
    if asked:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _bounds(asked: tuple[str, ...], size: int) -> tuple[int, int]:
    """First and last byte; "-500" asks for the last five hundred."""
    first, last = asked
    if not first:
        return max(0, size - int(last or 0)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _chunks(file: Any, first: int, last: int) -> Iterator[bytes]:
    with file.open("rb") as stream:
        stream.seek(first)
        left = last - first + 1
        while left > 0 and (data := stream.read(min(CHUNK, left))):
            left -= len(data)
            yield data
