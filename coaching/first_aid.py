"""What a person reads while waiting for a coach: pure, read once from `catalogue/`, in both languages.

The texts are content, not messages of the interface: they come whole from the files, and a file that lacks a
situation, a level or a language stops `load_catalogue` and the first reader alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.functional import lazy
from django.utils.translation import get_language

FOLDER = Path(__file__).parent / "catalogue"
LANGUAGES = ("fr", "en")
OTHER_COUNTRY = "other"
DANGER_LEVEL = 4

# In the order of the catalogue. A key that shipped is never taken away: requests point at it.
SITUATIONS = (
    "backlash",
    "hostile_comments",
    "harassment",
    "hacked_account",
    "accidental_disclosure",
    "misattribution",
    "impersonation",
    "customer_complaint",
    "legal_threat",
    "journalist",
    "own_mistake",
    "tragedy",
)


@dataclass(frozen=True)
class Sheet:
    """The steps for one situation, in one language."""

    name: str
    recognise: str
    first_minutes: tuple[str, ...]
    first_hour: tuple[str, ...]
    do_not: tuple[str, ...]
    who: str


@dataclass(frozen=True)
class Situation:
    key: str
    level: int
    restricted: bool
    sheets: Mapping[str, Sheet]


@dataclass(frozen=True)
class LevelText:
    name: str
    signs: tuple[str, ...]
    next: str


@dataclass(frozen=True)
class Universal:
    """Valid whatever the situation."""

    title: str
    danger: str
    first_minutes: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True)
class FirstAid:
    """First aid for a situation at a level, in one language."""

    sheet: Sheet
    level: LevelText
    universal: Universal
    in_danger: bool


@dataclass(frozen=True)
class EmergencyNumber:
    number: str
    mode: str
    text: str

    @property
    def digits(self) -> str:
        return self.number.replace(" ", "")

    @property
    def url(self) -> str:
        return f"{'sms' if self.mode == 'text' else 'tel'}:{self.digits}"


@dataclass(frozen=True)
class Service:
    name: str
    url: str
    phone: str
    text: str


@dataclass(frozen=True)
class Emergency:
    """Whom to call and where to turn, for a country."""

    country: str
    numbers: tuple[EmergencyNumber, ...]
    services: tuple[Service, ...]


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def _by_language(cls: Any, row: Mapping[str, Any], where: str) -> dict[str, Any]:
    """One `cls` per language; raises ValueError, saying where, when a text is missing or empty."""
    found, names = {}, [field.name for field in fields(cls)]
    for language in LANGUAGES:
        texts = row.get(language) or {}
        missing = [name for name in names if not texts.get(name)]
        if missing:
            raise ValueError(f"{where}: no {', '.join(missing)} in {language}")
        found[language] = cls(**{name: _frozen(texts[name]) for name in names})
    return found


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@cache
def situations() -> dict[str, Situation]:
    """The twelve situations, by key. Raises ValueError when the file lacks one or knows another."""
    rows = {row["key"]: row for row in _read("first_aid.yaml")}
    if set(rows) != set(SITUATIONS):
        raise ValueError(f"first_aid.yaml: {sorted(set(rows) ^ set(SITUATIONS))} missing or unknown")
    return {
        key: Situation(key, rows[key]["level"], rows[key]["restricted"], _by_language(Sheet, rows[key], key))
        for key in SITUATIONS
    }


@cache
def levels() -> dict[int, dict[str, LevelText]]:
    """The four levels, 4 the worst, each by language."""
    rows = {row["level"]: _by_language(LevelText, row, f"level {row['level']}") for row in _read("levels.yaml")}
    if set(rows) != {1, 2, 3, 4}:
        raise ValueError("levels.yaml: the levels are 1 to 4")
    return rows


@cache
def universal() -> dict[str, Universal]:
    """The first fifteen minutes, by language."""
    return _by_language(Universal, _read("universal.yaml"), "universal.yaml")


@cache
def _emergencies() -> dict[tuple[str, str], Emergency]:
    data = _read("emergency.yaml")
    found = {}
    for country in data["countries"]:
        for language in LANGUAGES:
            numbers = [EmergencyNumber(n["number"], n["mode"], n[language]) for n in country["numbers"]]
            services = [
                Service(s["name"], s["url"], s.get("phone", ""), s[language])
                for s in [*country["services"], *data["worldwide"]]
            ]
            found[country["key"], language] = Emergency(country[language]["name"], tuple(numbers), tuple(services))
    return found


def emergency(country: str, language: str | None = None) -> Emergency:
    """Numbers and services of a country; those of every other country when it has no entry of its own."""
    table, code = _emergencies(), _language(language)
    return table.get((country, code)) or table[OTHER_COUNTRY, code]


def first_aid(situation: str, level: int, language: str | None = None) -> FirstAid:
    """The sheet of a situation at a level, in the reader's language. Raises KeyError on an unknown one."""
    code = _language(language)
    return FirstAid(
        sheet=situations()[situation].sheets[code],
        level=levels()[level][code],
        universal=universal()[code],
        in_danger=level >= DANGER_LEVEL,
    )


def _language(language: str | None) -> str:
    code = (language or get_language() or LANGUAGES[0]).split("-")[0]
    return code if code in LANGUAGES else LANGUAGES[0]


def situation_name(key: str) -> str:
    """The name of a situation in the active language."""
    return situations()[key].sheets[_language(None)].name


def level_name(level: int) -> str:
    """The name of a level in the active language."""
    return levels()[level][_language(None)].name


def situation_choices() -> list[tuple[str, object]]:
    """(key, name) of each situation, in the reader's language when shown."""
    return [(key, lazy(situation_name, str)(key)) for key in SITUATIONS]


def level_choices() -> list[tuple[int, object]]:
    """(level, name) of each level, in the reader's language when shown."""
    return [(level, lazy(level_name, str)(level)) for level in (1, 2, 3, 4)]


def check_catalogue() -> int:
    """Read every file. Out: how many situations there are. Raises ValueError or KeyError on a gap."""
    universal(), levels(), _emergencies()
    return len(situations())
