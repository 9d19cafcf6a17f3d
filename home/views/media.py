"""Images that editors put into pages, where no proxy or bucket serves them (settings.SERVE_MEDIA)."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

FOLDER = "images"
CONTENT_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


@require_safe
def media_image(request: HttpRequest, name: str) -> HttpResponseBase:
    """One resized image. The originals (whose data may tell where a photo was taken) and anything a browser could run
    are not served at all."""
    content_type = CONTENT_TYPES.get(Path(name).suffix.lower())
    if not settings.SERVE_MEDIA or content_type is None or not default_storage.exists(f"{FOLDER}/{name}"):
        raise Http404
    response = FileResponse(default_storage.open(f"{FOLDER}/{name}"), content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=86400"
    return response
