"""The register of charters: legal and HR only, each reading logged."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.errors import ActionError
from core.http import require_POST
from core.keyset import keyset_page

from .. import actions, exports, queries, states
from ..models import Agreement
from ..permissions import can_publish_version, can_read_register

View = Callable[..., HttpResponseBase]
PAGE_SIZE = 50


def register_readers(view: View) -> View:
    """Legal and HR; for everybody else signed in there is no such page."""

    @login_required
    @never_cache
    @wraps(view)
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_read_register(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return read


@require_safe
@register_readers
def register(request: HttpRequest) -> HttpResponse:
    asked = queries.RegisterFilter.of(request.GET)
    rows = queries.register_rows(request.user, asked)
    page = keyset_page(rows, order=["-pk"], params=request.GET, size=PAGE_SIZE)
    actions.record_register_reading(by=request.user, agreements=page.rows, asked=asked)
    context = {
        "asked": asked,
        "page_of_agreements": page,
        "states": states.STATES,
        "failed": queries.failed_seals(request.user),
        "can_publish": can_publish_version(request.user),
    }
    return render(request, "charter/register.html", context)


@require_safe
@register_readers
def register_export(request: HttpRequest) -> StreamingHttpResponse:
    asked = queries.RegisterFilter.of(request.GET)
    rows = queries.register_rows(request.user, asked)
    actions.record_export(by=request.user, asked=asked, count=rows.count())
    lines = exports.register_csv(rows, language=get_language() or "fr")
    name = f"charters-{timezone.localdate():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@register_readers
def seal_retry(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = get_object_or_404(Agreement.objects.visible_to(request.user), reference=reference)
    try:
        actions.retry_seal(agreement=agreement, by=request.user)
    except ActionError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The seal is tried again now."))
    return redirect("charter:register")
