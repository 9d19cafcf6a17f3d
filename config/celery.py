"""The Celery application. Messages are wake-ups: the work itself is a row (docs/explanation/architecture.md)."""

import gc
import os
from importlib import import_module
from typing import Any

from celery import Celery
from celery.signals import celeryd_after_setup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

app = Celery("porte_voix")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_after_setup.connect
def read_what_is_slow(**kwargs: Any) -> None:
    """WeasyPrint and pyHanko take a second: a worker pays it at its start, and no other process before its first use."""
    for name in ("core.documents", "charter.sealing.checking", "charter.sealing.signing"):
        import_module(name)
    gc.collect()
    gc.freeze()  # what a worker has at its start lives as long as it does: not looked at for each document
