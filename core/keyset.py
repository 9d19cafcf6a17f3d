"""Pages of a list by the last row seen, never by OFFSET: the tenth page costs what the first costs."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, Q, QuerySet
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
    cursor = _decode(params.get(BEFORE if backwards else AFTER, ""), [_field(rows.model, name) for name in order])
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
    """(a, b, c) > (x, y, z), written out; a descending field, or going backwards, turns the sign round.

    The first field stands alone too: with it a database finds the place in an index, instead of reading up to it.
    """
    condition, equal = Q(), Q()
    for name, value in zip(order, cursor, strict=True):
        path = name.removeprefix("-")
        lookup = "lt" if name.startswith("-") != backwards else "gt"
        condition |= equal & Q(**{f"{path}__{lookup}": value})
        equal &= Q(**{path: value})
    first = order[0].removeprefix("-")
    return Q(**{f"{first}__{'lte' if order[0].startswith('-') != backwards else 'gte'}": cursor[0]}) & condition


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
    return base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode().rstrip("=")


def _field(model: type[Model], path: str) -> Field[Any, Any]:
    """The field at the end of a path, whose values the cursor holds."""
    *relations, name = path.removeprefix("-").split(LOOKUP_SEP)
    for relation in relations:
        model = model._meta.get_field(relation).related_model  # type: ignore[assignment]
    return model._meta.pk if name == "pk" else model._meta.get_field(name)  # type: ignore[return-value]


def _decode(text: str, fields: Sequence[Field[Any, Any]]) -> list[Any] | None:
    """The values of a cursor, or None when the text is not one: as many as the order has fields, and of their kind."""
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        plain = isinstance(values, list) and all(type(value) in (str, int) for value in values)
        if not plain or "\\u0000" in json.dumps(values):
            return None
        return [field.to_python(value) for field, value in zip(fields, values, strict=True)]
    except (ValueError, ValidationError, OverflowError):
        return None
