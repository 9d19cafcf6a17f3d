"""Putting the company's seal on a finished PDF."""

from __future__ import annotations

import io
import uuid

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from .keys import seal

FIELD_NAME = "CompanySeal"


def document_identifier(document_id: uuid.UUID) -> str:
    """What stands in clear in a file of ours (/ID and XMP), and tells whose file it is."""
    return f"porte-voix:{document_id}"


def seal_pdf(content: bytes) -> bytes:
    """The PDF with the seal: invisible, certifying, no change allowed afterwards (PAdES B-B). The rendered bytes stand
    unchanged at the beginning. Raises SealUnavailable, and pyHanko's PdfError on bytes that are not a PDF."""
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD_NAME,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    output = signers.sign_pdf(writer, metadata, signer=seal().signer)
    output.seek(0)
    return bytes(output.read())
