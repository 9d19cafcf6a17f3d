"""Entry points of the worker. A task takes ids, calls one function, decides nothing, and may run twice."""

from celery import shared_task

from . import delivery


@shared_task(name="core.deliver_notifications")
def deliver_notifications() -> None:
    delivery.deliver_due()
