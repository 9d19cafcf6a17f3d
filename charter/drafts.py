"""The draft of the charter: the catalogue's clauses in each language, with the company's name and contacts put in."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from .clause_types import CLAUSE_TYPES
from .fingerprints import canonical, sha256

CATALOGUE = Path(__file__).parent / "catalogue"
LANGUAGES = ("fr", "en")
AUTHORITATIVE_LANGUAGE = "fr"
VARIABLES = ("company", "programme_contact", "dpo_contact", "alert_contact", "mediation_contact")
_VARIABLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Draft:
    """A charter ready to be read: per language, clauses as plain data."""

    key: str
    languages: dict[str, dict[str, Any]]

    @property
    def fingerprint(self) -> str:
        return sha256(canonical(self.languages))


@lru_cache(maxsize=1)
def catalogue_source() -> dict[str, Any]:
    """The catalogue's file, as loaded; do not change it."""
    source: dict[str, Any] = yaml.safe_load((CATALOGUE / "ambassador_charter.yaml").read_text(encoding="utf-8"))
    return source


@lru_cache(maxsize=1)
def _wording() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = yaml.safe_load((CATALOGUE / "document_wording.yaml").read_text(encoding="utf-8"))
    return words


def wording(language: str) -> dict[str, str]:
    """The fixed words of the printed document: content like the clauses, so that no later translation changes them."""
    return _wording()[language]


def load_draft(values: Mapping[str, str]) -> Draft:
    """The catalogue's charter with `values` (one per variable) put in, escaped. Raises KeyError on a missing value,
    ValueError when a clause is not fit to be published."""
    source = catalogue_source()
    languages = {language: _clauses(source, language, values) for language in LANGUAGES}
    for clauses in languages.values():
        _check(clauses)
    return Draft(source["key"], languages)


def _clauses(source: Mapping[str, Any], language: str, values: Mapping[str, str]) -> dict[str, Any]:
    def fill(text: str) -> str:
        return _VARIABLE.sub(lambda match: html.escape(values[match[1]], quote=False), text.strip())

    return {
        "title": source[language]["title"],
        "preamble": fill(source[language]["preamble"]),
        "articles": [
            {
                "type": article.get("type", "article"),
                "key": article["key"],
                "number": article["number"],
                "binds": article["binds"],
                "title": article[language]["title"],
                "html": _lower_headings(fill(article[language]["html"])),
            }
            for article in source["articles"]
        ],
        "statements": [{"key": s["key"], "text": s[language]} for s in source["statements"]],
        "data_notice": _lower_headings(fill(source["data_notice"][language])),
    }


def _lower_headings(text: str) -> str:
    """Headings inside an article come one level below the article's own, so that no level is skipped."""
    return text.replace("<h3>", "<h4>").replace("</h3>", "</h4>")


def _check(clauses: Mapping[str, Any]) -> None:
    for article in clauses["articles"]:
        problems = CLAUSE_TYPES[article["type"]].problems(article)
        if problems:
            raise ValueError(f"article {article['number']} ({article['key']}): {' '.join(problems)}")
