"""The active language first, another one rather than nothing."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import get_language


def active_language_first() -> Case:
    """For `order_by`, on rows that have a locale."""
    return Case(
        When(locale__language_code=get_language(), then=Value(0)), default=Value(1), output_field=IntegerField()
    )
