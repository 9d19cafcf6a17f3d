"""What the catalogue's files put into the database, so that a second load leaves an editor's work alone."""

from __future__ import annotations

from django.db import models


class CatalogueItem(models.Model):
    """One loaded thing (fact, page, question, quiz).

    `file_digest`: of what the files said; `state`: how it stood right after loading, by language (a revision id for
    what has revisions, a digest for a fact). What has another state now was changed by an editor, and is theirs.
    """

    key = models.CharField(max_length=120, unique=True)
    file_digest = models.CharField(max_length=64)
    state = models.JSONField(default=dict)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.key
