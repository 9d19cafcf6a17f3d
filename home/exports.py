"""The learning report as CSV and as a workbook: the figures of the page, line by line, and nothing else."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook

from charter.exports import safe_cell

from .dashboards import Cell
from .reports import ALL, Asked, Key, Report

Row = list[Any]
LARGEST_IN_MEMORY = 1_000_000


class _Line:
    """What csv.writer writes to: it hands the line back."""

    def write(self, text: str) -> str:
        return text


def report_csv(report: Report, asked: Asked, table: str, *, language: str) -> Iterator[str]:
    """The lines of one table. French spreadsheets expect semicolons."""
    writer = csv.writer(_Line(), delimiter=";" if language == "fr" else ",")
    yield "\ufeff"
    rows = TABLES[table](report, asked)
    while (row := _next(rows, language)) is not None:
        yield writer.writerow([value if isinstance(value, int) else safe_cell(value) for value in row])


def _next(rows: Iterator[Row], language: str) -> Row | None:
    """The server takes the lines after the request, when its language is no longer that of the reader."""
    with override(language):
        return next(rows, None)


def report_xlsx(report: Report, asked: Asked) -> IO[bytes]:
    """A workbook with a sheet for each table, written row by row into a file that is gone when it is closed."""
    book = Workbook(write_only=True)
    for title, rows in ((_("Completion"), completion), (_("Months"), months), (_("Certificates"), certificates)):
        sheet = book.create_sheet(title)
        for row in rows(report, asked):
            sheet.append([value if isinstance(value, int) else safe_cell(value) for value in row])
    file = tempfile.SpooledTemporaryFile(max_size=LARGEST_IN_MEMORY)  # noqa: SIM115 (the response closes it)
    book.save(file)
    file.seek(0)
    return file  # type: ignore[return-value]


def completion(report: Report, asked: Asked) -> Iterator[Row]:
    """A line for each course, cohort and entity asked for, totals included."""
    counts = [_("People"), _("Completed"), _("Not yet"), _("Completed, %"), _("Overdue")]
    yield [_("Course"), _("Cohort"), _("Entity"), *counts]
    names = Names(report)
    for course in asked.courses(report):
        for cohort, entity in asked.places(report):
            line = course.line(cohort, entity)
            share = _("not shown") if line.share is None else line.share
            cells = [_shown(line.people), _shown(line.completed), _shown(line.left), share, _shown(line.overdue)]
            yield [course.title, names.cohort(cohort), names.entity(entity), *cells]


def months(report: Report, asked: Asked) -> Iterator[Row]:
    """Completions by month: everybody together, whatever the cohort and the entity."""
    shown = report.months[-asked.months :]
    yield [_("Course"), *(date_format(month, "F Y") for month in shown)]
    for course in asked.courses(report):
        yield [course.title, *(_shown(cell) for cell in course.months[-asked.months :])]


def certificates(report: Report, asked: Asked) -> Iterator[Row]:
    """Certificates that end soon: everybody together."""
    yield [_("Course"), *band_titles()]
    for course in asked.courses(report):
        yield [course.title, *(_shown(cell) for cell in course.expiring)]


TABLES: dict[str, Callable[[Report, Asked], Iterator[Row]]] = {
    "completion": completion,
    "months": months,
    "certificates": certificates,
}


def band_titles() -> Sequence[str]:
    return [_("Within 30 days"), _("In 31 to 60 days"), _("In 61 to 90 days")]


def _shown(cell: Cell) -> object:
    """A number, or words that say why there is none."""
    if cell.is_shown:
        return cell.value
    return _("fewer than 5") if cell.status == "few" else _("not shown")


class Names:
    """What cohorts and entities are called."""

    def __init__(self, report: Report) -> None:
        self._cohorts, self._entities = dict(report.cohorts), dict(report.entities)

    def cohort(self, key: Key) -> str:
        return _("All cohorts") if key == ALL else self._cohorts[key] or _("Without a cohort")

    def entity(self, key: Key) -> str:
        return _("All entities") if key == ALL else self._entities[key] or _("Without an entity")

    def cohorts(self) -> Iterable[Key]:
        return self._cohorts

    def entities(self) -> Iterable[Key]:
        return self._entities
