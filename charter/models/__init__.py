"""Versions of the charter, agreements with their acts, the seal, and the chain of events."""

from .agreements import Agreement, AgreementQuerySet, SignatureAct
from .events import CharterEvent
from .sealing import SealedFile, SealJob
from .versions import TEMPLATE_KEY, CharterVersion, VersionText

__all__ = [
    "TEMPLATE_KEY",
    "Agreement",
    "AgreementQuerySet",
    "CharterEvent",
    "CharterVersion",
    "SealJob",
    "SealedFile",
    "SignatureAct",
    "VersionText",
]
