"""Reading the charter, signing it, and one's own signed file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import ActionError, StaleVersion, WrongState
from people.queries import has_left

from .. import actions, queries
from ..forms import SigningForm
from ..models import Agreement, VersionText
from ..permissions import can_publish_version
from .identity import REFUSED, STALE, circumstances_of, forget_proof, keep_proof, proof_of, send_code

PURPOSE = "sign"
READY = 286  # htmx: swap, and ask no more


@require_safe
@login_required
@never_cache
def charter_detail(request: HttpRequest) -> HttpResponse:
    standing = queries.standing(request.user)
    agreement = standing.agreement
    context: dict[str, Any] = {"standing": standing, "agreement": agreement}
    context |= {"past": queries.closed_agreements(request.user), "can_publish": can_publish_version(request.user)}
    if agreement:
        context |= {"text": agreement.version.text_in(agreement.language), "party": agreement.party}
    elif standing.version:
        context |= {"text": current_text(standing), "party": queries.party_of(request.user)}
    return render(request, "charter/charter_detail.html", context)


def current_text(standing: queries.Standing) -> VersionText:
    """The text that may be signed, in the language of the page."""
    assert standing.version is not None  # noqa: S101 - asked by the callers
    return standing.version.text_in(get_language() or "fr")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def charter_sign(request: HttpRequest) -> HttpResponse:
    standing = queries.standing(request.user)
    if not standing.can_sign:
        return _not_now(request, standing)
    text = current_text(standing)
    form = SigningForm(request.POST or None, user=request.user, text=text, proof=proof_of(request, PURPOSE))
    shown = queries.body_sha256(text, request.user)
    if request.method != "POST":
        form.initial["shown_sha256"] = shown
        return _page(request, form, text)
    if form.data.get("shown_sha256") != shown:
        return _stale(request, text)
    return _send_code(request, form, text) if form.asks_for_code else _sign(request, form, text)


def _not_now(request: HttpRequest, standing: queries.Standing) -> HttpResponse:
    """Signed already, or something is missing: the Charter page says it."""
    agreement = standing.agreement
    if agreement and request.POST.get("client_token") != str(agreement.client_token):
        values = {"reference": agreement.reference}
        messages.info(request, _("You have already signed the charter: %(reference)s. Nothing was added.") % values)
    elif request.method == "POST" and not agreement:
        messages.warning(request, _why_nothing_was_signed(request, standing))
    return redirect("charter:charter_detail")


def _why_nothing_was_signed(request: HttpRequest, standing: queries.Standing) -> str:
    if not standing.membership_missing:
        return _("Nothing was signed. This page says what has to be done first.")
    if has_left(request.user):
        return _("Nothing was signed: you have left the programme.")
    return _("Nothing was signed: you do not take part in the programme.")


def _send_code(request: HttpRequest, form: SigningForm, text: VersionText) -> HttpResponse:
    send_code(request, form)
    return _page(request, form, text)


def _sign(request: HttpRequest, form: SigningForm, text: VersionText) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, text, status=REFUSED)
    try:
        agreement = _record(request, form, text)
    except StaleVersion:
        return _stale(request, text)
    except actions.AlreadySigned as error:
        messages.info(request, error.message)
        return redirect("charter:charter_detail")
    except ActionError as error:
        form.add_error(None, error.message)
        return _page(request, form, text, status=REFUSED)
    forget_proof(request, PURPOSE)
    return redirect(agreement)


def _record(request: HttpRequest, form: SigningForm, text: VersionText) -> Agreement:
    return actions.sign(
        user=request.user,
        by=request.user,
        language=text.language,
        shown_sha256=form.cleaned_data["shown_sha256"],
        statements=form.ticked,
        typed_name=form.cleaned_data["typed_name"],
        circumstances=circumstances_of(request, keep_proof(request, PURPOSE, form)),
        client_token=form.cleaned_data["client_token"],
    )


def _page(request: HttpRequest, form: SigningForm, text: VersionText, status: int = 200) -> HttpResponse:
    context = {"form": form, "text": text, "party": queries.party_of(request.user)}
    return render(request, "charter/charter_sign.html", context, status=status)


def _stale(request: HttpRequest, text: VersionText) -> HttpResponse:
    return render(request, "charter/charter_stale.html", {"text": text}, status=STALE)


@require_safe
@login_required
@never_cache
def charter_preparing(request: HttpRequest) -> HttpResponse:
    """Asked every few seconds by the Charter page: what the file has become."""
    agreement = queries.latest_agreement(request.user)
    if agreement is None:
        raise Http404
    status = READY if agreement.is_sealed else 200
    return render(request, "charter/_preparing.html", {"agreement": agreement}, status=status)


@require_safe
@login_required
def charter_download(request: HttpRequest, reference: str = "") -> HttpResponse:
    """The sealed file: one's own, for ever; another's for legal and HR, through the register."""
    agreement = _agreement(request, reference)
    try:
        if not agreement.is_sealed:
            raise WrongState(_("The signed file is still being prepared. It will be here in a moment."))
        content = queries.read_sealed_file(agreement.sealed_file)
    except WrongState as error:
        messages.error(request, error.message)
        return redirect("charter:charter_detail" if agreement.user_id == request.user.pk else "charter:register")
    actions.record_download(by=request.user, agreement=agreement)
    return _pdf(content, agreement)


def _agreement(request: HttpRequest, reference: str) -> Agreement:
    if not reference:
        agreement = queries.latest_agreement(request.user)
    else:
        rows = Agreement.objects.visible_to(request.user).select_related("version", "sealed_file")
        agreement = rows.filter(reference=reference).first()
    if agreement is None:
        raise Http404
    return agreement


def _pdf(content: bytes, agreement: Agreement) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="charter-{agreement.reference}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )
