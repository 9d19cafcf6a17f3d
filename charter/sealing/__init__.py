"""The company's electronic seal: the key, the act of sealing, the check that admits a file, and the reading of uploads.

`inspection` is run as a program of its own and is not imported here. `checking` and `signing` bring pyHanko, which takes
half a second to import: they are read when a name of theirs is first asked for, so that a web process starts without.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .keys import Seal, SealUnavailable, forget_seal, known_certificates, load_seal, seal
from .verification import ALTERED, GENUINE, MAX_BYTES, UNKNOWN, Verdict, verify

if TYPE_CHECKING:
    from .checking import Refused, accept, verified_certificate
    from .signing import FIELD_NAME, document_identifier, seal_pdf

__all__ = [
    "ALTERED",
    "GENUINE",
    "MAX_BYTES",
    "UNKNOWN",
    "Verdict",
    "verify",
    "FIELD_NAME",
    "Refused",
    "Seal",
    "SealUnavailable",
    "accept",
    "document_identifier",
    "forget_seal",
    "known_certificates",
    "load_seal",
    "seal",
    "seal_pdf",
    "verified_certificate",
]

READ_LATER = {
    "Refused": "checking",
    "accept": "checking",
    "verified_certificate": "checking",
    "FIELD_NAME": "signing",
    "document_identifier": "signing",
    "seal_pdf": "signing",
}


def __getattr__(name: str) -> Any:
    if name not in READ_LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{READ_LATER[name]}", __name__), name)
