"""The charter as HTML and as PDF: one source for the page, the body PDF and the sealed file.

`core.documents` brings WeasyPrint, half a second to import: only what makes a PDF imports it.
"""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from core.dates import date_format

from . import states
from .drafts import wording
from .fingerprints import sha256
from .models import Agreement, SignatureAct, VersionText

if TYPE_CHECKING:
    from core.documents import Rendered

BODY_NAME, EVIDENCE_NAME = "charter-as-shown.pdf", "evidence.json"


def text_html(clauses: dict[str, Any], language: str) -> str:
    """What is shown and printed of a text: preamble, articles with whom each binds, data notice. Frozen at publication."""
    words = wording(language)
    articles = [{**article, "binds_label": words[f"binds_{article['binds']}"]} for article in clauses["articles"]]
    context = {"clauses": clauses, "articles": articles, "words": words, "language": language}
    return render_to_string("documents/charter/text.html", context).strip()


def body_pdf(agreement: Agreement, identifier: str) -> Rendered:
    """The text and the parties, as the person read them before signing. The same bytes each time it is made."""
    text = agreement.version.text_in(agreement.language)
    return _body(text, agreement.party, agreement.reference, identifier, agreement.signed_at)


def body_pdf_before_signing(text: VersionText, party: dict[str, Any], body_sha256: str) -> bytes:
    """The body as it would be attached if the person signed now. What is not known yet differs: in place of the
    reference stands when it is given, the date of the file is the version's, and its identifier is the fingerprint."""
    pending = wording(text.language)["reference_pending"]
    return _body(text, party, pending, f"porte-voix:body:{body_sha256}", text.version.published_at).content


def attached_body(content: bytes) -> bytes:
    """The body inside a sealed file of ours, to the byte. Raises KeyError on a file that holds none."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        return pdf.attachments[BODY_NAME].get_file().read_bytes()


def _body(text: VersionText, party: dict[str, Any], reference: str, identifier: str, at: datetime) -> Rendered:
    from core.documents import render_pdf

    html = _in_language(text.language, "documents/charter/body.html", _context(text, party, reference))
    return render_pdf(html, identifier=identifier, at=at)


def full_pdf(
    agreement: Agreement, identifier: str, *, body: Rendered, evidence: bytes, seal: dict[str, str]
) -> Rendered:
    """The body's pages as they are, then signatures and proof, with the evidence record and the body as shown attached.
    Not sealed yet. Only the last pages are laid out: the body's layout is used twice (ADR 15)."""
    from core.documents import Attachment, render_pdf

    words = wording(agreement.language)
    text = agreement.version.text_in(agreement.language)
    context = {
        **_context(text, agreement.party, agreement.reference),
        "agreement": agreement,
        "first_page": body.pages + 1,
        "acts": [_act_context(act, agreement, words) for act in _acts(agreement)],
        "proof": _proof(agreement, body, evidence, words),
        "seal": seal,
        "verify_page": words["verify_page"].format(url=_verify_url(agreement.language)),
        "body_name": BODY_NAME,
        "evidence_name": EVIDENCE_NAME,
    }
    html = _in_language(agreement.language, "documents/charter/tail.html", context)
    attachments = [
        Attachment(EVIDENCE_NAME, evidence, words["attachment_evidence"], "Data"),
        Attachment(BODY_NAME, body.content, words["attachment_body"], "Source"),
    ]
    return render_pdf(html, identifier=identifier, at=agreement.signed_at, attachments=attachments, after=body)


def _in_language(language: str, template: str, context: dict[str, Any]) -> str:
    with translation.override(language):
        return render_to_string(template, context)


def _context(text: VersionText, party: dict[str, Any], reference: str) -> dict[str, Any]:
    version, words = text.version, wording(text.language)
    published = _date(version.published_at, text.language)
    represented = words["company_represented"].format(name=version.publisher_name, capacity=version.publisher_capacity)
    return {
        "language": text.language,
        "words": words,
        "title": text.clauses["title"],
        "text": text,
        "party": party,
        "reference": reference,
        "company": version.company["company"],
        "programme_contact": version.company["programme_contact"],
        "represented": represented,
        "version_value": words["version_value"].format(n=version.n, date=published),
    }


def _acts(agreement: Agreement) -> list[SignatureAct]:
    company = [act for act in agreement.version.acts.all() if act.agreement_id is None]
    return [*agreement.acts.all(), *company]


def _act_context(act: SignatureAct, agreement: Agreement, words: dict[str, str]) -> dict[str, Any]:
    language = agreement.language
    is_company = act.party == states.COMPANY
    statements = act.statements
    if is_company:
        statements = [s for s in act.statements if s.get("language", language) == language]
    explained = "company_act_explained" if is_company else "ambassador_act_explained"
    return {
        "act": act,
        "is_company": is_company,
        "title": words["signature_company" if is_company else "signature_ambassador"],
        "statements": statements,
        "utc": words["utc_time"].format(date=_moment(act.signed_at, language)),
        "local": _local(act, language, words),
        "authentication": words[f"auth_{act.auth_method}"].format(date=_moment(act.step_up_at, language)),
        "explained": words[explained].format(n=agreement.version.n),
    }


def _proof(agreement: Agreement, body: Rendered, evidence: bytes, words: dict[str, str]) -> dict[str, Any]:
    version = agreement.version
    head = agreement.events.filter(type="agreement.signed").first()
    hashes = [(words["source_sha256"], version.text_in(agreement.language).source_sha256)]
    for text in version.texts.all():
        if text.language != agreement.language:
            label = words["other_source_sha256"].format(language=words[f"language_{text.language}"])
            hashes.append((label, text.source_sha256))
    hashes += [
        (words["body_sha256"], agreement.body_sha256),
        (words["body_pdf_sha256"].format(file=BODY_NAME), sha256(body.content)),
        (words["evidence_sha256"].format(file=EVIDENCE_NAME), sha256(evidence)),
    ]
    return {
        "hashes": hashes,
        "chain": words["chain_value"].format(seq=head.seq, hash=head.hash) if head else words["none_recorded"],
        "employee": next(act for act in _acts(agreement) if act.party == states.EMPLOYEE),
    }


def _verify_url(language: str) -> str:
    with translation.override(language):
        return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("charter:verify")


def _date(at: datetime, language: str) -> str:
    with translation.override(language):
        return date_format(at.astimezone(ZoneInfo("UTC")), "j F Y")


def _moment(at: datetime, language: str) -> str:
    utc = at.astimezone(ZoneInfo("UTC"))
    with translation.override(language):
        return f"{date_format(utc, 'j F Y, H:i:s')}.{utc.microsecond // 1000:03d}"


def _local(act: SignatureAct, language: str, words: dict[str, str]) -> str:
    offset = timedelta(minutes=act.utc_offset_minutes)
    local = act.signed_at.astimezone(ZoneInfo("UTC")) + offset
    sign, minutes = ("+", act.utc_offset_minutes) if act.utc_offset_minutes >= 0 else ("-", -act.utc_offset_minutes)
    with translation.override(language):
        shown = date_format(local, "j F Y, H:i:s")
    return words["local_time"].format(
        date=shown, zone=act.zone, offset=f"UTC{sign}{minutes // 60:02d}:{minutes % 60:02d}"
    )
