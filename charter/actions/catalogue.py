"""The catalogue of the charter is a draft in files: loading it means making sure that it can be published."""

from __future__ import annotations

from ..drafts import VARIABLES, load_draft


def load_catalogue() -> None:
    """Read the clauses and the words of the document in both languages. Nothing is written: publishing is HR's act.

    Raises ValueError when a clause is not fit to be published.
    """
    load_draft(dict.fromkeys(VARIABLES, "—"))
