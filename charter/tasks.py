"""Entry points of the worker."""

from celery import shared_task

from . import actions


@shared_task(name="charter.seal_agreement", soft_time_limit=30, time_limit=60)
def seal_agreement(agreement_id: int) -> None:
    actions.seal_agreement(agreement_id=agreement_id)
