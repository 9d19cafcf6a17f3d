"""The only door into the register: a file is admitted for one agreement, or refused with the reason."""

from __future__ import annotations

import io
import uuid
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError, ValidationInfoReadingError
from pyhanko_certvalidator import ValidationContext

from .keys import Seal, seal
from .signing import FIELD_NAME, document_identifier


class Refused(Exception):
    """A file that is not admitted. `reason` is a stable code, for logs and tests."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def accept(document_id: uuid.UUID, content: bytes) -> str:
    """Admit `content` as the sealed file of the agreement whose document identifier is `document_id`.

    Exactly one signature, ours (certificate fingerprint), valid and trusted, over the whole file, nothing changed since,
    and this agreement's identifier inside: the identifier is read from the structure, not searched for. Out: the
    certificate's SHA-256. Raises Refused.
    """
    reader = _reader(content)
    if _identifier(reader) != document_identifier(document_id):
        raise Refused("another_document")
    return verified_certificate(reader, content, seal())


def _reader(content: bytes) -> PdfFileReader:
    try:
        return PdfFileReader(io.BytesIO(content), strict=True)
    except (PdfError, ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        raise Refused("unreadable") from error


def _identifier(reader: PdfFileReader) -> str:
    try:
        value: Any = reader.trailer["/ID"][0]
    except (PdfError, KeyError, IndexError, TypeError, ValueError) as error:
        raise Refused("no_identifier") from error
    data = getattr(value, "original_bytes", None) or value
    return data.decode("ascii", "replace") if isinstance(data, bytes) else str(data)


def verified_certificate(reader: PdfFileReader, content: bytes, ours: Seal) -> str:
    """SHA-256 of the certificate of the one signature, when everything about it holds. Raises Refused.

    pyHanko calls a file valid when bytes were appended after the signature (measured): the coverage is asked for too.
    """
    try:
        signatures = reader.embedded_signatures
        if len(signatures) != 1 or signatures[0].field_name != FIELD_NAME:
            raise Refused("not_one_signature")
        context = ValidationContext(trust_roots=list(ours.trust_roots), allow_fetching=False)
        status = validate_pdf_signature(signatures[0], signer_validation_context=context)
    except (PdfError, SignatureValidationError, ValidationInfoReadingError) as error:
        raise Refused("unreadable_signature") from error
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise Refused("unreadable_signature") from error
    if status.signing_cert.sha256.hex() != ours.fingerprint:
        raise Refused("another_certificate")
    if not status.bottom_line:
        raise Refused("invalid_signature")
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE or not _reaches_the_end(signatures[0], content):
        raise Refused("not_the_entire_file")
    return ours.fingerprint


def _reaches_the_end(signature: Any, content: bytes) -> bool:
    start, _length, second, length = (int(n) for n in signature.byte_range)
    return start == 0 and second + length == len(content)
