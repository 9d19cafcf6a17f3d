"""Pages of a list by the last row seen, never by OFFSET: the tenth page costs what the first costs."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.http import QueryDict

AFTER, BEFORE = "after", "before"


@dataclass(frozen=True)
class KeysetPage:
    """Rows of one page, and the query strings of its neighbours (empty at either end)."""

    rows: list[Any]
    previous_url: str = ""
    next_url: str = ""


def keyset_page(rows: QuerySet[Any], *, order: Sequence[str], params: QueryDict, size: int = 50) -> KeysetPage:
    """One page of `rows`.

    In: `order`, field paths (`-` before one: descending), none nullable, the last one unique; `params`, the request's GET, of which
    `after` or `before` hold a cursor (one that is not ours is ignored) and the rest is kept in the links.
    """
    backwards = BEFORE in params
    cursor = _decode(params.get(BEFORE if backwards else AFTER, ""), len(order))
    found = rows.order_by(*(_reversed(name) if backwards else name for name in order))
    if cursor:
        found = found.filter(_beyond(order, cursor, backwards))
    page = list(found[: size + 1])
    more, page = len(page) > size, page[:size]
    if backwards:
        page.reverse()
    has_previous, has_next = (more, bool(cursor)) if backwards else (bool(cursor), more)
    return KeysetPage(
        rows=page,
        previous_url=_link(params, BEFORE, page[0], order) if page and has_previous else "",
        next_url=_link(params, AFTER, page[-1], order) if page and has_next else "",
    )


def _reversed(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], cursor: Sequence[Any], backwards: bool) -> Q:
    """(a, b, c) > (x, y, z), written out; a descending field, or going backwards, turns the sign round."""
    condition, equal = Q(), Q()
    for name, value in zip(order, cursor, strict=True):
        path = name.removeprefix("-")
        lookup = "lt" if name.startswith("-") != backwards else "gt"
        condition |= equal & Q(**{f"{path}__{lookup}": value})
        equal &= Q(**{path: value})
    return condition


def _link(params: QueryDict, direction: str, row: Model, order: Sequence[str]) -> str:
    query = params.copy()
    query.pop(AFTER, None)
    query.pop(BEFORE, None)
    query[direction] = _encode([_value(row, name) for name in order])
    return f"?{query.urlencode()}"


def _value(row: Any, path: str) -> Any:
    for name in path.removeprefix("-").split(LOOKUP_SEP):
        row = getattr(row, name)
    return row


def _encode(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _decode(text: str, length: int) -> list[Any] | None:
    """The values of a cursor, or None when the text is not one: texts and numbers, as many as the order has fields."""
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error):
        return None
    fits = isinstance(values, list) and len(values) == length
    if not fits or not all(isinstance(value, str | int) and not isinstance(value, bool) for value in values):
        return None
    return values
