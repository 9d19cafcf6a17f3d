"""A list of people as a CSV file: an address a line, with or without a date. Reading it, and writing what became of
each line. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from core.visible import hidden_characters

MAX_LINES = 1000
MAX_BYTES = 256 * 1024
ADDRESS_COLUMNS = {"email", "e-mail", "mail", "address", "adresse", "courriel", "adresse e-mail", "e-mail address"}
DATE_COLUMNS = {"due_on", "due", "date", "until", "échéance", "echeance", "pour le"}
DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y")
FORMULA = ("=", "+", "-", "@", "\t", "\r")

REASONS = {
    "bad_address": _("This is not an e-mail address."),
    "bad_date": _("The date is written neither as 2027-01-31 nor as 31/01/2027."),
    "past_date": _("The date lies in the past."),
    "repeated": _("This address stands on an earlier line."),
    "own_report": _("This person reports to you: another programme manager has to do it."),
    "inactive": _("This person’s account is closed."),
    "waiting": _("Nobody has this address yet: it counts from the day the person enters the directory."),
}


class RosterError(ValueError):
    """A file that is no list, as a sentence for the person."""


@dataclass(frozen=True)
class Line:
    """One line of the file. `reason`: why it cannot be taken, "" when it can."""

    number: int
    email: str
    due_on: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a line: accepted or refused, and nothing about where the person stands."""

    line: Line
    is_accepted: bool
    reason: str = ""

    @property
    def sentence(self) -> object:
        """The reason in words; empty when there is nothing to add."""
        return REASONS.get(self.reason, "")


def decode(content: bytes) -> str:
    """The text of a file as spreadsheets write it. Raises RosterError."""
    if len(content) > MAX_BYTES:
        raise RosterError(_("The file is too large for a list of people."))
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.lstrip("\ufeff")
    raise RosterError(_("This is not a text file. Save the list as CSV."))


def read(text: str) -> list[Line]:
    """The lines of a list, each checked by itself; blank ones are left out. Raises RosterError when it is no list."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise RosterError(_("This is not a CSV file.")) from error
    numbered = [(n, [cell.strip() for cell in row]) for n, row in enumerate(rows, start=1) if any(map(str.strip, row))]
    if not numbered:
        raise RosterError(_("The list is empty."))
    if len(numbered) > MAX_LINES + 1:
        raise RosterError(_("The list has too many lines: at most 1,000."))
    columns, numbered = _columns(numbered)
    seen: set[str] = set()
    return [_line(number, row, columns, seen) for number, row in numbered]


def _delimiter(text: str) -> str:
    head = text.lstrip().partition("\n")[0]
    return max(",;\t", key=head.count)


def _columns(rows: list[tuple[int, list[str]]]) -> tuple[tuple[int, int | None], list[tuple[int, list[str]]]]:
    """Where address and date stand, and the lines below the headings. Raises RosterError on headings without address."""
    names = [cell.lower() for cell in rows[0][1]]
    if any("@" in name for name in names):
        return (0, 1), rows
    address = next((n for n, name in enumerate(names) if name in ADDRESS_COLUMNS), None)
    if address is None:
        raise RosterError(_("Line 1: no column is called “email”."))
    return (address, next((n for n, name in enumerate(names) if name in DATE_COLUMNS), None)), rows[1:]


def _line(number: int, row: list[str], columns: tuple[int, int | None], seen: set[str]) -> Line:
    address, day = columns
    email = row[address].lower() if address < len(row) else ""
    written = row[day] if day is not None and day < len(row) else ""
    due_on = _date(written)
    if not _is_address(email):
        reason = "bad_address"
    elif email in seen:
        reason = "repeated"
    else:
        reason = "bad_date" if written and due_on is None else ""
    seen.add(email)
    return Line(number, email, due_on, reason)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254 and not hidden_characters(text)


def _date(text: str) -> date | None:
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def write(outcomes: Iterable[Outcome], headings: tuple[str, str, str, str], words: tuple[str, str]) -> str:
    """What became of each line, as CSV that a spreadsheet opens without running anything.

    In: `headings` of line, address, result, reason; `words` for accepted and refused.
    """
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(headings)
    for outcome in outcomes:
        result = words[0] if outcome.is_accepted else words[1]
        writer.writerow([outcome.line.number, _harmless(outcome.line.email), result, str(outcome.sentence)])
    return target.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
