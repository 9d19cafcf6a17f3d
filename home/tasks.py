"""The sweep: beat calls it every few seconds; it may run twice at once."""

from celery import shared_task

from .clock import sweep_all


@shared_task(name="home.sweep")
def sweep() -> None:
    sweep_all()
