"""The icons of heroicons, drawn once per process: the library builds each one anew, a third of the time of a long list.

Templates load it as `icons`, with the tags of the library.
"""

from __future__ import annotations

from functools import lru_cache

import heroicons
from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


def icon(style: str, name: str, size: int | None, attrs: dict[str, object]) -> SafeString:
    """An SVG element. In: the style and name of the icon, its width and height in pixels, attributes with `_` for `-`.

    Raises heroicons.IconDoesNotExist.
    """
    return _drawn(style, str(name), size, tuple((key, str(value)) for key, value in attrs.items()))


@lru_cache(maxsize=512)
def _drawn(style: str, name: str, size: int | None, attrs: tuple[tuple[str, str], ...]) -> SafeString:
    plain = {key: value + "" for key, value in attrs}  # a SafeString plus a string is a plain string
    return mark_safe(heroicons._render_icon(style, name, size, dict(plain)))


@register.simple_tag
def heroicon_micro(name: str, *, size: int | None = 16, **attrs: object) -> SafeString:
    return icon("micro", name, size, attrs)


@register.simple_tag
def heroicon_mini(name: str, *, size: int | None = 20, **attrs: object) -> SafeString:
    return icon("mini", name, size, attrs)


@register.simple_tag
def heroicon_outline(name: str, *, size: int | None = 24, **attrs: object) -> SafeString:
    return icon("outline", name, size, attrs)


@register.simple_tag
def heroicon_solid(name: str, *, size: int | None = 24, **attrs: object) -> SafeString:
    return icon("solid", name, size, attrs)
