"""For programme managers and HR: learning as figures that name nobody, on pages and in files."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from .. import exports, reports
from ..permissions import can_read_reports
from . import report_pages
from .gates import only

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
@only(can_read_reports)
def learning_report(request: HttpRequest) -> HttpResponse:
    report = reports.learning_report()
    asked = reports.Asked.of(request.GET, report)
    return render(request, "home/learning_report.html", report_pages.context(report, asked, request.GET))


@require_safe
@login_required
@only(can_read_reports)
def learning_report_csv(request: HttpRequest) -> StreamingHttpResponse:
    table = request.GET.get("table", "completion")
    if table not in exports.TABLES:
        raise Http404
    report = reports.learning_report()
    asked = reports.Asked.of(request.GET, report)
    lines = exports.report_csv(report, asked, table, language=get_language() or "fr")
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=_headers(table, "csv"))


@require_safe
@login_required
@only(can_read_reports)
def learning_report_xlsx(request: HttpRequest) -> FileResponse:
    report = reports.learning_report()
    book = exports.report_xlsx(report, reports.Asked.of(request.GET, report))
    return FileResponse(book, content_type=XLSX, headers=_headers("report", "xlsx"))


@require_safe
@login_required
@only(can_read_reports)
def mastery_report(request: HttpRequest) -> HttpResponse:
    lines = reports.mastery_report(get_language() or "fr")
    return render(request, "home/mastery_report.html", report_pages.mastery_context(lines))


def _headers(table: str, ending: str) -> dict[str, str]:
    name = f"learning-{table}-{timezone.localdate():%Y-%m-%d}.{ending}"
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
