"""The mailbox of the embedded mode: what would have been sent. Readable signed out, because resetting a password needs it.

The page exists only where `settings.MAILBOX_DIR` is set, which no real installation does.
"""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.mailbox import read_mailbox, sent_at


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    _only_where_it_exists()
    found = [{"name": name, "mail": mail, "at": sent_at(mail)} for name, mail in read_mailbox()]
    return render(request, "home/mailbox.html", {"found": found})


@require_safe
@never_cache
def mailbox_message(request: HttpRequest, name: str) -> HttpResponse:
    _only_where_it_exists()
    mail = next((mail for found, mail in read_mailbox() if found == name), None)
    if mail is None:
        raise Http404
    body = mail.get_body(preferencelist=("plain",))
    context = {"mail": mail, "at": sent_at(mail), "text": body.get_content() if body else ""}
    return render(request, "home/mailbox_message.html", context)


def _only_where_it_exists() -> None:
    if settings.MAILBOX_DIR is None:
        raise Http404
