"""Certificates: issued with the completion, renewed, expired, revoked. Every cycle keeps its own."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.delivery import send_notice
from core.errors import NotAllowed, WrongState
from core.queue import wake
from people.models import User
from people.queries import company

from .. import enrolments, queries, renewal
from ..deadlines import end_of_day, next_reminder
from ..models import (
    Attempt,
    Certificate,
    CertificateFile,
    Certification,
    CourseCompletion,
    Cycle,
    Enrolment,
    Recertification,
)
from ..permissions import check_ask_again, check_manage_enrolments, check_revoke_certificate

NO_NAME = "N. N."
PEOPLE_AT_A_TIME = 100


def issue_certificate(*, completion: CourseCompletion, learner: User, due_on: date | None) -> Certificate | None:
    """Write the certificate of a completion, inside its transaction; the earlier one is superseded.

    In: `due_on`, the date suggested for this cycle. Out: None when the course gives none.
    """
    course_key = completion.course_key
    certification = queries.certification_of(course_key)
    if not certification.gives_certificate:
        return None
    earlier = queries.last_certificate(learner, course_key)
    if earlier:  # by a condition: it may have been revoked at this very moment
        replaceable = Certificate.objects.filter(pk=earlier.pk, status__in=[enrolments.VALID, enrolments.EXPIRED])
        replaceable.update(status=enrolments.SUPERSEDED)
    titles = queries.titles_by_language(course_key)
    any_title = next(iter(titles.values()), "")
    certificate = Certificate.objects.create(
        user=learner,
        course_key=course_key,
        course_revision_id=completion.revision_id,
        cycle=completion.cycle,
        name_snapshot=learner.get_full_name() or NO_NAME,
        title_fr=titles.get("fr", any_title),
        title_en=titles.get("en", any_title),
        company_snapshot=company().company_name,
        issued_at=completion.completed_at,
        supersedes=earlier,
        **_validity(certification, completion, learner, earlier, due_on),
    )
    audit.record("learning.certificate.issue", certificate, learner, course_key=course_key, cycle=completion.cycle)
    send_notice(
        "learning.certificate_issued",
        to=learner,
        event=f"certificate:{certificate.pk}:issued",
        certificate_id=str(certificate.pk),
    )
    return certificate


@transaction.atomic
def ask_for_file(*, certificate: Certificate, by: User) -> CertificateFile:
    """Have the PDF of a certificate made, by its owner; asked twice, it is made once. Raises NotAllowed."""
    if certificate.user_id != by.pk:
        raise NotAllowed(_("Only its owner downloads a certificate."))
    file = CertificateFile.objects.get_or_create(certificate=certificate)[0]
    wake("learning.render_certificate", certificate_id=str(certificate.pk))
    return file


def _validity(
    certification: Certification,
    completion: CourseCompletion,
    learner: User,
    earlier: Certificate | None,
    due_on: date | None,
) -> dict[str, datetime | None]:
    """When the certificate ends (its last day is over) and from when it can be renewed (that day begins)."""
    if not certification.expires:
        return {"expires_at": None, "renewable_at": None}
    terms = queries.terms_of(certification)
    first = CourseCompletion.objects.filter(user=learner, course_key=completion.course_key).order_by("cycle").first()
    expires_on = renewal.expiry(
        terms,
        completed_on=_day(completion.completed_at, learner),
        previous_expiry=queries.last_day_of(earlier).date() if earlier and earlier.expires_at else None,
        due_on=due_on,
        first_completed_on=_day(first.completed_at, learner) if first else None,
    )
    day_before = renewal.window_opens_on(terms, expires_on) - timedelta(days=1)
    return {"expires_at": end_of_day(expires_on, learner.zone), "renewable_at": end_of_day(day_before, learner.zone)}


def _day(at: datetime, learner: User) -> date:
    return at.astimezone(learner.zone).date()


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, reason: str, by: User) -> None:
    """Take a certificate back, with a reason its owner reads; the completion stays. Revoked twice, nothing happens.

    Raises NotAllowed for others than its owner and administrators, WrongState without a reason, or when a newer one
    has replaced it.
    """
    check_revoke_certificate(certificate, by)
    reason = reason.strip()
    if not reason:
        raise WrongState(_("Say why, in a sentence: the owner reads it."))
    open_ones = Certificate.objects.filter(pk=certificate.pk, status__in=[enrolments.VALID, enrolments.EXPIRED])
    now = timezone.now()
    if not open_ones.update(status=enrolments.REVOKED, revoked_at=now, revoked_by=by, revoked_reason=reason[:300]):
        if Certificate.objects.filter(pk=certificate.pk, status=enrolments.REVOKED).exists():
            return
        raise WrongState(_("A newer certificate has replaced this one: revoke that one."))
    audit.record("learning.certificate.revoke", certificate, by, course_key=certificate.course_key)
    if certificate.user_id != by.pk:
        event = f"certificate:{certificate.pk}:revoked"
        send_notice(
            "learning.certificate_revoked", to=certificate.user, event=event, certificate_id=str(certificate.pk)
        )


@transaction.atomic
def expire_certificate(*, certificate_id: uuid.UUID) -> bool:
    """A certificate's end has come. Out: False when that was done already. May run twice."""
    now = timezone.now()
    due = Certificate.objects.valid().filter(pk=certificate_id, expires_at__lte=now)
    if not due.update(status=enrolments.EXPIRED):
        return False
    certificate = Certificate.objects.select_related("user").get(pk=certificate_id)
    own = {"learner": certificate.user, "course_key": certificate.course_key, "source": enrolments.RENEWAL}
    Enrolment.objects.active().filter(**own).update(state=enrolments.EXPIRED, ended_at=now, remind_on=None)
    audit.record("learning.certificate.expire", certificate, None, course_key=certificate.course_key)
    _tell(certificate, "learning.certificate_expired", "expired")
    return True


@transaction.atomic
def open_renewal(*, certificate_id: uuid.UUID) -> bool:
    """The window of a certificate is open: its learner may take the course again. Out: False when done already.

    The certificate stays valid until its end; what was read and passed stays, in its own cycle.
    """
    certificate = Certificate.objects.valid().select_related("user").filter(pk=certificate_id).first()
    if certificate is None or not queries.is_published(certificate.course_key):
        return False
    learner = certificate.user
    due_on = queries.last_day_of(certificate).date()
    cycle = _open_cycle(learner, certificate.course_key, certificate.cycle + 1, enrolments.RENEWAL, due_on)
    if cycle is None:
        return False
    _tell(certificate, "learning.renewal_opened", "renewal")
    return True


def _open_cycle(learner: User, course_key: uuid.UUID, number: int, reason: str, due_on: date | None) -> Cycle | None:
    """Open a cycle once, with an enrolment in it unless the learner has left. An attempt begun counts in the new one.
    Out: None when it was open already."""
    try:
        with transaction.atomic():
            cycle = Cycle.objects.create(user=learner, course_key=course_key, number=number, reason=reason)
    except IntegrityError:
        return None
    audit.record("learning.cycle.open", cycle, None, course_key=course_key, number=number, reason=reason)
    Attempt.objects.filter(learner=learner, course_key=course_key).in_progress().update(cycle=number)
    if queries.may_be_reminded(learner) or queries.is_paused(learner):
        today = timezone.localdate(timezone=learner.zone)
        Enrolment.objects.get_or_create(
            learner=learner,
            course_key=course_key,
            state=enrolments.ACTIVE,
            defaults={
                "cycle": number,
                "source": enrolments.RENEWAL,
                "due_on": due_on,
                "remind_on": next_reminder(due_on, after=today, left=enrolments.MAX_REMINDERS),
            },
        )
    return cycle


@transaction.atomic
def ask_again(*, course_key: uuid.UUID, by: User) -> Recertification:
    """Ask everybody who completed a course to take it again. The worker opens the cycles; certificates stay valid.

    Out: the request, the one under way when there is one. Raises NotAllowed, WrongState when it is not published.
    """
    check_ask_again(by)
    if not queries.is_published(course_key):
        raise WrongState(_("This course is not published."))
    under_way = Recertification.objects.filter(course_key=course_key, work_state__in=["pending", "working"])
    existing = under_way.first()
    if existing:
        return existing
    try:
        with transaction.atomic():
            request = Recertification.objects.create(course_key=course_key, asked_by=by)
    except IntegrityError:
        return under_way.get()
    audit.record("learning.course.ask_again", request, by, course_key=course_key)
    return request


@transaction.atomic
def open_asked_cycles(*, recertification: Recertification) -> int:
    """Open the cycles of the next people a course is asked of again. Out: how many; 0 when none is left."""
    course_key = recertification.course_key
    people = queries.people_to_ask_again(course_key, recertification.asked_at, PEOPLE_AT_A_TIME)
    for learner in people:
        number = queries.current_cycle(learner, course_key) + 1
        if _open_cycle(learner, course_key, number, enrolments.RECERTIFICATION, None):
            event = f"cycle:{learner.pk}:{course_key}:{number}"
            send_notice("learning.course_changed", to=learner, event=event, course_key=str(course_key))
    return len(people)


@transaction.atomic
def save_certification(*, course_key: uuid.UUID, by: User, changes: dict[str, Any]) -> Certification:
    """Say whether a course gives a certificate and until when; counts for certificates issued from now on.

    Raises NotAllowed, ValidationError when the periods do not fit together.
    """
    check_manage_enrolments(by)
    certification, _created = Certification.objects.select_for_update().get_or_create(course_key=course_key)
    for name, value in changes.items():
        setattr(certification, name, value)
    certification.full_clean()
    certification.save()
    audit.record("learning.certification.change", certification, by, course_key=course_key, fields=sorted(changes))
    return certification


def _tell(certificate: Certificate, notice: str, what: str) -> None:
    event = f"certificate:{certificate.pk}:{what}"
    send_notice(notice, to=certificate.user, event=event, certificate_id=str(certificate.pk))
