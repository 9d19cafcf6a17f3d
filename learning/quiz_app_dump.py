"""A `dumpdata` of django-quiz-app 0.5.1, read as plain values. Pure: no database.

What its tables mean, and their bugs: a question stands in several quizzes; a sitting keeps three lists of numbers cut
at 1,024 characters, and the guesses as JSON; answers and questions may have been deleted since; essays were counted
as wrong.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

CATEGORY, SUB_CATEGORY, QUIZ, QUESTION = "quiz.category", "quiz.subcategory", "quiz.quiz", "quiz.question"
MULTIPLE, ANSWER, TRUE_FALSE, ESSAY = (
    "multichoice.mcquestion",
    "multichoice.answer",
    "true_false.tf_question",
    "essay.essay_question",
)
PROGRESS, SITTING = "quiz.progress", "quiz.sitting"
TABLES = (CATEGORY, SUB_CATEGORY, QUIZ, QUESTION, MULTIPLE, ANSWER, TRUE_FALSE, ESSAY, PROGRESS, SITTING)
KINDS = (MULTIPLE, TRUE_FALSE, ESSAY)
LIST_LIMIT = 1024
TAKEN, CHANGED, REFUSED, ALREADY = "taken", "changed", "refused", "already there"

Fields = dict[str, Any]


class BrokenDump(ValueError):
    """The file cannot be read: the message says where, and why."""


class RowRefused(ValueError):
    """One row cannot be taken: the message says why."""


@dataclass(frozen=True)
class Outcome:
    """What became of one row."""

    table: str
    pk: Any
    outcome: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.table} {self.pk}: {self.outcome}" + (f" ({self.reason})" if self.reason else "")


@dataclass
class Dump:
    """The rows by table and key, in the order of the file; and how many rows of other tables were passed over."""

    tables: dict[str, dict[Any, Fields]]
    people: dict[Any, Fields]
    others: Counter[str] = field(default_factory=Counter)

    def kind_of(self, question: Any) -> str | None:
        """The table that says what type a question is, or None when its row is missing."""
        return next((table for table in KINDS if question in self.tables[table]), None)

    def answers_of(self, question: Any) -> dict[Any, Fields]:
        return {pk: row for pk, row in self.tables[ANSWER].items() if row.get("question") == question}

    def questions_of(self, quiz: Any) -> list[Any]:
        return [pk for pk, row in self.tables[QUESTION].items() if quiz in (row.get("quiz") or [])]


def read(text: str) -> Dump:
    """The dump. Raises BrokenDump with the line, or the row, that is at fault."""
    try:
        rows = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise BrokenDump(_("Line %(line)d is not JSON: %(error)s.") % {"line": line, "error": error}) from error
    if not isinstance(rows, list):
        raise BrokenDump(_("Line 1: a dump is a list of rows, and this is none."))
    dump = Dump({table: {} for table in TABLES}, {})
    for number, row in enumerate(rows, start=1):
        _keep(dump, number, row)
    if not any(dump.tables.values()):
        raise BrokenDump(_("The file holds no row of django-quiz-app."))
    return dump


def _keep(dump: Dump, number: int, row: Any) -> None:
    if not isinstance(row, dict) or not isinstance(row.get("fields"), dict) or "model" not in row:
        reason = _("Row %(number)d has no model or no fields: it does not come from dumpdata.")
        raise BrokenDump(reason % {"number": number})
    table, fields = str(row["model"]).lower(), row["fields"]
    if table in TABLES:
        if row.get("pk") is None:
            reason = _("Row %(number)d (%(table)s) has no pk: make the dump without --natural-primary.")
            raise BrokenDump(reason % {"number": number, "table": table})
        if row["pk"] in dump.tables[table]:
            reason = _("Row %(number)d: %(table)s %(pk)s is there twice.")
            raise BrokenDump(reason % {"number": number, "table": table, "pk": row["pk"]})
        dump.tables[table][row["pk"]] = fields
    elif "username" in fields or "email" in fields:
        dump.people[row.get("pk")] = fields
    else:
        dump.others[table] += 1


# --- Small pieces ----------------------------------------------------------------------------------------------------
def person(dump: Dump, user: Any) -> tuple[str, str]:
    """(user name, e-mail address) of a reference to a user: a number, or a natural key."""
    if isinstance(user, list):
        name = str(user[0]) if user else ""
        rows = (row for row in dump.people.values() if row.get("username") == name)
        return name, str(next(rows, {}).get("email") or "")
    row = dump.people.get(user, {})
    return str(row.get("username") or ""), str(row.get("email") or "")


def numbers(value: Any, what: str) -> list[int]:
    """A list of numbers as django-quiz-app stores it: “3,1,2,”. Raises RowRefused when it is none."""
    text = str(value or "")
    try:
        return [int(part) for part in text.split(",") if part.strip()]
    except ValueError as error:
        raise RowRefused(_("%(what)s is not a list of numbers") % {"what": what}) from error


def is_cut(value: Any) -> bool:
    """Did the list reach the length at which the old table cut it?"""
    return len(str(value or "")) >= LIST_LIMIT


def guesses(value: Any) -> Mapping[str, Any]:
    """The learner's answers by question. Raises RowRefused when they cannot be read."""
    try:
        found = json.loads(value or "{}")
    except ValueError as error:
        raise RowRefused(_("its answers are not JSON")) from error
    if not isinstance(found, dict):
        raise RowRefused(_("its answers are not JSON"))
    return {str(key): guess for key, guess in found.items()}


def moment(value: Any) -> datetime | None:
    """A stored time; a naive one is taken in the installation's time zone."""
    found = parse_datetime(str(value)) if value else None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found


def is_true(value: Any) -> bool:
    return value in (True, 1, "1", "True", "true", "on")


# --- A question as a block of ours -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Converted:
    """A question of ours: its type, the stored value of its block, its explanation; `notes`: what was changed."""

    type: str
    value: Fields
    explanation: str
    notes: tuple[str, ...] = ()


def convert(dump: Dump, pk: Any, item_id: Any) -> Converted:
    """In: a question's number; `item_id(pk)`, the id of an option. Raises RowRefused."""
    kind = dump.kind_of(pk)
    if kind is None:
        raise RowRefused(_("the row that says its type is missing"))
    row = dump.tables[QUESTION][pk]
    if not str(row.get("content") or "").strip():
        raise RowRefused(_("it has no text"))
    notes = (_("its picture is left out: %(file)s") % {"file": row["figure"]},) if row.get("figure") else ()
    explanation = str(row.get("explanation") or "").strip()
    converted = {MULTIPLE: _convert_choices, TRUE_FALSE: _convert_true_false, ESSAY: _convert_essay}[kind]
    return converted(dump, pk, explanation, notes, item_id)


def _convert_choices(dump: Dump, pk: Any, explanation: str, notes: tuple[str, ...], item_id: Any) -> Converted:
    answers = list(dump.answers_of(pk).items())
    if dump.tables[MULTIPLE][pk].get("answer_order") == "content":
        answers.sort(key=lambda pair: str(pair[1].get("content")))
    if len(answers) < 2:
        raise RowRefused(_("it has fewer than two answers"))
    right = [str(row["content"]) for _pk, row in answers if is_true(row.get("correct"))]
    if not right:
        raise RowRefused(_("none of its answers is right"))
    options = [
        {
            "type": "item",
            "id": item_id(answer_pk),
            "value": {"text": str(row["content"]), "is_correct": is_true(row.get("correct")), "feedback": ""},
        }
        for answer_pk, row in answers
    ]
    explanation, more = _explained(explanation, " · ".join(right))
    if len(right) == 1:
        return Converted("single_choice", {"options": options}, explanation, (*notes, *more))
    several = _("several answers are right: learners now tick each of them, for a part of the mark")
    value = {"options": options, "marking": "partial"}
    return Converted("multiple_choice", value, explanation, (*notes, several, *more))


def _convert_true_false(dump: Dump, pk: Any, explanation: str, notes: tuple[str, ...], item_id: Any) -> Converted:
    right = is_true(dump.tables[TRUE_FALSE][pk].get("correct"))
    explanation, more = _explained(explanation, _("True") if right else _("False"))
    return Converted("true_false", {"answer": "true" if right else "false"}, explanation, (*notes, *more))


def _convert_essay(dump: Dump, pk: Any, explanation: str, notes: tuple[str, ...], item_id: Any) -> Converted:
    criterion = explanation or _("A coach reads it and says what works.")
    value = {
        "rubric": [{"type": "item", "id": item_id("criterion"), "value": criterion}],
        "example": explanation or _("No example was given yet."),
        "read_by_coach": True,
    }
    note = _("an essay becomes an open answer, without weight in the score: complete its criteria and its example")
    return Converted("open_answer", value, explanation or criterion, (*notes, note))


def _explained(explanation: str, right: str) -> tuple[str, tuple[str, ...]]:
    """The explanation, or the right answer where there is none: a learner is always told."""
    if explanation:
        return explanation, ()
    return _("The right answer: %(answer)s.") % {"answer": right.rstrip(".")}, (_("it had no explanation"),)
