"""What the templates of the learning report show: rows, plots, choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ..charts import Bar, bars, described
from ..dashboards import Cell
from ..exports import Names, band_titles
from ..reports import ALL, SPANS, Asked, CourseReport, Key, Line, MessageLine, Report, word

FILTERS = ("course", "cohort", "entity", "months")


@dataclass(frozen=True)
class Row:
    name: str
    line: Line
    url: str = ""


@dataclass(frozen=True)
class Part:
    """A part of the page: a plot and its table."""

    title: str
    head: str
    rows: Sequence[Row]
    plot: str


def context(report: Report, asked: Asked, params: Mapping[str, str]) -> dict[str, Any]:
    """All of the page of the report."""
    names, courses = Names(report), asked.courses(report)
    query = {name: params[name] for name in FILTERS if params.get(name)}
    detailed = asked.course or (courses[0] if courses else None)
    return {
        "asked": asked,
        "query": urlencode(query),
        "choices": _choices(report, names, params),
        "is_filtered": bool(query),
        "group": " · ".join([names.cohort(asked.cohort), names.entity(asked.entity)]),
        "by_course": _part(_by_course(courses, asked, query), _("Completed, by course"), _("Course")),
        "detailed": detailed,
        "by_group": list(_by_group(report, asked, detailed, names)) if detailed else [],
        "months": _months(report, asked, detailed) if detailed else None,
        "bands": band_titles(),
        "certificates": [(course.title, course.expiring) for course in courses],
    }


def _choices(report: Report, names: Names, params: Mapping[str, str]) -> list[dict[str, Any]]:
    """The filters: name, label, options."""
    courses = [(str(course.key), course.title) for course in report.courses]
    cohorts = [(word(key), names.cohort(key)) for key in names.cohorts()]
    entities = [(word(key), names.entity(key)) for key in names.entities()]
    spans = [(span, _("Last %(count)s months") % {"count": span}) for span in reversed(SPANS)]
    fields = [
        ("course", _("Course"), [("", _("All courses")), *courses]),
        ("cohort", _("Cohort"), [("", _("All cohorts")), *cohorts]),
        ("entity", _("Entity"), [("", _("All entities")), *entities]),
        ("months", _("Period"), spans),
    ]
    return [
        {"name": name, "label": label, "options": options, "value": params.get(name, "")}
        for name, label, options in fields
    ]


def _by_course(courses: Sequence[CourseReport], asked: Asked, query: Mapping[str, str]) -> list[Row]:
    def url(course: CourseReport) -> str:
        return f"?{urlencode({**query, 'course': str(course.key)})}"

    return [Row(course.title, course.line(asked.cohort, asked.entity), url(course)) for course in courses]


def _by_group(report: Report, asked: Asked, course: CourseReport, names: Names) -> Iterable[Part]:
    """The chosen course by cohort and by entity; where one is chosen, the other is looked at within it."""
    if asked.cohort == ALL:
        rows = [Row(names.cohort(key), course.line(key, asked.entity)) for key in _used(names.cohorts())]
        yield _part(rows, _("Completed, by cohort"), _("Cohort"))
    if asked.entity == ALL:
        rows = [Row(names.entity(key), course.line(asked.cohort, key)) for key in _used(names.entities())]
        yield _part(rows, _("Completed, by entity"), _("Entity"))


def _used(keys: Iterable[Key]) -> list[Key]:
    """Groups of their own, then those in none."""
    return sorted(keys, key=lambda key: key is None)


def _part(rows: Sequence[Row], title: str, head: str) -> Part:
    plotted = [Bar(row.name, row.line.share, _percent(row.line.share)) for row in rows]
    plot = bars(plotted, label=described(title, plotted), most=100) if rows else ""
    return Part(title, head, rows, plot)


def _months(report: Report, asked: Asked, course: CourseReport) -> dict[str, Any]:
    """Completions of the chosen course by month."""
    names = [date_format(month, "F Y") for month in report.months[-asked.months :]]
    cells = course.months[-asked.months :]
    title = _("Completions by month")
    plotted = [Bar(name, cell.value, _count(cell)) for name, cell in zip(names, cells, strict=True)]
    return {
        "title": title,
        "rows": list(zip(names, cells, strict=True)),
        "plot": bars(plotted, label=described(title, plotted)),
    }


def mastery_context(lines: Sequence[MessageLine]) -> dict[str, Any]:
    """All of the page of key messages."""
    title = _("Right answers, by key message")
    plotted = [Bar(line.title, line.share, _percent(line.share)) for line in lines]
    return {
        "lines": lines,
        "title": title,
        "plot": bars(plotted, label=described(title, plotted), most=100) if lines else "",
    }


def _percent(share: int | None) -> str:
    return _("not shown") if share is None else _("%(share)s%%") % {"share": share}


def _count(cell: Cell) -> str:
    if cell.is_shown:
        return str(cell.value)
    return _("fewer than 5") if cell.status == "few" else _("not shown")
