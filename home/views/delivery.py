"""Messages that have not left, and the worker's sign of life: for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.errors import ActionError
from core.http import require_POST

from ..actions import retry_notification
from ..permissions import can_read_delivery
from ..queries import undelivered, worker_heartbeat
from .gates import only


@require_safe
@login_required
@only(can_read_delivery)
def delivery(request: HttpRequest) -> HttpResponse:
    rows = undelivered(request.user)
    context = {"failed": rows.failed, "waiting": rows.waiting, "heartbeat": worker_heartbeat(), "now": timezone.now()}
    return render(request, "home/delivery.html", context)


@require_POST
@login_required
@only(can_read_delivery)
def delivery_retry(request: HttpRequest, pk: int) -> HttpResponse:
    rows = undelivered(request.user)
    notification = get_object_or_404(rows.everything, pk=pk)
    try:
        retry_notification(notification=notification, by=request.user)
    except ActionError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The message is tried again now."))
    return redirect("home:delivery")
