"""The catalogue's page files, as plain data. Format: one YAML file per page and language, structurally parallel."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1] / "catalogue"
SOURCE, TARGET = "fr", "en"
_BLOCK_IDS = uuid.UUID("5f3f4cf2-5f0b-4d2e-9d43-7d6f0a1b8c55")


@dataclass(frozen=True)
class PageFile:
    """One page in both languages: `text["fr"]` and `text["en"]` hold the values of its YAML files."""

    key: str
    text: dict[str, dict[str, Any]]

    @property
    def digest(self) -> str:
        return digest_of(self.text)


def digest_of(value: Any) -> str:
    """A hash of plain data."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()


def read_pages(folder: str, root: Path = ROOT) -> list[PageFile]:
    """The pages of a folder (`pages`, `news`), by key. Raises ValueError when a language is missing or keys differ."""
    files = []
    for path in sorted((root / folder).glob(f"*.{SOURCE}.yaml")):
        paths = {
            code: path.with_name(path.name.replace(f".{SOURCE}.yaml", f".{code}.yaml")) for code in (SOURCE, TARGET)
        }
        if missing := [str(p) for p in paths.values() if not p.exists()]:
            raise ValueError(f"{path} has no other language: {missing} not found")
        text = {code: yaml.safe_load(p.read_text(encoding="utf-8")) for code, p in paths.items()}
        if text[SOURCE]["key"] != text[TARGET]["key"]:
            raise ValueError(f"{path} and its other language have different keys")
        files.append(PageFile(f"{folder}/{text[SOURCE]['key']}", text))
    return files


def stream_data(key: str, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The stored form of a body. Block ids come from the page's key and the place, so both languages share them."""
    return [
        {"type": block["type"], "id": block_id(key, str(n)), "value": _VALUES[block["type"]](f"{key}/{n}", block)}
        for n, block in enumerate(blocks)
    ]


def block_id(*place: str) -> str:
    """The same id for the same place, whenever and in whatever language it is loaded."""
    return str(uuid.uuid5(_BLOCK_IDS, "/".join(place)))


def _text(place: str, block: dict[str, Any]) -> str:
    """Files write headings as h3; the highest heading under a page's title is h2."""
    return str(block["html"]).replace("<h3>", "<h2>").replace("</h3>", "</h2>")


def _key_point(place: str, block: dict[str, Any]) -> str:
    return str(block["text"])


def _items(place: str, values: list[Any]) -> list[dict[str, Any]]:
    return [{"type": "item", "id": block_id(place, str(n)), "value": value} for n, value in enumerate(values)]


def _do_dont(place: str, block: dict[str, Any]) -> dict[str, Any]:
    return {name: _items(f"{place}/{name}", block[name]) for name in ("do", "dont")}


def _card_list(place: str, block: dict[str, Any]) -> list[dict[str, Any]]:
    return _items(place, [{"title": item["title"], "text": item["text"]} for item in block["items"]])


_VALUES: dict[str, Callable[[str, dict[str, Any]], Any]] = {
    "text": _text,
    "key_point": _key_point,
    "do_dont": _do_dont,
    "card_list": _card_list,
}


def page_fields(key: str, text: dict[str, Any]) -> dict[str, Any]:
    """Field values that every kind of page shares."""
    fields = {
        "title": text["title"],
        "slug": text["slug"],
        "seo_title": text.get("seo_title", ""),
        "search_description": text.get("seo_description", ""),
    }
    if "lead" in text:
        fields["lead"] = text["lead"]
    if "blocks" in text:
        fields["body"] = json.dumps(stream_data(key, text["blocks"]))
    return fields


def news_fields(key: str, text: dict[str, Any]) -> dict[str, Any]:
    """Field values of a piece of news."""
    return {
        **page_fields(key, text),
        "search_description": text["summary"],
        "family": text["family"],
        "published_on": text["date"],
        "source_name": text["source"]["name"],
        "source_url": text["source"]["url"] or "",
        "why": text["why"],
        "summary": text["summary"],
        "is_example": text["is_example"],
    }
