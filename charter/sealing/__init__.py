"""The company's electronic seal: the key, the act of sealing, the check that admits a file, and the reading of uploads.

`inspection` is run as a program of its own and is not imported here.
"""

from .checking import Refused, accept, verified_certificate
from .keys import Seal, SealUnavailable, forget_seal, known_certificates, load_seal, seal
from .signing import FIELD_NAME, document_identifier, seal_pdf
from .verification import ALTERED, GENUINE, MAX_BYTES, UNKNOWN, Verdict, verify

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
