"""Step-up by e-mail: a code of six digits, ten minutes, five tries, kept as a hash (docs/adr/0008)."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import LimitReached, WrongState

from ..adapters import send_now
from ..models import StepUpCode, User

LIFETIME = timedelta(minutes=10)
MAX_TRIES = 5
MAX_CODES_AN_HOUR = 6


def send_step_up_code(*, user: User) -> None:
    """Make a code and send it at once (docs/adr/0007: not through the outbox, so that it is never stored in clear).

    Raises LimitReached after six codes in an hour, WrongState when the mail server does not take the message.
    """
    since = timezone.now() - timedelta(hours=1)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if StepUpCode.objects.filter(user=user, sent_at__gte=since).count() >= MAX_CODES_AN_HOUR:
            raise LimitReached(_("Too many codes were asked for. Please wait an hour, or use your password."))
        code = f"{secrets.randbelow(1_000_000):06d}"
        StepUpCode.objects.create(user=user, code_hash=make_password(code))
    send_now("emails/step_up_code", user=user, context={"code": code, "minutes": int(LIFETIME.total_seconds() // 60)})


def verify_step_up_code(*, user: User, code: str) -> None:
    """Accept the latest code, once. Raises WrongState with a sentence when it is wrong, old, used or tried too often."""
    latest = StepUpCode.objects.filter(user=user).order_by("-sent_at", "-id").first()
    refusal = _("This code is not the right one. Check the latest message, or ask for a new code.")
    if latest is None or latest.used_at:
        raise WrongState(refusal)
    if latest.sent_at < timezone.now() - LIFETIME:
        raise WrongState(_("This code is more than ten minutes old. Please ask for a new one."))
    if not StepUpCode.objects.filter(pk=latest.pk, tries__lt=MAX_TRIES).update(tries=F("tries") + 1):
        raise WrongState(_("This code was tried too often. Please ask for a new one."))
    if not check_password(code.replace(" ", ""), latest.code_hash):
        raise WrongState(refusal)
    if not StepUpCode.objects.filter(pk=latest.pk, used_at__isnull=True).update(used_at=timezone.now()):
        raise WrongState(refusal)
