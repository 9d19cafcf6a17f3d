"""The questions of the catalogue's files: checked in both languages, and as the stored form of their type's block."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from .catalogue_files import SOURCE, TARGET, CatalogueError, Data, items, stream


def question_stream(question: Data, code: str) -> str:
    """The stored form of a question's body: one block of its type. Raises CatalogueError when the file is at fault."""
    place, kind = f"questions/{question['key']}", question["type"]
    if kind not in _VALUES:
        raise CatalogueError(f"{place}: unknown type {kind}")
    if _shape(question[SOURCE]) != _shape(question[TARGET]):
        raise CatalogueError(f"{place}: the two languages differ in what is right, or in number")
    try:
        value = _VALUES[kind](place, question, question[code])
    except KeyError as error:
        raise CatalogueError(f"{place}: {error} is missing") from error
    return stream(place, [(kind, value)])


def category_of(question: Data, categories: list[Data]) -> str:
    """The key of a question's category: its own, or that of its course; empty when there is none."""
    own = question.get("category")
    if own and own not in [category["key"] for category in categories]:
        raise CatalogueError(f"questions/{question['key']}: unknown category {own}")
    course = str(question["lesson"]).partition("/")[0]
    by_course = {category.get("course"): str(category["key"]) for category in categories}
    return str(own or by_course.get(course, ""))


def _shape(text: Data) -> Any:
    """What must be the same in both languages. The accepted words of a short text are each language's own."""
    options = [(option.get("correct"), option.get("credit")) for option in text.get("options", [])]
    return options, *(len(text.get(name, [])) for name in ("items", "pairs", "extra", "rubric"))


def _true_false(place: str, question: Data, text: Data) -> Data:
    return {"answer": "true" if question["answer"] else "false"}


def _single_choice(place: str, question: Data, text: Data) -> Data:
    options = [
        {"text": option["text"], "is_correct": bool(option["correct"]), "feedback": option.get("feedback", "")}
        for option in text["options"]
    ]
    return {"options": items(f"{place}/options", options)}


def _multiple_choice(place: str, question: Data, text: Data) -> Data:
    return {**_single_choice(place, question, text), "marking": question.get("marking", "all_or_nothing")}


def _ordering(place: str, question: Data, text: Data) -> Data:
    return {"items": items(f"{place}/items", text["items"]), "marking": question.get("marking", "pairs")}


def _matching(place: str, question: Data, text: Data) -> Data:
    pairs = [{"left": pair["left"], "right": pair["right"]} for pair in text["pairs"]]
    return {"pairs": items(f"{place}/pairs", pairs), "extra": items(f"{place}/extra", text.get("extra", []))}


def _short_text(place: str, question: Data, text: Data) -> Data:
    tolerance = question.get("tolerance", {})
    return {
        "accepted": "\n".join(str(answer) for answer in text["accepted"]),
        "ignore_case": bool(tolerance.get("case", True)),
        "ignore_accents": bool(tolerance.get("accents", True)),
        "typos": int(tolerance.get("typos", 1)),
    }


def _number(place: str, question: Data, text: Data) -> Data:
    return {
        "answer": str(Decimal(str(question["answer"]))),
        "tolerance": str(Decimal(str(question.get("tolerance", 0)))),
        "unit": text.get("unit", ""),
    }


def _scenario(place: str, question: Data, text: Data) -> Data:
    options = [
        {"text": option["text"], "credit": f"{option['credit']:g}", "feedback": option["feedback"]}
        for option in text["options"]
    ]
    return {"situation": text["situation"], "options": items(f"{place}/options", options)}


def _open_answer(place: str, question: Data, text: Data) -> Data:
    return {
        "rubric": items(f"{place}/rubric", text["rubric"]),
        "example": text["example"],
        "read_by_coach": bool(question.get("read_by_coach", False)),
    }


_VALUES: dict[str, Callable[[str, Data, Data], Data]] = {
    "true_false": _true_false,
    "single_choice": _single_choice,
    "multiple_choice": _multiple_choice,
    "ordering": _ordering,
    "matching": _matching,
    "short_text": _short_text,
    "number": _number,
    "scenario": _scenario,
    "open_answer": _open_answer,
}
