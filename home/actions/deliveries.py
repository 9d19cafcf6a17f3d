"""What an administrator does about a message that did not leave."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import WrongState
from core.models import Notification, WorkRow
from core.queue import wake
from people.models import User

from ..permissions import check_read_delivery


@transaction.atomic
def retry_notification(*, notification: Notification, by: User) -> None:
    """Try a failed message, or one that waits for its next try, at once.

    Raises NotAllowed unless an administrator asks; WrongState when it was sent, cancelled or is being sent.
    """
    check_read_delivery(by)
    rows = Notification.objects.filter(pk=notification.pk, work_state__in=[WorkRow.FAILED, WorkRow.PENDING])
    if not rows.update(work_state=WorkRow.PENDING, due_at=timezone.now(), attempts=0):
        raise WrongState(_("This message was sent or is being sent: there is nothing to try again."))
    audit.record("home.delivery.retry", notification, by)
    wake("core.deliver_notifications")
