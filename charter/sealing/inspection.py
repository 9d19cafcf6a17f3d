"""Run as a program of its own on a file from outside: whose certificates signed it, if any. Bytes come by standard input
and are written nowhere; memory and time are bounded here, and once more by the caller."""

from __future__ import annotations

import io
import json
import re
import resource
import sys
from collections.abc import Iterator

from asn1crypto import cms

MAX_MEMORY = 1024 * 1024 * 1024
MAX_SECONDS = 8
_CONTENTS = re.compile(rb"/Contents\s*<([0-9A-Fa-f\s]{400,})>")


def signer_fingerprints(content: bytes) -> set[str]:
    """SHA-256 of the certificate of each signature that can still be read: in the bytes first, then in the structure."""
    found = {fingerprint for blob in _raw_blobs(content) for fingerprint in _signers(blob)}
    return found or set(_structured(content))


def _raw_blobs(content: bytes) -> Iterator[bytes]:
    for match in list(_CONTENTS.finditer(content))[:20]:
        digits = b"".join(match[1].split())
        yield bytes.fromhex(digits[: len(digits) // 2 * 2].decode())


def _signers(blob: bytes) -> Iterator[str]:
    try:
        signed = cms.ContentInfo.load(blob)["content"]
        certificates = {c.chosen.serial_number: c.chosen for c in signed["certificates"]}
        for info in signed["signer_infos"]:
            certificate = certificates.get(info["sid"].chosen["serial_number"].native)
            if certificate is not None:
                yield certificate.sha256.hex()
    except Exception:  # noqa: BLE001 - whatever a broken file holds, it says nothing
        return


def _structured(content: bytes) -> Iterator[str]:
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        for signature in PdfFileReader(io.BytesIO(content), strict=False).embedded_signatures[:20]:
            if signature.signer_cert is not None:
                yield signature.signer_cert.sha256.hex()
    except Exception:  # noqa: BLE001 - whatever a broken file holds, it says nothing
        return


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    json.dump(sorted(signer_fingerprints(sys.stdin.buffer.read())), sys.stdout)


if __name__ == "__main__":
    main()
