"""Fingerprints: canonical JSON and SHA-256. Pure functions, so that anybody can compute them again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

GENESIS = "0" * 64


def canonical(data: object) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8 (RFC 8785 for these values). Raises TypeError on a float or anything that
    has more than one spelling."""
    _check(data)
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _check(data: object) -> None:
    if data is None or isinstance(data, str | bool | int):
        return
    if isinstance(data, list | tuple):
        for item in data:
            _check(item)
    elif isinstance(data, dict):
        for key, value in data.items():
            if not isinstance(key, str):
                raise TypeError(f"keys are strings, not {key!r}")
            _check(value)
    else:
        raise TypeError(f"no canonical form for {type(data).__name__}")


def sha256(content: bytes | str) -> str:
    """SHA-256 in hexadecimal; a text is taken as UTF-8."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def source_fingerprint(clauses: Mapping[str, Any], html: str) -> str:
    """Of a text in one language: its clauses, statements included, and what is shown."""
    return sha256(canonical({"clauses": dict(clauses), "html": html}))


def body_fingerprint(*, template: str, n: int, language: str, source_sha256: str, party: Mapping[str, Any]) -> str:
    """Of what one person reads and signs: the text, and the parties named above it. The signing form carries it."""
    return sha256(
        canonical(
            {
                "schema": "charter-body/1",
                "template": template,
                "version": n,
                "language": language,
                "source_sha256": source_sha256,
                "party": dict(party),
            }
        )
    )


def statement_records(statements: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Statements as they are kept with an act: key, text to the letter, and its SHA-256."""
    return [{"key": s["key"], "text": s["text"], "sha256": sha256(s["text"])} for s in statements]


def event_fingerprint(prev: str, public: Mapping[str, Any]) -> str:
    """Of one event of the chain. In: `prev`, the hash of the event before (GENESIS for the first)."""
    return sha256(b"charter-event/1\0" + bytes.fromhex(prev) + canonical(dict(public)))
