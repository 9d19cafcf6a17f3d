"""The Celery application. Messages are wake-ups: the work itself is a row (docs/explanation/architecture.md)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

app = Celery("porte_voix")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
