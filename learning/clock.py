"""What is due now. Each function picks rows and calls an action for each; all may run twice."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from core.queue import wake

from . import actions, queries
from .models import Attempt, CertificateFile, Enrolment, EnrolmentRule, Recertification, Regrade

AT_MOST = 200


def check_attempt_times() -> int:
    """Look at the attempts whose time is over. Out: to how many something happened. May run twice at once."""
    due = Attempt.with_previews.to_check(timezone.now()).order_by("time_check_at").values_list("pk", flat=True)
    return sum(actions.check_attempt_time(attempt_id=pk) for pk in list(due[:AT_MOST]))


def apply_rules() -> int:
    """Suggest courses by the rules that are due. Out: suggestions made."""
    due = EnrolmentRule.objects.filter(is_active=True, run_at__lte=timezone.now()).values_list("pk", flat=True)
    return sum(actions.apply_rule(rule_id=pk) for pk in list(due))


def send_reminders() -> int:
    """Send the reminders whose day has come where the learner is. Out: reminders sent."""
    latest = timezone.now().date() + timedelta(days=1)  # somewhere on Earth it is already tomorrow
    due = Enrolment.objects.active().filter(remind_on__lte=latest).exclude(learner__in=queries.in_peace())
    keys = due.order_by("remind_on", "pk").values_list("pk", flat=True)[:AT_MOST]
    return sum(actions.remind(enrolment_id=pk) for pk in list(keys))


def follow_certificates() -> int:
    """Open the windows that are due, and mark what has expired. Out: certificates seen to."""
    now = timezone.now()
    opened = sum(actions.open_renewal(certificate_id=pk) for pk in queries.certificates_to_renew(now))
    return opened + sum(actions.expire_certificate(certificate_id=pk) for pk in queries.certificates_to_expire(now))


def make_certificates() -> int:
    """Make the files that are due. Out: files taken."""
    due = CertificateFile.objects.due().order_by("due_at", "id").values_list("certificate_id", flat=True)[:5]
    return sum(actions.render_certificate(certificate_id=pk) for pk in list(due))


def ask_again() -> int:
    """Open cycles of courses that are asked to be taken again. Out: people asked."""
    due = Recertification.objects.due().values_list("pk", flat=True)
    return sum(actions.ask_the_next_people(recertification_id=pk) for pk in list(due))


def drop_old_pending() -> int:
    """Forget addresses that waited too long. Out: how many."""
    return actions.drop_old_pending()


def wake_regrades() -> int:
    """Wake the worker for what is to be marked again: a message was lost, or a worker was. Out: how many."""
    due = list(Regrade.objects.due().values_list("pk", flat=True)[:AT_MOST])
    for pk in due:
        wake("learning.regrade", regrade_id=pk)
    return len(due)
