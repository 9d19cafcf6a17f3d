"""Waking a worker. The row that says what must happen is already written: losing the message costs seconds."""

from __future__ import annotations

import logging
from typing import Any

from celery import current_app
from django.db import transaction

logger = logging.getLogger(__name__)


def wake(task_name: str, **ids: Any) -> None:
    """Send the task by name once the transaction has committed. Never fails or delays the request.

    In: `task_name`, a registered task (a test demands it); `ids`, JSON values. Out: nothing; a broker that is down is
    a warning, and the sweep finds the row.
    """
    transaction.on_commit(lambda: _send(task_name, ids), robust=True)


def _send(task_name: str, ids: dict[str, Any]) -> None:
    try:
        current_app.send_task(task_name, kwargs=ids, queue=queue_of(task_name), retry=False)
    except Exception as error:  # noqa: BLE001 - each broker has errors of its own, and none may reach the request
        logger.warning("wake %s: broker not reached (%s); the sweep will find the row", task_name, error)


def queue_of(task_name: str) -> str:
    """The queue a task is routed to (settings.CELERY_TASK_ROUTES)."""
    route = current_app.amqp.router.route({}, task_name)
    queue = route.get("queue")
    return str(getattr(queue, "name", queue))
