"""Marking an old answer by a new key: its choices are found again by their id, or by their place. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .question_types import REGISTRY
from .question_types._base import Answer, Config


class NotTheSameChoices(ValueError):
    """The number of choices differs, or nothing says which is which: the answer cannot be marked by this key."""


def choices_of(config: Config) -> dict[str, list[str]]:
    """The ids of what can be chosen, by the name of its list, in order."""
    return {
        name: [str(item["id"]) for item in value]
        for name, value in config.items()
        if isinstance(value, list) and value and all(isinstance(item, dict) and "id" in item for item in value)
    }


@dataclass(frozen=True)
class NewKey:
    """The mended question: its type and configuration."""

    type: str
    config: Config

    def grade(self, snapshot: Mapping[str, Any], answer: Answer) -> Fraction:
        """The exact mark of an answer given to an earlier version. Raises NotTheSameChoices."""
        if snapshot["type"] != self.type:
            raise NotTheSameChoices
        return REGISTRY[self.type].grade(self.config, _renamed(answer, self._names(snapshot)))

    def _names(self, snapshot: Mapping[str, Any]) -> dict[str, str]:
        """The new id of each old one; empty when they are the same."""
        names: dict[str, str] = {}
        old, new = choices_of(snapshot["config"]), choices_of(self.config)
        if {name: len(ids) for name, ids in old.items()} != {name: len(ids) for name, ids in new.items()}:
            raise NotTheSameChoices
        for name, ids in new.items():
            if set(ids) == set(old[name]):
                continue
            as_written = snapshot.get("order", {}).get(name)  # as shown, they may have been mixed
            if as_written is None:
                raise NotTheSameChoices
            names |= dict(zip(as_written, ids, strict=True))
        return names


def _renamed(answer: Answer, names: Mapping[str, str]) -> Answer:
    """The same answer with each id in its new form, wherever it stands."""
    if not names:
        return answer
    if isinstance(answer, list):
        return [_renamed(item, names) for item in answer]
    if isinstance(answer, dict):
        return {_renamed(key, names): _renamed(value, names) for key, value in answer.items()}
    return names.get(answer, answer) if isinstance(answer, str) else answer
