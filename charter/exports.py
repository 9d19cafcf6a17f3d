"""The register as CSV, row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from core.visible import with_hidden_shown

from .evidence import iso_ms
from .models import Agreement

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Line:
    """What csv.writer writes to: it hands the line back."""

    def write(self, text: str) -> str:
        return text


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before what would begin one."""
    text = str(value)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def register_csv(rows: QuerySet[Agreement], *, language: str) -> Iterator[str]:
    """The lines of the register. Times in UTC (ISO 8601); French spreadsheets expect semicolons."""
    writer = csv.writer(_Line(), delimiter=";" if language == "fr" else ",")
    with translation.override(language):
        header = [str(title) for title in _titles()]
    yield "\ufeff" + writer.writerow(header)
    for agreement in rows.iterator(chunk_size=500):
        yield writer.writerow([safe_cell(with_hidden_shown(str(v))) for v in _values(agreement, language)])


def _titles() -> Iterable[str]:
    return (
        _("Reference"),
        _("Name"),
        _("E-mail address"),
        _("Entity"),
        _("Version"),
        _("Language"),
        _("State"),
        _("Signed at (UTC)"),
        _("In force since (UTC)"),
        _("Ended at (UTC)"),
        _("Sealed at (UTC)"),
        _("Verified at (UTC)"),
        _("SHA-256 of the file"),
    )


def _values(agreement: Agreement, language: str) -> Iterable[Any]:
    sealed = getattr(agreement, "sealed_file", None)
    with translation.override(language):
        state = agreement.get_state_display()
    return (
        agreement.reference,
        agreement.party["name"],
        agreement.party["email"],
        agreement.party["entity"],
        agreement.version.n,
        agreement.language,
        state,
        iso_ms(agreement.signed_at),
        iso_ms(agreement.in_force_since),
        iso_ms(agreement.ended_at) if agreement.ended_at else "",
        iso_ms(sealed.sealed_at) if sealed else "",
        iso_ms(sealed.verified_at) if sealed else "",
        sealed.sha256 if sealed else "",
    )
