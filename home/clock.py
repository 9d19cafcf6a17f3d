"""What is due now."""

from __future__ import annotations

from django.utils import timezone

from core import sweep


def sweep_all() -> None:
    """Run what every app registered, and leave a sign of life."""
    sweep.run_all()
    sweep.beat("worker", timezone.now())
