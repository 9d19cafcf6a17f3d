"""What the beat sweep runs: each app adds its functions from `ready()`. Each picks due rows and may run twice."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from .models import Heartbeat

logger = logging.getLogger(__name__)
_functions: dict[str, Callable[[], object]] = {}


def register(name: str, function: Callable[[], object]) -> None:
    """Add what is to be done at each sweep, under a unique name."""
    _functions[name] = function


def run_all() -> None:
    """Run every registered function; one that fails is logged and does not stop the others."""
    for name, function in _functions.items():
        try:
            function()
        except Exception:
            logger.exception("sweep %s failed", name)


def beat(name: str, at: datetime) -> None:
    """Leave a sign of life of a background process."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})
