"""HR reads the draft and publishes it: the company's standing signature."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.errors import ActionError, StaleVersion

from .. import actions, queries
from ..drafts import Draft
from ..forms import PublicationForm
from ..permissions import can_publish_version
from .identity import REFUSED, STALE, circumstances_of, forget_proof, keep_proof, proof_of, send_code

PURPOSE = "publish"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def version_publish(request: HttpRequest) -> HttpResponse:
    if not can_publish_version(request.user):
        raise Http404
    draft = queries.current_draft()
    if queries.is_published(draft):
        return _nothing_to_publish(request, draft)
    statement = queries.next_company_statement(get_language() or "fr")
    proof = proof_of(request, PURPOSE)
    form = PublicationForm(request.POST or None, user=request.user, statement=statement, proof=proof)
    if request.method != "POST":
        form.initial["draft_sha256"] = draft.fingerprint
        return _page(request, form, draft)
    if form.asks_for_code:
        send_code(request, form)
        return _page(request, form, draft)
    return _publish(request, form, draft)


def _publish(request: HttpRequest, form: PublicationForm, draft: Draft) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form, draft, status=REFUSED)
    try:
        version = actions.publish_version(
            by=request.user,
            capacity=form.cleaned_data["capacity"],
            circumstances=circumstances_of(request, keep_proof(request, PURPOSE, form)),
            draft_sha256=form.cleaned_data["draft_sha256"],
        )
    except ActionError as error:
        return _refused(request, form, draft, error)
    forget_proof(request, PURPOSE)
    messages.success(request, _("Version %(n)s is published. It binds the company from now on.") % {"n": version.n})
    return redirect("charter:charter_detail")


def _refused(request: HttpRequest, form: PublicationForm, draft: Draft, error: ActionError) -> HttpResponse:
    form.add_error(None, error.message)
    return _page(request, form, draft, status=STALE if isinstance(error, StaleVersion) else REFUSED)


def _nothing_to_publish(request: HttpRequest, draft: Draft) -> HttpResponse:
    """No form, and no password asked for; a form sent meanwhile gets the same page, refused."""
    context = {"who_changes_it": queries.who_changes_the_draft(request.user)}
    return _page(request, None, draft, status=REFUSED if request.method == "POST" else 200, **context)


def _page(
    request: HttpRequest, form: PublicationForm | None, draft: Draft, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        **more,
        "form": form,
        "draft": draft,
        "texts": queries.draft_texts(draft),
        "current": queries.current_version(),
        "missing": queries.missing_company_values(),
    }
    return render(request, "charter/version_publish.html", context, status=status)
