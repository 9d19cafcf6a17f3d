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
class Prompt:
    """A question to oneself; `id` is the block's, the same in both languages."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class CompanyPart:
    """What the company fills in, and what is shown until then."""

    name: str
    default: str


@dataclass(frozen=True)
class Part:
    """One block: its markup, or what is filled in for each reader and day, and the keys of the facts it rests on.

    `message`: the translation key of a key message.
    """

    type: str
    html: SafeString
    facts: tuple[str, ...]
    checklist: Checklist | None = None
    prompt: Prompt | None = None
    message: str = ""
    company: CompanyPart | None = None


def render_parts(body: Iterable[Any], lesson_key: str = "") -> list[Part]:
    """In: the blocks of a lesson, and its translation key for the addresses of its files. Out: its parts, in order, as
    plain values that a cache can keep."""
    return [_part(block, lesson_key) for block in body]


def _part(block: Any, lesson_key: str) -> Part:
    facts, value, nothing = tuple(block.value["facts"]), block.value, SafeString("")
    if block.block_type == "checklist":
        return Part(block.block_type, nothing, facts, checklist=checklist_of(value))
    if block.block_type == "reflection":
        return Part(block.block_type, nothing, facts, prompt=Prompt(str(block.id), value["title"], value["prompt"]))
    if block.block_type == "key_message":
        message = value["message"]
        return Part(block.block_type, nothing, facts, message=str(message.translation_key) if message else "")
    if block.block_type == "company":
        return Part(block.block_type, nothing, facts, company=CompanyPart(value["part"], value["default"]))
    return Part(block.block_type, SafeString(block.render({"lesson_key": lesson_key})), facts)


def find_prompt(parts: Iterable[Part], block_id: str) -> Prompt | None:
    """The question of that block, or None when the lesson has none."""
    return next((part.prompt for part in parts if part.prompt and part.prompt.id == block_id), None)


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


def files_of(raw_body: Iterable[Any], field: str) -> set[int]:
    """The ids of the films (`video`) or captions (`captions`) that a stored body shows."""
    return {
        int(block["value"][field])
        for block in raw_body
        if block["type"] == "video" and (block["value"] or {}).get(field)
    }
