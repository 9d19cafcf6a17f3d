"""Plots of published figures, drawn on the server: SVG in the colours of the page, kept by what they show.

A plot never stands alone: its table is beside it, and says what is not shown.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from vl_convert import vegalite_to_svg

KEPT_SECONDS = 7 * 24 * 3600
LONGEST_NAME, WIDTH, STEP = 30, 250, 26
INK = "currentColor"
_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_SIZE = re.compile(r' (?:width|height)="[\d.]+"')


@dataclass(frozen=True)
class Bar:
    """`value`: None when it is not shown; `text`: what is written beside it."""

    name: str
    value: float | None
    text: str


def bars(bars: Sequence[Bar], *, label: str, most: float | None = None) -> SafeString:
    """Horizontal bars. In: `label`, what a screen reader says instead; `most`, where the scale ends. Out: inline SVG."""
    content = json.dumps([_spec(bars, most), label], sort_keys=True)
    name = f"home:chart:{hashlib.sha256(content.encode()).hexdigest()}"
    svg: str | None = cache.get(name)
    if svg is None:
        svg = _for_the_page(vegalite_to_svg(_spec(bars, most), vl_version="5.20"), label)
        cache.set(name, svg, KEPT_SECONDS)
    return mark_safe(svg)  # Vega escapes what it writes, and the label is escaped here


def _spec(bars: Sequence[Bar], most: float | None) -> dict[str, Any]:
    rows = [
        {"row": n, "name": _short(bar.name), "value": bar.value or 0, "text": bar.text} for n, bar in enumerate(bars)
    ]
    top = most or max([bar.value or 0 for bar in bars], default=0) or 1
    names = [row["name"] for row in rows]
    quiet = {"title": None, "domain": False, "ticks": False, "labelColor": INK, "labelFontSize": 12}
    y = {
        "field": "row",
        "type": "ordinal",
        "axis": {**quiet, "labelLimit": 200, "labelPadding": 6, "labelExpr": f"{json.dumps(names)}[datum.value]"},
    }
    x = {"field": "value", "type": "quantitative", "scale": {"domain": [0, top]}, "axis": None}
    words = {
        "type": "text",
        "align": "left",
        "baseline": "middle",
        "dx": 5,
        "color": INK,
        "fontSize": 12,
        "clip": False,
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        "width": WIDTH,
        "height": {"step": STEP},
        "padding": {"left": 0, "top": 0, "bottom": 0, "right": 8},
        "data": {"values": rows},
        "encoding": {"x": x, "y": y},
        "layer": [
            {"mark": {"type": "bar", "color": INK, "height": 14}},
            {"mark": words, "encoding": {"text": {"field": "text", "type": "nominal"}}},
        ],
        "config": {"aria": False, "font": "sans-serif", "view": {"stroke": None}},
    }


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _for_the_page(svg: str, label: str) -> str:
    """One picture with one description; the page's style sheet gives it its size and colours."""
    head, rest = svg.split(">", 1)
    head = _SIZE.sub("", head).replace('class="marks"', 'class="chart"')
    return f'{head} role="img" aria-label="{escape(label)}">{_ROLES.sub("", rest)}'


def described(title: str, bars: Sequence[Bar]) -> str:
    """What a plot says, in a sentence; its table says the rest."""
    shown = [bar for bar in bars if bar.value is not None]
    if not shown:
        return _("%(title)s: nothing may be shown. The table says the same.") % {"title": title}
    low, high = min(shown, key=lambda bar: bar.value or 0), max(shown, key=lambda bar: bar.value or 0)
    return _("%(title)s: from %(low)s (%(low_name)s) to %(high)s (%(high_name)s). The table gives each figure.") % {
        "title": title,
        "low": low.text,
        "low_name": low.name,
        "high": high.text,
        "high_name": high.name,
    }
