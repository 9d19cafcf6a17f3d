"""The parts of a lesson: what is the same for every reader is rendered once; checklists stay data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Step:
    """A step of a checklist."""

    key: str
    text: str
    help: str


@dataclass(frozen=True)
class Checklist:
    """The steps for one network (or for every one)."""

    network: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Part:
    """One block: its markup, or its checklist, and the keys of the facts it rests on."""

    type: str
    html: SafeString
    facts: tuple[str, ...]
    checklist: Checklist | None = None


def render_parts(body: Iterable[Any]) -> list[Part]:
    """In: the blocks of a lesson. Out: its parts, in order, as plain values that a cache can keep."""
    return [_part(block) for block in body]


def _part(block: Any) -> Part:
    facts = tuple(block.value["facts"])
    if block.block_type == "checklist":
        return Part(block.block_type, SafeString(""), facts, checklist_of(block.value))
    return Part(block.block_type, SafeString(block.render()), facts)


def checklist_of(value: Any) -> Checklist:
    """A checklist block's value as plain data."""
    steps = tuple(Step(step["key"], step["text"], step["help"] or "") for step in value["steps"])
    return Checklist(value["network"], steps)


def find_checklist(parts: Iterable[Part], network: str) -> Checklist | None:
    """The checklist of that network, or None; a lesson has at most one for each."""
    return next((part.checklist for part in parts if part.checklist and part.checklist.network == network), None)


def find_step(parts: Iterable[Part], network: str, key: str) -> Step | None:
    """The step of that network and key, or None when the lesson has none."""
    checklist = find_checklist(parts, network)
    return next((step for step in checklist.steps if step.key == key), None) if checklist else None
