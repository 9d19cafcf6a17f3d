"""Proving, again, who is there: the password, or a code sent by e-mail."""

from __future__ import annotations

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import ActionError, LimitReached, WrongState
from people.actions import verify_step_up_code
from people.models import User

from ..evidence import StepUp

MAX_WRONG_PASSWORDS = 5
WINDOW_SECONDS = 15 * 60


def confirm_identity(*, user: User, method: str, secret: str) -> StepUp:
    """Check the password or the code just typed. Out: the proof, good for ten minutes.

    Raises LimitReached after five wrong passwords in fifteen minutes, WrongState with a sentence when it is wrong.
    """
    if method == "code":
        verify_step_up_code(user=user, code=secret)
        return StepUp("code", timezone.now())
    _check_password(user, secret)
    return StepUp("password", timezone.now())


def _check_password(user: User, password: str) -> None:
    key = f"charter-step-up-wrong:{user.pk}"
    if cache.get(key, 0) >= MAX_WRONG_PASSWORDS:
        raise LimitReached(_("Too many wrong passwords. Please wait a quarter of an hour, or use a code by e-mail."))
    if user.check_password(password):
        cache.delete(key)
        return
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        cache.incr(key)
    except ValueError:
        cache.set(key, 1, WINDOW_SECONDS)
    raise WrongState(_("This is not your password. Please try again, or use a code by e-mail."))


class StepUpTooOld(ActionError):
    """The proof of identity is missing or more than ten minutes old."""


def check_step_up(step_up: StepUp) -> None:
    """Raises StepUpTooOld when the proof is not fresh."""
    if not step_up.is_fresh():
        raise StepUpTooOld(_("Your confirmation is more than ten minutes old. Please confirm again that it is you."))
