"""What each app holds about a person: shown, exported, kept, erased. A departure and the privacy page run all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Holding:
    """One family of rows about a person.

    `models`: labels (`app.Model`) this holding answers for; `label`, `why`, `kept`: sentences for the privacy page;
    `export(user)`: plain data of what is held; `erase(user)`: erase or anonymise, out: rows touched.
    """

    key: str
    models: tuple[str, ...]
    label: object
    why: object
    kept: object
    export: Callable[[Any], list[dict[str, Any]]]
    erase: Callable[[Any], int]


_holdings: dict[str, Holding] = {}


def register(*holdings: Holding) -> None:
    """Add holdings (from an app's `ready()`); the same key twice replaces, so that a reload is harmless."""
    _holdings.update({holding.key: holding for holding in holdings})


def holdings() -> Iterable[Holding]:
    """Every holding, in order of key."""
    return [_holdings[key] for key in sorted(_holdings)]
