"""The colours keep their promises in both themes: 4.5 for text, 3 for the edges of controls (WCAG 2.2, 1.4.3, 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
SURFACES = ["paper", "surface", "sunken"]
TINTS = ["accent-soft", "success-soft", "warning-soft", "danger-soft"]
TEXT_PAIRS = [
    *[(ink, ground) for ink in ("ink", "ink-soft", "accent") for ground in SURFACES + TINTS],
    *[(tone, ground) for tone in ("success", "warning", "danger", "accent-strong") for ground in SURFACES],
    *[(tone, f"{tone}-soft") for tone in ("success", "warning", "danger")],
    ("accent-strong", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-danger", "danger-fill"),
    ("on-danger", "danger-fill-strong"),
]
EDGE_PAIRS = [("line-strong", ground) for ground in SURFACES]


def themes() -> dict[str, dict[str, str]]:
    light, dark = TOKENS.read_text().split("@media (prefers-color-scheme: dark)")
    read = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
    return {"light": dict(read.findall(light)), "dark": {**dict(read.findall(light)), **dict(read.findall(dark))}}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_twenty_one():
    assert round(contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_PAIRS, 4.5), (EDGE_PAIRS, 3)], ids=["text", "edges"])
def test_colours_are_far_enough_apart(theme, pairs, least):
    colours = themes()[theme]
    near = {f"{a} on {b}": round(c, 2) for a, b in pairs if (c := contrast(colours[a], colours[b])) < least}
    assert not near
