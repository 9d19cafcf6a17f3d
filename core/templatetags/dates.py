"""The filter `date`, with French ordinals. A builtin of every template (`config.settings.base.TEMPLATES`)."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.defaultfilters import date as django_date

from core.dates import with_ordinal

register = template.Library()


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, wanted: str | None = None) -> str:
    """A date in words, in the active language."""
    return with_ordinal(django_date(value, wanted))
