"""The certificate as a PDF: one page, French and English, with a code that leads to its public page.

`core.documents` brings WeasyPrint, half a second to import: only what makes a PDF imports it.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.dates import date_format

from .models import Certificate
from .queries import last_day_of, verification_url

LANGUAGES = ("fr", "en")


def certificate_pdf(certificate: Certificate) -> bytes:
    """The file of a certificate: the same bytes each time. No address and no score stands on it."""
    from core.documents import render_pdf

    url = verification_url(certificate)
    parts = [_part(certificate, language) for language in LANGUAGES]
    context = {
        "certificate": certificate,
        "parts": parts,
        "url": url,
        "code": qr_code(url, " / ".join(part["code_label"] for part in parts)),
    }
    with translation.override("fr"):
        html = render_to_string("documents/learning/certificate.html", context)
    return render_pdf(html, identifier=f"porte-voix:certificate:{certificate.pk}", at=certificate.issued_at).content


def _part(certificate: Certificate, language: str) -> dict[str, Any]:
    zone = certificate.user.zone
    with translation.override(language):
        return {
            "language": language,
            "heading": _("Certificate of completion"),
            "given": _("is awarded to"),
            "for": _("for completing the course"),
            "title": certificate.title,
            "issued": _("Issued on %(date)s") % {"date": _day(certificate.issued_at, zone)},
            "until": _("Valid until %(date)s") % {"date": _day(last_day_of(certificate), zone)}
            if certificate.expires_at
            else "",
            "verify": _("Check its present status at this address:"),
            "code_label": _("QR code of the page that tells the status of this certificate"),
        }


def _day(at: datetime, zone: ZoneInfo) -> str:
    return date_format(at.astimezone(zone), "j F Y")


def qr_code(text: str, title: str) -> SafeString:
    """A QR code as an SVG with a title (its text for screen readers), and its four modules of margin."""
    import qrcode
    from qrcode.image.svg import SvgPathImage

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4, image_factory=SvgPathImage)
    code.add_data(text)
    code.make(fit=True)
    target = io.BytesIO()
    code.make_image().save(target)
    svg = target.getvalue().decode()
    start, end = svg.index("<svg"), svg.index(">", svg.index("<svg")) + 1
    return mark_safe(f"{svg[start:end]}<title>{escape(title)}</title>{svg[end:]}")  # an address of ours
