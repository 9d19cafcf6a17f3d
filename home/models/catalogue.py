"""What the catalogue's files put into the page tree, so that a second load leaves an editor's work alone."""

from __future__ import annotations

from django.db import models


class CatalogueEntry(models.Model):
    """One loaded page: which one, from which text, and how it read when it was loaded.

    `file_digest`: of the files, both languages; `content_digest`: of the pages as they stood right after loading. A
    page whose content has another digest was changed by an editor, and is theirs from then on.
    """

    key = models.CharField(max_length=80, unique=True)
    translation_key = models.UUIDField(unique=True)
    file_digest = models.CharField(max_length=64)
    content_digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.key
