"""Certificates: the owner's file, and the public page that tells the status to whoever was given the number."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.errors import ActionError
from core.http import require_POST
from core.models import WorkRow

from .. import actions, queries
from ..enrolment_forms import RevokeForm
from ..models import Certificate, CertificateFile
from ..permissions import can_revoke_certificate

READY = 286  # htmx: swap, and ask no more


@require_safe
@never_cache
def certificate_verify(request: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """The status, the name, the course and the dates; no sign-in. A number nobody was given is a 404, and cannot be
    found by trying: it holds 122 random bits."""
    certificate = _known(number)
    context = {
        "certificate": certificate,
        "last_day": queries.last_day_of(certificate) if certificate.expires_at else None,
        "may_revoke": can_revoke_certificate(certificate, request.user) and certificate.status in ("valid", "expired"),
        "is_owner": certificate.user_id == request.user.pk,
        "form": RevokeForm(),
    }
    return render(request, "learning/certificate_verify.html", context)


@require_POST
@login_required
def certificate_prepare(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Its owner asks for the PDF: the worker makes it, once."""
    actions.ask_for_file(certificate=_own(request, pk), by=request.user)
    return redirect("learning:certificate_download", pk=pk)


@require_safe
@login_required
def certificate_download(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The PDF, to its owner only; while it is not made, a page to ask for it, or that says it is under way."""
    certificate = _own(request, pk)
    file = CertificateFile.objects.visible_to(request.user).filter(certificate=certificate).first()
    if file and file.work_state == WorkRow.DONE:
        content = storages[settings.PRIVATE_MEDIA_STORAGE].open(file.storage_key)
        name = _("certificate") + f"-{str(pk)[:8]}.pdf"
        return FileResponse(content, as_attachment=True, filename=name, content_type="application/pdf")
    return render(request, "learning/certificate_pending.html", {"certificate": certificate, "file": file})


@require_safe
@login_required
def certificate_pending(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """For the page that waits: is the file made?"""
    certificate = _own(request, pk)
    made = CertificateFile.objects.visible_to(request.user).filter(certificate=certificate, work_state=WorkRow.DONE)
    is_ready = made.exists()
    context = {"certificate": certificate, "is_ready": is_ready}
    return render(request, "learning/_certificate_file.html", context, status=READY if is_ready else 200)


@require_POST
@login_required
def certificate_revoke(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Its owner withdraws it, or an administrator revokes it, with a reason."""
    certificate = _known(pk)
    if not can_revoke_certificate(certificate, request.user):
        raise Http404
    form = RevokeForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        actions.revoke_certificate(certificate=certificate, reason=reason, by=request.user)
        messages.success(request, _("The certificate is revoked. Its public page says so from now on."))
    except ActionError as error:
        messages.error(request, error.message)
    return redirect(certificate)


def _own(request: HttpRequest, pk: uuid.UUID) -> Certificate:
    return get_object_or_404(Certificate.objects.visible_to(request.user), pk=pk)


def _known(number: uuid.UUID) -> Certificate:
    certificates = Certificate.objects.open_to_whoever_holds_its_number(number).select_related("user")
    return get_object_or_404(certificates)
