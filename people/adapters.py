"""django-allauth's adapter: accounts come from the directory, and sign-in mails go at once."""

from __future__ import annotations

import logging
from contextlib import suppress
from smtplib import SMTPRecipientsRefused
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from core.errors import WrongState

from .models import User

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """People are made by HR, an administrator or a directory feed: nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        from .middleware import client_ip

        return client_ip(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once. Raises WrongState, with a sentence for the person, when the mail server does not answer.

        A server that answers and refuses this mailbox counts as sent: the page must not tell which addresses exist.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except SMTPRecipientsRefused:
            logger.warning("account mail not taken: mailbox refused")
        except OSError as error:  # smtplib's errors, time-outs and refused connections are all of this family
            logger.warning("account mail not taken: %s", type(error).__name__)
            raise WrongState(
                _("The mail server does not answer, so no message was sent. Please try again in a few minutes.")
            ) from error

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """News of what is already done ("your password was changed"): it never undoes nor hides the act."""
        with suppress(WrongState):
            super().send_notification_mail(*args, **kwargs)


def send_now(template: str, *, user: User, context: dict[str, Any]) -> None:
    """Send a sign-in message at once, in the reader's language (docs/adr/0007: not through the outbox).

    In: `template`, path without ending of `_subject.txt` and `_message.txt`. Raises WrongState when the mail server
    does not take it: the person can ask again.
    """
    with translation.override(user.language):
        subject = " ".join(render_to_string(f"{template}_subject.txt", context).strip().splitlines())
        body = render_to_string(f"{template}_message.txt", {**context, "user": user})
    mail = EmailMultiAlternatives(subject, body, to=[user.email], headers={"Auto-Submitted": "auto-generated"})
    try:
        mail.send()
    except Exception as error:  # mail libraries raise errors of many families
        logger.warning("step-up mail not taken: %s", type(error).__name__)
        raise WrongState(
            _("The message could not be sent just now. Please try again in a moment, or use your password.")
        ) from error
