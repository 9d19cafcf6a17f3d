"""The learning report: which counts are published. Everything a filter can show comes from one fixed publication.

For each course the people of every cohort and entity form one table with its totals. It is suppressed once, for all
readers and all filters: a filter chooses among its cells and never makes a new one, so that no two pages or exports
differ by a figure that is not published itself. Months and certificates that end are published for everybody
together, and never crossed with a cohort or an entity. See docs/explanation/privacy.md.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.cache import cache
from django.utils import timezone

from learning import queries as learning_queries
from people import roles
from people.models import Cohort, Entity, User

from .dashboards import HIDDEN, LEAST, Cell, suppress

ALL: Final = "all"
NOT_SHOWN = Cell(HIDDEN)
READERS = (roles.PROGRAMME_MANAGER, roles.HR)
MONTHS = 12
EARLIER = date.min
PEOPLE_TO_A_GROUP, MOST_GROUPS = 20, 100
SPANS = ("3", "6", "12")
KEPT_SECONDS = 24 * 3600
MASTERY_KEPT_SECONDS = 3600
Key = int | str | None
Place = tuple[Key, Key]
"""A cohort and an entity: an id, None (in none) or ALL."""


@dataclass(frozen=True)
class Line:
    """What is published of one course for one group."""

    people: Cell
    completed: Cell
    left: Cell
    overdue: Cell

    @property
    def share(self) -> int | None:
        """Percent completed."""
        if not self.completed.is_shown or not self.people.value:
            return None
        return round(100 * (self.completed.value or 0) / self.people.value)


NOTHING = Line(NOT_SHOWN, NOT_SHOWN, NOT_SHOWN, NOT_SHOWN)


@dataclass(frozen=True)
class CourseReport:
    """What is published of one course. `months`: first what is earlier than them; `expiring`: one cell a band."""

    key: uuid.UUID
    title: str
    lines: Mapping[Place, Line]
    months: Sequence[Cell]
    expiring: Sequence[Cell]
    everybody: Sequence[Cell]

    def line(self, cohort: Key = ALL, entity: Key = ALL) -> Line:
        """A cohort in an entity is not always published."""
        return self.lines.get((cohort, entity), NOTHING)


@dataclass(frozen=True)
class Report:
    """The whole publication. `cohorts`, `entities`: key and name; `months`: the first days, the earliest first."""

    courses: Sequence[CourseReport]
    cohorts: Sequence[tuple[Key, str]]
    entities: Sequence[tuple[Key, str]]
    months: Sequence[date]
    is_crossed: bool


def left_out() -> list[int]:
    """Whoever reports to a reader of these figures is in none of them: they are the same for all readers, so that a
    line manager learns nothing by comparing theirs with a colleague's."""
    readers = User.objects.filter(is_active=True, groups__name__in=READERS)
    return list(User.objects.filter(line_manager__in=readers).values_list("pk", flat=True))


def learning_report() -> Report:
    """What may be read, in a fixed number of queries."""
    excluded = left_out()
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    people = learning_queries.people_by_group(exclude_users=excluded)
    sums: dict[uuid.UUID, list[learning_queries.Sums]] = defaultdict(list)
    for row in learning_queries.course_sums(today=today, exclude_users=excluded):
        sums[row.course_key].append(row)
    cohorts = [*Cohort.objects.values_list("pk", "name"), (None, "")]
    entities = [*Entity.objects.values_list("pk", "name"), (None, "")]
    groups = _Groups([key for key, _name in cohorts], [key for key, _name in entities], people)
    months = last_months(today)
    courses = learning_queries.published_courses()
    found = [_course(key, title, sums[key], groups, months) for key, title in courses]
    return Report(found, cohorts, entities, months, groups.is_crossed)


def last_months(today: date) -> list[date]:
    """The first days of the last twelve months, this one last."""
    count = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(count - MONTHS + 1, count + 1)]


class _Groups:
    """Cohorts and entities, and how many people there are in each pair."""

    def __init__(self, cohorts: list[Key], entities: list[Key], people: Mapping[Any, int]) -> None:
        self.cohorts, self.entities, self.people = cohorts, entities, people
        self.totals = self.with_totals(people)
        self.pairs: list[Place] = [(cohort, entity) for cohort in cohorts for entity in entities]
        size = len(self.pairs)
        self.is_crossed = size <= MOST_GROUPS and sum(people.values()) >= PEOPLE_TO_A_GROUP * size

    def with_totals(self, values: Mapping[Any, int]) -> Counter[Place]:
        """The same, for each cohort, each entity, and everybody too."""
        totals: Counter[Place] = Counter()
        for (cohort, entity), value in values.items():
            for place in ((cohort, entity), (cohort, ALL), (ALL, entity), (ALL, ALL)):
                totals[place] += value
        return totals

    def shown(self, values: Mapping[Any, int]) -> set[Place]:
        """The places whose number may be shown."""
        totals = self.with_totals(values)
        if self.is_crossed:
            return self._shown_in_table(self.cohorts, self.entities, totals)
        # Not crossed, the cohorts and the entities are two lists with the same total.
        by_cohort = self._shown_in_table(self.cohorts, [ALL], totals)
        by_entity = self._shown_in_table([ALL], self.entities, totals)
        both = by_cohort & by_entity
        return ((by_cohort | by_entity) - {(ALL, ALL)}) | both

    def _shown_in_table(self, rows: list[Key], columns: list[Key], totals: Counter[Place]) -> set[Place]:
        """That nobody is in a group is known: it hides nothing."""
        table = [[totals[row, column] for column in columns] for row in rows]
        down, across = [*rows, ALL], [*columns, ALL]
        empty = [
            (i, j) for i, row in enumerate(down) for j, column in enumerate(across) if not self.totals[row, column]
        ]
        cells = suppress(table, known=empty).rows
        last, end = len(cells) - 1, len(cells[0]) - 1  # a single line is its own total
        return {
            (row, column)
            for i, row in enumerate(down)
            for j, column in enumerate(across)
            if cells[min(i, last)][min(j, end)].is_shown
        }


def _course(
    key: uuid.UUID, title: str, sums: list[learning_queries.Sums], groups: _Groups, months: list[date]
) -> CourseReport:
    completed, overdue = Counter[Any](), Counter[Any]()
    by_month, expiring = Counter[date](), [0] * len(learning_queries.BANDS)
    for row in sums:
        overdue[row.group] += row.overdue
        expiring = [a + b for a, b in zip(expiring, row.expiring, strict=True)]
        if row.month:
            completed[row.group] += row.people
            by_month[row.month if row.month >= months[0] else EARLIER] += row.people
    content = (groups.pairs, *(sorted(part.items(), key=str) for part in (groups.people, completed, overdue)))
    lines = _kept(content, lambda: _lines(groups, completed, overdue))
    everybody = lines[ALL, ALL]
    done, all_of_them = sum(completed.values()), sum(groups.people.values())
    return CourseReport(
        key=key,
        title=title,
        lines=lines,
        months=_parts([by_month[EARLIER], *(by_month[month] for month in months)], everybody),
        expiring=_parts([*expiring, done - sum(expiring)], everybody)[:-1],
        everybody=_everybody(done, all_of_them, everybody),
    )


def _everybody(done: int, all_of_them: int, line: Line) -> list[Cell]:
    """Completed, not yet, people, for readers who know how many people take part."""
    cells = suppress([[done, all_of_them - done]], known_totals=True).rows[0]
    if not line.completed.is_shown:
        cells = [cell if not cell.is_shown else NOT_SHOWN for cell in cells[:-1]] + cells[-1:]
    return cells


def _lines(groups: _Groups, completed: Counter[Any], overdue: Counter[Any]) -> dict[Place, Line]:
    """Few, nearly all and all are hidden alike, and nothing is said of a group too small to be shown itself."""
    people = Counter(groups.people)
    grown = groups.shown(people)
    parts = {"completed": completed, "overdue": overdue}
    shown = {name: grown & _shown_both_ways(groups, people, part) for name, part in parts.items()}
    totals = {name: groups.with_totals(part) for name, part in (parts | {"people": people}).items()}

    def cell(name: str, place: Place, allowed: set[Place]) -> Cell:
        return Cell("shown", totals[name][place]) if place in allowed else NOT_SHOWN

    def line(place: Place) -> Line:
        done, everybody = cell("completed", place, shown["completed"]), cell("people", place, grown)
        left = Cell("shown", (everybody.value or 0) - (done.value or 0)) if done.is_shown else NOT_SHOWN
        return Line(everybody, done, left, cell("overdue", place, shown["overdue"]))

    return {place: line(place) for place in totals["people"] if place in grown} | {(ALL, ALL): line((ALL, ALL))}


def _shown_both_ways(groups: _Groups, people: Counter[Any], part: Counter[Any]) -> set[Place]:
    rest = {group: people[group] - part[group] for group in people}
    return groups.shown(part) & groups.shown(rest)


def _parts(counts: list[int], everybody: Line) -> list[Cell]:
    """What those who completed a course are divided into. Their number is the total: when it is hidden, or would have to
    be, no part is shown."""
    *cells, total = suppress([counts]).rows[0]
    if everybody.completed.is_shown and total.is_shown:
        return cells
    return [NOT_SHOWN] * len(counts)


def _kept(content: Any, make: Callable[[], dict[Place, Line]]) -> dict[Place, Line]:
    """The same counts give the same publication: it is kept by what it is made of."""
    name = f"home:report:{hashlib.sha256(repr(content).encode()).hexdigest()}"
    found: dict[Place, Line] | None = cache.get(name)
    if found is None:
        found = make()
        cache.set(name, found, KEPT_SECONDS)
    return found


@dataclass(frozen=True)
class MessageLine:
    """How well a key message is known, in steps of five percent, or not shown."""

    title: str
    share: int | None


def mastery_report(language: str) -> list[MessageLine]:
    """How well each key message is known, the least known first. Kept for an hour: it reads every answer."""
    excluded = left_out()
    name = f"home:mastery:{language}:{hashlib.sha256(repr(sorted(excluded)).encode()).hexdigest()}"
    found: list[MessageLine] | None = cache.get(name)
    if found is None:
        found = _mastery_lines(learning_queries.mastery_by_message(exclude_users=excluded))
        cache.set(name, found, MASTERY_KEPT_SECONDS)
    return found


def _mastery_lines(rows: Iterable[learning_queries.Mastery]) -> list[MessageLine]:
    lines = [MessageLine(row.title, rounded(row.share) if row.people >= LEAST else None) for row in rows]
    return sorted(lines, key=lambda line: (line.share is None, line.share or 0, line.title))


def rounded(share: float) -> int:
    """Percent to the next five, from 5 to 95: neither "all" nor "none" is said of anybody."""
    return min(95, max(5, 5 * round(share * 20)))


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a course, a cohort, an entity, how many months. `is_unknown`: there is no such thing."""

    course: CourseReport | None
    cohort: Key
    entity: Key
    months: int
    is_unknown: bool = False

    @classmethod
    def of(cls, params: Mapping[str, str], report: Report) -> Asked:
        """Read from the address; what is not understood is said, and never taken for "everybody"."""
        known = {str(course.key): course for course in report.courses}
        cohorts, entities = _by_word(report.cohorts), _by_word(report.entities)
        course, months = params.get("course", ""), params.get("months", "") or str(MONTHS)
        cohort, entity = params.get("cohort", ""), params.get("entity", "")
        wrong = (course and course not in known, cohort not in cohorts, entity not in entities, months not in SPANS)
        return cls(
            course=known.get(course),
            cohort=cohorts.get(cohort, ALL),
            entity=entities.get(entity, ALL),
            months=int(months) if months in SPANS else MONTHS,
            is_unknown=any(wrong),
        )

    def courses(self, report: Report) -> Sequence[CourseReport]:
        if self.is_unknown:
            return []
        return [self.course] if self.course else report.courses

    def places(self, report: Report) -> list[Place]:
        """Cohorts and entities to give figures of, totals first."""
        cohorts = [self.cohort] if self.cohort != ALL else [ALL, *(key for key, _name in report.cohorts)]
        entities = [self.entity] if self.entity != ALL else [ALL, *(key for key, _name in report.entities)]
        places: list[Place] = [(cohort, entity) for cohort in cohorts for entity in entities]
        return places if report.is_crossed else [place for place in places if ALL in place]


def _by_word(names: Iterable[tuple[Key, str]]) -> dict[str, Key]:
    """As an address writes them: nothing for all, `none` for those in none."""
    return {"": ALL} | {word(key): key for key, _name in names}


def word(key: Key) -> str:
    """A cohort or an entity as an address writes it."""
    return "none" if key is None else str(key)
