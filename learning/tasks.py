"""Entry points of the worker."""

import uuid

from celery import shared_task

from . import actions


@shared_task(name="learning.render_certificate", soft_time_limit=30, time_limit=60)
def render_certificate(certificate_id: str) -> None:
    actions.render_certificate(certificate_id=uuid.UUID(certificate_id))


@shared_task(name="learning.regrade", soft_time_limit=240, time_limit=280)
def regrade(regrade_id: int) -> None:
    actions.run_regrade(regrade_id)
