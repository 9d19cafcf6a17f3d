"""The text as PDF, one click away: before signing as it would be attached, afterwards as it is attached. Nothing is recorded."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.errors import ActionError, LimitReached

from .. import queries, sealing
from ..documents import attached_body, body_pdf, body_pdf_before_signing
from ..models import Agreement
from .signing import current_text

KEPT_SECONDS = 600
MADE_PER_PERIOD = 6


@require_safe
@login_required
def charter_body(request: HttpRequest) -> HttpResponse:
    """For whom the charter binds, and for whom may sign it now, in the language of the page; for others as for the
    signing page."""
    standing = queries.standing(request.user)
    if not (standing.agreement or standing.can_sign):
        return redirect("charter:charter_detail")
    try:
        content = _of_agreement(standing.agreement) if standing.agreement else _before_signing(request, standing)
    except ActionError as error:
        messages.error(request, error.message)
        return redirect("charter:charter_detail")
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="charter.pdf"', "Cache-Control": "private, no-store"},
    )


def _of_agreement(agreement: Agreement) -> bytes:
    """The very attachment; the same bytes, made now, for as long as the file is not sealed yet."""
    if agreement.is_sealed:
        return attached_body(queries.read_sealed_file(agreement.sealed_file))
    identifier = sealing.document_identifier(agreement.document_id)
    return _kept(agreement.user_id, str(agreement.document_id), lambda: body_pdf(agreement, identifier).content)


def _before_signing(request: HttpRequest, standing: queries.Standing) -> bytes:
    text, party = current_text(standing), queries.party_of(request.user)
    shown = queries.body_sha256(text, request.user)
    return _kept(request.user.pk, shown, lambda: body_pdf_before_signing(text, party, shown))


def _kept(user_id: int, key: str, make: Callable[[], bytes]) -> bytes:
    """Made once, and kept in memory for ten minutes. It takes most of a second of processor time: a person gets six in
    ten minutes, whatever they change in between. Raises LimitReached."""
    content: bytes | None = cache.get(f"charter-body:{user_id}:{key}")
    if content is None:
        _count(user_id)
        content = make()
        cache.set(f"charter-body:{user_id}:{key}", content, KEPT_SECONDS)
    return content


def _count(user_id: int) -> None:
    key = f"charter-bodies-made:{user_id}"
    cache.add(key, 0, KEPT_SECONDS)
    try:
        made = int(cache.incr(key))
    except ValueError:  # it expired between the two
        return
    if made > MADE_PER_PERIOD:
        raise LimitReached(_("This PDF was made several times already. Please try again in ten minutes."))
