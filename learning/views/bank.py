"""The question bank as a file, in Wagtail's administration."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import actions, bank_rows, queries
from ..forms import QuestionFileForm
from ..models import Question
from ..permissions import can_import_questions


@require_safe
def bank_export(request: HttpRequest) -> HttpResponseBase:
    """The whole bank as CSV."""
    _gate(request)
    response = StreamingHttpResponse(bank_rows.write(queries.bank_export()), content_type="text/csv; charset=utf-8")
    name = f"questions-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def bank_import(request: HttpRequest) -> HttpResponse:
    """Choose a file; see what it would do, line by line; confirm."""
    _gate(request)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form, report = QuestionFileForm(*posted), None
    if form.is_valid():
        text, is_confirmed = form.cleaned_data["text"], "confirm" in request.POST
        report = actions.import_questions(text=text, by=request.user, dry_run=not is_confirmed)
        if is_confirmed and not report.errors:
            messages.success(request, _("%(created)d added, %(updated)d changed.") % report.counts)
            return redirect(Question.snippet_viewset.get_url_name("list"))
    context = {"form": form, "report": report, "columns": bank_rows.COLUMNS, **_header()}
    return render(request, "learning/bank_import.html", context, status=_status(form, report))


def _gate(request: HttpRequest) -> None:
    if not can_import_questions(request.user):
        raise Http404


def _status(form: QuestionFileForm, report: actions.BankReport | None) -> int:
    return 422 if form.errors or (report and report.errors) else 200


def _header() -> dict[str, object]:
    title = _("Import questions")
    return {"page_title": title, "header_title": title, "header_icon": "upload"}
