"""The CSV of the question bank: one row for a question in one language. Pure: text in, rows out, and back.

`content` is JSON: what the author filled in for that type. A list's items keep their `id`, the same in both languages;
new ones need none.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

COLUMNS = (
    "key",
    "language",
    "status",
    "type",
    "prompt",
    "content",
    "explanation",
    "category",
    "tags",
    "lesson",
    "facts",
)
REQUIRED = ("key", "language", "type", "prompt", "content", "explanation")
SHARED = ("type", "category", "tags", "lesson", "facts")  # the same in every language of a question
PUBLISHED, DRAFT = "published", "draft"
MAX_CHARACTERS = 5_000_000
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")


@dataclass(frozen=True)
class LineError:
    """What is wrong with a line of the file."""

    line: int
    reason: str

    def __str__(self) -> str:
        return _("Line %(line)d: %(reason)s") % {"line": self.line, "reason": self.reason}


@dataclass(frozen=True)
class Row:
    """One line of the file that could be read: where it begins, and its cells by column."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


# --- Writing -----------------------------------------------------------------------------------------------------
def write(rows: Iterable[dict[str, str]]) -> Iterator[str]:
    """The file, a line at a time, for spreadsheets: a byte-order mark, no cell that they would take for a formula."""
    yield "\ufeff" + _line(COLUMNS)
    for row in rows:
        yield _line([_safe(row[column]) for column in COLUMNS])


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()


def _safe(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


# --- Reading -----------------------------------------------------------------------------------------------------
def decode(data: bytes) -> str:
    """The text of an uploaded file. Raises ValueError with a sentence when it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        reason = _("The file is not UTF-8 (line %(line)d): save it as “CSV UTF-8”.") % {"line": line}
        raise ValueError(reason) from error


def read(text: str) -> tuple[list[Row], list[LineError]]:
    """In: the file's text, parted by commas or semicolons. Out: its rows, and what could not be read."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_CHARACTERS:
        return [], [LineError(1, _("The file is too large."))]
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",", strict=True)
    lines = _lines(reader)
    try:
        header = [cell.strip().lower() for cell in next(lines, (1, []))[1]]
        if errors := _header_errors(header):
            return [], errors
        return _rows(header, lines)
    except csv.Error as error:
        return [], [LineError(reader.line_num, _("The file is broken here: %(error)s.") % {"error": error})]


def _lines(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """(the line a row begins at, its cells); a cell may hold several lines."""
    begins = 1
    for cells in reader:
        yield begins, cells
        begins = reader.line_num + 1


def _header_errors(header: list[str]) -> list[LineError]:
    missing = [column for column in REQUIRED if column not in header]
    unknown = [column for column in header if column and column not in COLUMNS]
    twice = sorted({column for column in header if column and header.count(column) > 1})
    reasons = [
        (missing, _("These columns are missing: %(columns)s.")),
        (unknown, _("These columns are not known: %(columns)s.")),
        (twice, _("These columns are there twice: %(columns)s.")),
    ]
    return [LineError(1, text % {"columns": ", ".join(columns)}) for columns, text in reasons if columns]


def _rows(header: list[str], lines: Iterator[tuple[int, list[str]]]) -> tuple[list[Row], list[LineError]]:
    rows: list[Row] = []
    errors: list[LineError] = []
    seen: dict[tuple[str, str], int] = {}
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            reason = _("%(found)d cells stand under %(expected)d columns.")
            errors.append(LineError(line, reason % {"found": len(cells), "expected": len(header)}))
            continue
        row = Row(line, dict.fromkeys(COLUMNS, "") | dict(zip(header, map(_unsafe, cells), strict=False)))
        pair = row["key"].strip(), row["language"].strip()
        if pair in seen:
            reason = _("The same question and language stand on line %(line)d already.")
            errors.append(LineError(line, reason % {"line": seen[pair]}))
            continue
        seen[pair] = line
        rows.append(row)
    return rows, errors


def _unsafe(cell: str) -> str:
    return cell[1:] if _ESCAPED.match(cell) else cell


# --- The author's block as JSON that a person can read and write -----------------------------------------------------
def content_of(stored: Any) -> str:
    """The stored value of a block as a cell."""
    return json.dumps(_plain(stored), ensure_ascii=False, cls=DjangoJSONEncoder)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain_item(item) for item in value]
    return value


def _plain_item(item: Any) -> Any:
    if not isinstance(item, dict) or item.get("type") != "item":
        return _plain(item)
    value = _plain(item["value"])
    return {"id": item.get("id"), **value} if isinstance(value, dict) else {"id": item.get("id"), "value": value}


def stored_of(cell: str, new_id: Any) -> dict[str, Any]:
    """A cell as the stored value of a block. In: `new_id(place)`, an id for an item that has none.

    Raises ValueError with a sentence when it is not the JSON of an object.
    """
    try:
        value = json.loads(cell)
    except ValueError as error:
        raise ValueError(_("“content” is not JSON: %(error)s.") % {"error": error}) from error
    if not isinstance(value, dict):
        raise ValueError(_("“content” must be a JSON object, between braces."))
    return {name: _stored(name, inner, new_id) for name, inner in value.items()}


def _stored(place: str, value: Any, new_id: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [_stored_item(f"{place}/{n}", item, new_id) for n, item in enumerate(value)]


def _stored_item(place: str, item: Any, new_id: Any) -> dict[str, Any]:
    if not isinstance(item, dict):
        return {"type": "item", "id": new_id(place), "value": item}
    rest = {name: inner for name, inner in item.items() if name != "id"}
    value = rest["value"] if set(rest) == {"value"} else rest
    return {"type": "item", "id": str(item.get("id") or new_id(place)), "value": value}
