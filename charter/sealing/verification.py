"""A file from anywhere: genuine, altered or unknown (docs/adr/0010). Never fails, keeps nothing, names nobody."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..fingerprints import sha256
from ..queries import is_our_document, sealed_file_with
from .keys import known_certificates

logger = logging.getLogger(__name__)
GENUINE, ALTERED, UNKNOWN = "genuine", "altered", "unknown"
MAX_BYTES = 10 * 1024 * 1024
TIME_LIMIT_SECONDS = 10
MAX_IDENTIFIERS = 50
_PROGRAM = Path(__file__).with_name("inspection.py")
_UUID = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_IN_CLEAR = re.compile(rb"porte-voix:(" + _UUID + rb")")
_IN_HEXADECIMAL = re.compile(b"porte-voix:".hex().encode() + rb"((?:[0-9a-f]{2}){36})", re.IGNORECASE)


@dataclass(frozen=True)
class Verdict:
    """What is said of a file: for a genuine one its charter's title and version and when it was sealed, nothing more; of
    an unknown one, whether it is a PDF whose end is missing."""

    outcome: str
    title: str = ""
    version: int = 0
    sealed_at: datetime | None = None
    is_cut: bool = False


def verify(content: bytes, *, language: str = "fr") -> Verdict:
    """Genuine: these very bytes are in the register. Altered: they are not, but the file carries a signature by one of
    our seal certificates, or one of our document identifiers stands in its bytes, readable or not. Else unknown."""
    sealed = sealed_file_with(sha256(content))
    if sealed is not None:
        version = sealed.agreement.version
        return Verdict(GENUINE, version.text_in(language).clauses["title"], version.n, sealed.sealed_at)
    if is_our_document(_identifiers(content)) or known_certificates() & _signer_fingerprints(content):
        return Verdict(ALTERED)
    return Verdict(UNKNOWN, is_cut=_is_cut(content))


def _is_cut(content: bytes) -> bool:
    """Does it begin as a PDF and not end as one (the mark of the end stands in the last 1,024 bytes)?"""
    return b"%PDF-" in content[:1024] and b"%%EOF" not in content[-1024:]


def _identifiers(content: bytes) -> set[str]:
    """Document identifiers in the raw bytes, in clear (ours) or in hexadecimal (written again by another program)."""
    found = {match.decode() for match in _IN_CLEAR.findall(content)[:MAX_IDENTIFIERS]}
    for digits in _IN_HEXADECIMAL.findall(content)[:MAX_IDENTIFIERS]:
        found.add(bytes.fromhex(digits.decode()).decode("latin-1"))
    return {identifier for identifier in found if _is_uuid(identifier)}


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _signer_fingerprints(content: bytes) -> set[str]:
    """Ask the program apart, with a time limit; a file it cannot finish carries no signature that could be read."""
    if b"/ByteRange" not in content and b"/ObjStm" not in content:
        return set()
    command = [sys.executable, "-I", str(_PROGRAM)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=TIME_LIMIT_SECONDS, check=True)  # noqa: S603
        return set(json.loads(done.stdout))
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        logger.info("an uploaded file could not be inspected: %s", type(error).__name__)
        return set()
