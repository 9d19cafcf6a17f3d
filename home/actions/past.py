"""Acting in the past, for the demo people: their history is made by the same actions as everybody's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils import timezone


@contextmanager
def acting_at(moment: datetime) -> Iterator[None]:
    """Inside, it is `moment` for Django and for every model whose times default to now; seconds go on as they do.

    For a command that runs alone: the whole process sees that time.
    """
    really = timezone.now
    shift = moment - really()

    def then() -> datetime:
        return really() + shift

    fields = _fields_that_default_to(really)
    try:
        timezone.now = then
        for field in fields:
            field.__dict__["_get_default"] = then
        yield
    finally:
        timezone.now = really
        for field in fields:
            field.__dict__.pop("_get_default", None)


def _fields_that_default_to(now: object) -> list[Any]:
    return [field for model in apps.get_models() for field in model._meta.concrete_fields if field.default is now]
