"""The catalogue's files as plain data. Both languages of every text are structurally parallel."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1] / "catalogue"
SOURCE, TARGET = "fr", "en"
LANGUAGES = (SOURCE, TARGET)
_IDS = uuid.UUID("8d6f4f0e-3a53-4c0d-9f6e-0f6f6b0b7a11")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Data = dict[str, Any]


class CatalogueError(ValueError):
    """A file is at fault: the message says which, and how."""


def fixed_id(*place: str) -> uuid.UUID:
    """The same id for the same place, whenever and in whatever language it is loaded."""
    return uuid.uuid5(_IDS, "/".join(place))


def digest_of(value: Any) -> str:
    """A hash of plain data."""
    text = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_folder(root: Path = ROOT) -> str:
    """A hash of every file, and of the code that turns them into pages."""
    digest = hashlib.sha256()
    for path in [*sorted(root.rglob("*.yaml")), *sorted(Path(__file__).parent.glob("catalogue*.py"))]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def read(path: Path) -> Any:
    """One file. Raises CatalogueError when it is missing or is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader
    except (OSError, yaml.YAMLError) as error:
        raise CatalogueError(f"{path}: {error}") from error


def read_courses(root: Path = ROOT) -> list[Data]:
    """The courses, in order of their number."""
    return sorted((read(path) for path in (root / "courses").glob("*.yaml")), key=lambda course: str(course["key"]))


def read_lesson(course: Data, name: str, root: Path = ROOT) -> dict[str, Data]:
    """A lesson in both languages. Raises CatalogueError when what must be the same in both is not."""
    folder = root / "lessons" / course["key"]
    texts: dict[str, Data] = {code: read(folder / f"{name}.{code}.yaml") for code in LANGUAGES}
    key = f"{course['key']}/{name}"
    for code in LANGUAGES:
        if texts[code]["key"] != key:
            raise CatalogueError(f"{key}.{code}: its key is {texts[code]['key']}")
    if _shape(texts[SOURCE]) != _shape(texts[TARGET]):
        raise CatalogueError(f"{key}: the two languages differ in minutes, networks, blocks, facts or steps")
    return texts


SIDES = ("do", "dont", "items", "head", "options")


def _shape(lesson: Data) -> Any:
    return (lesson["minutes"], lesson["networks"], [_block_shape(block) for block in lesson["blocks"]])


def _block_shape(block: Data) -> Any:
    """What both languages of a block share."""
    return (
        block["type"],
        [block.get(name) for name in ("network", "message", "part")],
        [step["key"] for step in block.get("steps", [])],
        block.get("facts", []),
        [len(block.get(name, [])) for name in SIDES],
        [len(row) for row in block.get("rows", [])],
        [option.get("grade") for option in block.get("options", [])],
    )


def read_questions(root: Path = ROOT) -> dict[str, Data]:
    """Every question, by key. Raises CatalogueError on a key used twice."""
    return _by_key(root, "questions")


def read_categories(root: Path = ROOT) -> list[Data]:
    """What questions are about; a catalogue may do without."""
    path = root / "categories.yaml"
    return list(read(path)) if path.exists() else []


def read_facts(root: Path = ROOT) -> dict[str, Data]:
    """Every fact, by key; the same fact may stand in two courses' files when it says the same."""
    return _by_key(root, "facts", may_repeat=True)


def _by_key(root: Path, folder: str, *, may_repeat: bool = False) -> dict[str, Data]:
    found: dict[str, Data] = {}
    for path in sorted((root / folder).glob("*.yaml")):
        for item in read(path) or []:
            known = found.setdefault(item["key"], item)
            if known is not item and not (may_repeat and known == item):
                raise CatalogueError(f"{path}: {item['key']} is there twice, and not the same")
    return found


@dataclass(frozen=True)
class Catalogue:
    """Everything in the files, by key; what names something else was checked to find it."""

    courses: list[Data]
    lessons: dict[str, dict[str, Data]]
    questions: dict[str, Data]
    facts: dict[str, Data]
    categories: list[Data]


def read_catalogue(root: Path = ROOT) -> Catalogue:
    """Read every file. Raises CatalogueError when one is at fault, or names what nobody wrote."""
    courses = read_courses(root)
    lessons = {
        f"{course['key']}/{name}": read_lesson(course, name, root) for course in courses for name in course["lessons"]
    }
    questions, facts = read_questions(root), read_facts(root)
    for course in courses:
        if questions.keys().isdisjoint(course["quiz_questions"]):
            course["quiz_questions"] = []  # not one of them is written: the course has no quiz
    used = [key for course in courses for key in course["quiz_questions"]]
    _check("questions", used, questions)
    _check(
        "courses", [key for course in courses for key in course.get("prerequisites", [])], {c["key"] for c in courses}
    )
    _check("lessons", [questions[key]["lesson"] for key in used], lessons)
    named = [fact for key in used for fact in questions[key]["facts"]]
    named += [fact for text in lessons.values() for block in text[SOURCE]["blocks"] for fact in block.get("facts", [])]
    _check("facts", named, facts)
    return Catalogue(courses, lessons, {key: questions[key] for key in used}, facts, read_categories(root))


def _check(what: str, named: Iterable[str], known: Container[str]) -> None:
    if missing := sorted({key for key in named if key not in known}):
        raise CatalogueError(f"{what} that nobody wrote: {', '.join(missing)}")


# --- Stored forms: block ids come from the key and the place, so that both languages share them -----------------


def items(place: str, values: list[Any]) -> list[Data]:
    """The stored form of a list block."""
    return [{"type": "item", "id": str(fixed_id(place, str(n))), "value": value} for n, value in enumerate(values)]


def stream(place: str, blocks: list[tuple[str, Any]]) -> str:
    """The stored form of a stream: (type, value) in order."""
    data = [
        {"type": kind, "id": str(fixed_id(place, str(n))), "value": value} for n, (kind, value) in enumerate(blocks)
    ]
    return json.dumps(data, ensure_ascii=False)


def lesson_stream(key: str, blocks: list[Data]) -> str:
    """The stored form of a lesson's body."""
    data = [
        {
            "type": block["type"],
            "id": str(_block_id(key, n, blocks)),
            "value": lesson_value(f"{key}/body/{n}", block),
        }
        for n, block in enumerate(blocks)
    ]
    return json.dumps(data, ensure_ascii=False)


def _block_id(key: str, n: int, blocks: list[Data]) -> uuid.UUID:
    """By place; a question to oneself by its number among them, since learners' notes hang on it."""
    if blocks[n]["type"] != "reflection":
        return fixed_id(f"{key}/body", str(n))
    earlier = sum(block["type"] == "reflection" for block in blocks[:n])
    return fixed_id(f"{key}/reflections", str(earlier))


def lesson_value(place: str, block: Data) -> Data:
    """The stored value of one block of a lesson. Raises CatalogueError on an unknown type."""
    if block["type"] not in _VALUES:
        raise CatalogueError(f"{place}: unknown block type {block['type']}")
    value = _VALUES[block["type"]](place, block)
    return {**value, "facts": items(f"{place}/facts", block.get("facts", []))}


def _html(text: Any) -> str:
    """Files write headings as h3; the highest heading under a lesson's title is h2."""
    return str(text).replace("<h3>", "<h2>").replace("</h3>", "</h2>")


def _text(place: str, block: Data) -> Data:
    return {"html": _html(block["html"])}


def _key_point(place: str, block: Data) -> Data:
    return {"text": block["text"]}


def _exercise(place: str, block: Data) -> Data:
    return {name: block.get(name, "") for name in ("title", "text", "hint")}


def _do_dont(place: str, block: Data) -> Data:
    return {name: items(f"{place}/{name}", block[name]) for name in ("do", "dont")}


def _checklist(place: str, block: Data) -> Data:
    steps = [{"key": s["key"], "text": s["text"], "help": s.get("help", "")} for s in block["steps"]]
    return {"network": block["network"], "steps": items(f"{place}/steps", steps)}


def _scenario(place: str, block: Data) -> Data:
    options = [{name: option[name] for name in ("text", "grade", "feedback")} for option in block["options"]]
    words = {name: block[name] for name in ("title", "author", "network", "post", "question")}
    return {**words, "options": items(f"{place}/options", options)}


def _reflection(place: str, block: Data) -> Data:
    return {name: block[name] for name in ("title", "prompt")}


def _accordion(place: str, block: Data) -> Data:
    parts = [{"title": part["title"], "html": str(part["html"])} for part in block["items"]]
    return {"parts": items(f"{place}/parts", parts)}


def _table(place: str, block: Data) -> Data:
    rows = [items(f"{place}/rows/{n}", row) for n, row in enumerate(block["rows"])]
    return {
        "caption": block["caption"],
        "head": items(f"{place}/head", block["head"]),
        "rows": items(f"{place}/rows", rows),
    }


def _company(place: str, block: Data) -> Data:
    return {name: block[name] for name in ("part", "default")}


_VALUES: dict[str, Callable[[str, Data], Data]] = {
    "text": _text,
    "key_point": _key_point,
    "do_dont": _do_dont,
    "checklist": _checklist,
    "exercise": _exercise,
    "scenario": _scenario,
    "reflection": _reflection,
    "accordion": _accordion,
    "table": _table,
    "company": _company,
}
