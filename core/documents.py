"""HTML to PDF: tagged, archival (PDF/A-3a with a PDF/UA-1 claim), the same bytes every time, and closed to the outside.

WeasyPrint fetches whatever a document names, local files included: here nothing is fetched, and
a document that asks is not rendered at all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from threading import Lock
from typing import Any
from xml.sax.saxutils import escape

from weasyprint import HTML, Document
from weasyprint import Attachment as PdfAttachment
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

VARIANT = "pdf/a-3a"
FONT_DATE = "SOURCE_DATE_EPOCH"  # reproducible-builds.org, read by fontTools
_UA_NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"

# The PDF/UA claim inside PDF/A: the property, and its description as an extension schema (ISO 19005-3, 6.6.2.3).
_CLAIMS = """
<rdf:Description rdf:about="" xmlns:pdfuaid="{ua}"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"><xmpMM:DocumentID>{identifier}</xmpMM:DocumentID></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{ua}</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


class DocumentError(Exception):
    """A document that cannot be made, and why."""


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the PDF. `relationship`: Data (about the document) or Source (what it was made from)."""

    name: str
    content: bytes
    description: str
    relationship: str = "Data"


@dataclass(frozen=True)
class Rendered:
    """A PDF, how many pages it has, and its pages as laid out: a longer document may begin with them."""

    content: bytes
    pages: int
    layout: Document = field(repr=False)


class ClosedFetcher(URLFetcher):
    """Refuses every address: styles, fonts and images come with the document or from the system's fonts."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: Any = None) -> Any:
        raise FatalURLFetchingError(f"the document asks for {url[:200]!r}")


class ArchivalMetadata(DocumentMetadata):
    """XMP that says what WeasyPrint cannot say at once: PDF/A-3a and PDF/UA-1, and the document's identifier in clear."""

    identifier = ""

    def include_in_pdf(self, pdf: Any, variant: str, version: int, conformance: str, compress: bool) -> None:
        """Uncompressed, so that the identifier can be found in the bytes of a damaged file."""
        super().include_in_pdf(pdf, variant, version, conformance, False)

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
        rdf: bytes = super().generate_rdf_metadata(variant, version, conformance)
        head, end = rdf.rsplit(b"</rdf:RDF>", 1)
        claims = _CLAIMS.format(ua=_UA_NAMESPACE, identifier=escape(self.identifier)).strip().encode()
        return head + claims + b"</rdf:RDF>" + end


_ONE_AT_A_TIME = Lock()  # Pango's fonts are shared: two threads that lay out at once wait for ever or crash (measured)


@lru_cache(maxsize=1)
def font_configuration() -> FontConfiguration:
    """One per process: a new one for each document never gives its memory back (measured: 227 KiB a document)."""
    return FontConfiguration()


def render_pdf(
    html: str,
    *,
    identifier: str,
    at: datetime,
    attachments: Sequence[Attachment] = (),
    after: Rendered | None = None,
) -> Rendered:
    """Render a complete HTML document (its `<html lang>`, `<title>` and `<style>` included).

    In: `identifier`, ASCII, written in clear in the file's /ID and XMP; `at`, the date the file carries (the bytes
    depend on nothing else than the arguments, the fonts and the libraries); `after`, a document whose pages come first,
    as they were laid out: title, language and author are then its own, and `html` counts its pages from there. Raises
    DocumentError when the document asks for anything outside itself, or cannot be laid out.
    """
    at = at.astimezone(UTC).replace(microsecond=0)
    try:
        with _ONE_AT_A_TIME, _fonts_dated(at):
            layout = _lay_out(html, after)
            content = _write(layout, identifier, at, attachments)
    except FatalURLFetchingError as error:  # a BaseException: no `except Exception` further up would see it
        raise DocumentError(str(error)) from None
    except (ValueError, AssertionError, OSError) as error:
        raise DocumentError(f"{type(error).__name__}: {error}") from error
    return Rendered(content, len(layout.pages), layout)


@contextmanager
def _fonts_dated(at: datetime) -> Iterator[None]:
    """The subset of a font carries the date of the document: fontTools would write the present second into it."""
    before = os.environ.get(FONT_DATE)
    os.environ[FONT_DATE] = str(int(at.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[FONT_DATE]
        else:
            os.environ[FONT_DATE] = before


def _lay_out(html: str, after: Rendered | None) -> Document:
    document = HTML(string=html, url_fetcher=ClosedFetcher(), base_url=None).render(font_config=font_configuration())
    return after.layout.copy([*after.layout.pages, *document.pages]) if after else document


def _write(layout: Document, identifier: str, at: datetime, attachments: Sequence[Attachment]) -> bytes:
    """Written from a copy: the layout may be written again, with other pages, and keeps no font and no date of this."""
    document = layout.copy()
    document.metadata = _metadata(layout.metadata, identifier, at)
    files = [
        PdfAttachment(
            string=attachment.content,
            name=attachment.name,
            description=attachment.description,
            relationship=attachment.relationship,
            created=at,
            modified=at,
            url_fetcher=document.url_fetcher,
        )
        for attachment in sorted(attachments, key=lambda attachment: attachment.name)
    ]
    content: bytes = document.write_pdf(
        pdf_variant=VARIANT, pdf_identifier=identifier.encode("ascii"), attachments=files
    )
    return content


def _metadata(found: DocumentMetadata, identifier: str, at: datetime) -> ArchivalMetadata:
    metadata = ArchivalMetadata(**{**vars(found), "created": at.isoformat(), "modified": at.isoformat()})
    metadata.identifier = identifier
    return metadata
