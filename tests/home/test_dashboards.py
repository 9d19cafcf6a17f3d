"""What is published lets nobody work out a small number: tried on every table that would look the same."""

from __future__ import annotations

import random
from itertools import product

import pytest

from home.dashboards import FEW, HIDDEN, LEAST, SHOWN, Cell, suppress

RNG = random.Random(20)


def statuses(table, **options):
    return [[cell.status for cell in row] for row in suppress(table, **options).rows]


def with_totals(table):
    rows = [(*row, sum(row)) if len(row) > 1 else tuple(row) for row in table]
    return [*rows, tuple(map(sum, zip(*rows, strict=True)))] if len(rows) > 1 else rows


def fits(values, published):
    """Would this table, totals included, look like what was published?"""
    for value, cell in zip((v for row in values for v in row), (c for row in published.rows for c in row), strict=True):
        if cell.is_shown and cell.value != value:
            return False
        if not cell.is_shown and (value < LEAST) != (cell.status == FEW):
            return False
    return True


def look_alikes(published, height, width, highest=9):
    for flat in product(range(highest + 1), repeat=height * width):
        values = with_totals([flat[i * width : (i + 1) * width] for i in range(height)])
        if fits(values, published):
            yield values


def test_nothing_small_is_shown_and_what_is_shown_is_true():
    for _try in range(300):
        height, width = RNG.randint(1, 6), RNG.randint(1, 5)
        table = [[RNG.choice((0, 1, 3, 4, 5, 9, 40)) for _j in range(width)] for _i in range(height)]
        for values, cells in zip(with_totals(table), suppress(table).rows, strict=True):
            for value, cell in zip(values, cells, strict=True):
                assert (cell.status == FEW) == (value < LEAST)
                assert cell.value == (value if cell.is_shown else None)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1)])
def test_no_small_cell_has_a_single_possible_value(height, width):
    for _try in range(40):
        table = [[RNG.choice((0, 1, 2, 4, 5, 6, 7)) for _j in range(width)] for _i in range(height)]
        published = suppress(table)
        found: dict[tuple[int, int], set[int]] = {}
        for values in look_alikes(published, height, width, highest=9):
            for i, row in enumerate(published.rows):
                for j, cell in enumerate(row):
                    if cell.status == FEW:
                        found.setdefault((i, j), set()).add(values[i][j])
        assert all(len(possible) > 1 for possible in found.values()), (table, published)


@pytest.mark.parametrize("width", [2, 3])
def test_no_small_cell_is_given_away_by_a_total_that_everybody_knows(width):
    for row in product((0, 1, 3, 4, 5, 7), repeat=width):
        cells = suppress([row], known_totals=True).rows[0]
        assert cells[-1] == Cell(SHOWN, sum(row))
        if sum(row) < LEAST * width:
            assert {cell.status for cell in cells[:-1]} == {HIDDEN}
            continue
        alike = [
            other
            for other in product(range(sum(row) + 1), repeat=width)
            if sum(other) == sum(row)
            and all(
                (cell.value == value) if cell.is_shown else ((value < LEAST) == (cell.status == FEW))
                for cell, value in zip(cells[:-1], other, strict=True)
            )
        ]
        few = [j for j, cell in enumerate(cells) if cell.status == FEW]
        assert all(len({other[j] for other in alike}) > 1 for j in few), (row, cells)


def test_a_total_gives_nothing_away():
    assert statuses([[3, 9], [20, 30], [40, 50]]) == [
        [FEW, HIDDEN, SHOWN],
        [HIDDEN, HIDDEN, SHOWN],
        [SHOWN, SHOWN, SHOWN],
        [SHOWN, SHOWN, SHOWN],
    ]


def test_a_table_without_small_cells_is_shown_whole():
    table = [[5, 6], [7, 8]]
    assert [[cell.value for cell in row] for row in suppress(table).rows] == [[5, 6, 11], [7, 8, 15], [12, 14, 26]]


def test_everybody_and_nobody_are_hidden_alike_when_the_total_is_known():
    assert statuses([[13, 0]], known_totals=True) == [[HIDDEN, FEW, SHOWN]]
    assert statuses([[7, 6]], known_totals=True) == [[SHOWN, SHOWN, SHOWN]]


def test_many_requests_of_few_people_are_hidden():
    published = suppress([[9], [30], [40]], people=[[2], [6], [7]])
    assert published.rows[0][0].status == FEW
    assert [row[0].status for row in published.rows] == [FEW, HIDDEN, SHOWN, SHOWN]


@pytest.mark.parametrize("known_totals", [True, False])
def test_what_a_line_hides_is_never_few_together(known_totals):
    for _try in range(200):
        table = [[RNG.choice((0, 1, 2, 5, 9, 30)) for _j in range(3)] for _i in range(4)]
        rows = suppress(table, known_totals=known_totals).rows
        for values, cells in zip(table, rows, strict=False):
            hidden = [value for value, cell in zip(values, cells, strict=False) if not cell.is_shown]
            assert (
                not hidden
                or not cells[-1].is_shown
                or sum(hidden) >= LEAST
                or (known_totals and sum(values) < LEAST * 3)
            )


def test_an_empty_table_is_empty():
    assert suppress([]).rows == []
