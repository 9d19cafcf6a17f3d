"""A storage that spoils what it is given: the outside, broken."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage


class Corrupting(FileSystemStorage):
    """Drops the last byte of each file, as a full disk may."""

    def _save(self, name: str, content: Any) -> str:
        return super()._save(name, ContentFile(content.read()[:-1]))
