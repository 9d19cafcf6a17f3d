"""Aggregates that name nobody: what is small is hidden, and so is what would give it away. Pure.

A table is published with its totals. Every cell under `LEAST` is hidden; then, as long as one of these could be worked
out from what is still shown, or what a line hides adds up to less than `LEAST`, one more cell is hidden. Whether it could is decided exactly: rows and columns are sums,
so the unknown cells form a flow between them, and a cell has one possible value only when no cycle of unknown cells
passes through it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

LEAST = 5
SHOWN, FEW, HIDDEN = "shown", "few", "hidden"
Table = Sequence[Sequence[int]]
Place = tuple[int, int]
Node = tuple[str, int]


@dataclass(frozen=True)
class Cell:
    """What may be shown: a number, "fewer than 5" (`few`), or nothing, to protect another cell (`hidden`)."""

    status: str
    value: int | None = None

    @property
    def is_shown(self) -> bool:
        return self.status == SHOWN


@dataclass(frozen=True)
class Published:
    """A table as it may be shown; row totals (of several columns) end each row, column totals (of several rows) are the
    last row."""

    rows: list[list[Cell]]


def suppress(
    table: Table, *, people: Table | None = None, known_totals: bool = False, known: Collection[Place] = ()
) -> Published:
    """Hide what is small and what would give it away.

    In: `table`, whole numbers, each row as long as the others; `people`, how many persons stand behind each cell when
    a cell counts something else (a lower bound will do); `known_totals`, the row totals are known anyway and cannot be
    hidden (a row too small for that is hidden whole), and there are no column totals; `known`, cells that everybody
    knows (nobody is there), which can neither be hidden nor hide others. Out: the cells, totals included.
    """
    grid = _Grid(table, people or table, known_totals, frozenset(known))
    while (exposed := grid.exposed()) is not None:
        if not grid.hide_one_more(exposed):
            break
    return Published(grid.cells())


OUTSIDE: Node = ("outside", 0)


class _Grid:
    """The table with its totals, and what is hidden of it so far."""

    def __init__(self, table: Table, people: Table, known_totals: bool, known: frozenset[Place] = frozenset()) -> None:
        self.known = known
        self.known_totals = known_totals
        self.row_totals = known_totals or (bool(table) and len(table[0]) > 1)
        self.column_totals = len(table) > 1 and not known_totals
        self.values = self._with_totals(table, sum)
        self.weights = self.values if people is table else self._with_totals(people, max)
        self.height, self.width = len(self.values), len(self.values[0]) if self.values else 0
        silent = {place for place in self._places() if self._may_hide(place) and self._is_silent(place[0])}
        small = {place for place in self._places() if self._may_hide(place) and self._weight(place) < LEAST}
        self.few = small - silent
        self.hidden: set[Place] = set()
        self.touching: dict[Node, list[Place]] = {}
        self.safe: set[Place] = set()
        for place in sorted(small | silent):
            self._hide(place)

    def _with_totals(self, table: Table, total: Callable[[Iterable[int]], int]) -> list[list[int]]:
        rows = [[*row, total(row)] if self.row_totals else [*row] for row in table]
        if self.column_totals:
            rows.append([total(column) for column in zip(*rows, strict=True)])
        return rows

    def _is_total(self, place: Place) -> tuple[bool, bool]:
        """Is it the total of a row, and is it the total of a column?"""
        return self.row_totals and place[1] == self.width - 1, self.column_totals and place[0] == self.height - 1

    def _places(self) -> Iterator[Place]:
        return ((i, j) for i in range(self.height) for j in range(self.width))

    def _value(self, place: Place) -> int:
        return self.values[place[0]][place[1]]

    def _weight(self, place: Place) -> int:
        return self.weights[place[0]][place[1]]

    def _may_hide(self, place: Place) -> bool:
        return place not in self.known and not (self.known_totals and place[1] == self.width - 1)

    def _is_silent(self, row: int) -> bool:
        """With a total that everybody knows and fewer than LEAST to each cell, even "few" would say too much."""
        return self.known_totals and self.values[row][-1] < LEAST * (self.width - 1)

    def _hide(self, place: Place) -> None:
        self.hidden.add(place)
        for node in self._ends(place):
            self.touching.setdefault(node, []).append(place)

    def exposed(self) -> Place | None:
        """The first small cell with a single possible value, given what is shown, or in a line that hides too little.

        Hiding more never gives a cell away: one found safe is not looked at again.
        """
        for place in sorted(self.few - self.safe):
            if self._line_says_few(place) or not self._has_another_value(place):
                return place
            self.safe.add(place)
        return None

    def _line_says_few(self, place: Place) -> bool:
        """Total less what is shown: does it say that fewer than LEAST are hidden together?"""
        i, j = place
        row = [(i, column) for column in range(self.width)] if self.row_totals else []
        column = [(line, j) for line in range(self.height)] if self.column_totals else []
        return any(self._hides_few(line) for line in (row, column) if line)

    def _hides_few(self, line: list[Place]) -> bool:
        *inner, total = line
        return total not in self.hidden and sum(self._value(p) for p in inner if p in self.hidden) < LEAST

    def hide_one_more(self, exposed: Place) -> bool:
        """Hide one more cell, as cheaply as can be told: beside an exposed one or closing a rectangle of hidden cells,
        no total if it can be avoided, the smallest first. Out: False when none is left."""
        shown = [place for place in self._places() if place not in self.hidden and self._may_hide(place)]
        if not shown:
            return False
        self._hide(min(shown, key=lambda place: self._cost(place, beside=exposed)))
        return True

    def _cost(self, place: Place, *, beside: Place) -> tuple[bool, bool, int, int, Place]:
        (i, j), (row, column) = place, beside
        mates = sum((i == row_of) + (j == column_of) for row_of, column_of in self.hidden)
        return (i != row and j != column and mates < 2, any(self._is_total(place)), -mates, self._value(place), place)

    def _has_another_value(self, place: Place) -> bool:
        """One more or one less in this cell, made up for by a path through other hidden cells."""
        tail, head = self._ends(place)
        more = self._value(place) < self._most(place) and self._path(head, tail, without=place)
        less = self._value(place) > self._fewest(place) and self._path(tail, head, without=place)
        return more or less

    def _most(self, place: Place) -> float:
        """The reader knows that a cell said to be few is under LEAST (or counts more than persons: then what it is)."""
        return max(LEAST - 1, self._value(place)) if place in self.few else float("inf")

    def _fewest(self, place: Place) -> int:
        """A hidden cell that is not said to be few holds LEAST at least: the reader knows that too."""
        return 0 if place in self.few else LEAST

    def _ends(self, place: Place) -> tuple[Node, Node]:
        """The two sums a cell takes part in, so directed that one more in each cell of a cycle keeps every sum."""
        row: Node = ("row", place[0]) if self.row_totals else OUTSIDE
        column: Node = ("column", place[1]) if self.column_totals else OUTSIDE
        of_row, of_column = self._is_total(place)
        return (column, row) if of_row != of_column else (row, column)

    def _path(self, start: Node, goal: Node, *, without: Place) -> bool:
        """Is there a way from sum to sum through hidden cells that may still grow (forwards) or shrink (backwards)?"""
        seen, queue = {start}, deque([start])
        while queue:
            node = queue.popleft()
            if node == goal:
                return True
            for neighbour in self._neighbours(node, without):
                if neighbour not in seen:
                    seen.add(neighbour)
                    queue.append(neighbour)
        return False

    def _neighbours(self, node: Node, without: Place) -> Iterator[Node]:
        for place in self.touching.get(node, ()):
            if place == without:
                continue
            tail, head = self._ends(place)
            if tail == node and self._value(place) < self._most(place):
                yield head
            if head == node and self._value(place) > self._fewest(place):
                yield tail

    def cells(self) -> list[list[Cell]]:
        return [[self._cell((i, j)) for j in range(self.width)] for i in range(self.height)]

    def _cell(self, place: Place) -> Cell:
        if place in self.few:
            return Cell(FEW)
        return Cell(HIDDEN) if place in self.hidden else Cell(SHOWN, self._value(place))
