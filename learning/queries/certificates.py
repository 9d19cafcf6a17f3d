"""Certificates: the terms of a course, what is due, and the link that adds one to a profile."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from people.models import User

from .. import enrolments
from ..models import Certificate, Certification, CourseCompletion, Cycle
from ..renewal import Terms

LINKEDIN = "https://www.linkedin.com/profile/add"


def certification_of(course_key: uuid.UUID) -> Certification:
    """The rule of a course; without a row, the defaults, not saved: a certificate without end."""
    found = Certification.objects.filter(course_key=course_key).first()
    return found or Certification(course_key=course_key)


def terms_of(certification: Certification) -> Terms:
    """The rule as pure terms."""
    return Terms(certification.mode, certification.active_months, certification.window_days, certification.minimum_days)


def last_certificate(user: User, course_key: uuid.UUID) -> Certificate | None:
    """The certificate a new one of this course replaces, valid or expired."""
    earlier = Certificate.objects.visible_to(user).filter(course_key=course_key)
    earlier = earlier.filter(status__in=[enrolments.VALID, enrolments.EXPIRED])
    found: Certificate | None = earlier.order_by("-cycle").first()
    return found


def certificates_to_expire(now: datetime) -> Iterable[uuid.UUID]:
    """Valid ones whose end has come."""
    return list(Certificate.objects.valid().filter(expires_at__lte=now).values_list("pk", flat=True))


def certificates_to_renew(now: datetime) -> Iterable[uuid.UUID]:
    """Valid ones whose window is open, and whose learner is still in the cycle that gave them."""
    later = Cycle.objects.filter(user=OuterRef("user_id"), course_key=OuterRef("course_key"))
    later = later.filter(number__gt=OuterRef("cycle"))
    due = Certificate.objects.valid().filter(~Exists(later), renewable_at__lte=now)
    return list(due.values_list("pk", flat=True))


def people_to_ask_again(course_key: uuid.UUID, asked_at: datetime, limit: int) -> list[User]:
    """People who had completed a course when it was asked to be taken again, and whose new cycle is not open yet."""
    done = CourseCompletion.objects.filter(course_key=course_key, completed_at__lt=asked_at).of_current_cycle()
    opened_since = Cycle.objects.filter(user=OuterRef("pk"), course_key=course_key, opened_at__gte=asked_at)
    people = User.objects.filter(~Exists(opened_since), Q(pk__in=done.values("user"))).order_by("pk")
    return list(people[:limit])


def verification_url(certificate: Certificate) -> str:
    """The public address, complete, without a language: it answers in the reader's."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/certificates/{certificate.pk}/"


def linkedin_url(certificate: Certificate) -> str:
    """The address that offers to add a certificate to one's profile. The learner opens it, or not."""
    issued = certificate.issued_at.astimezone(certificate.user.zone)
    fields: dict[str, object] = {
        "startTask": "CERTIFICATION_NAME",
        "name": certificate.title,
        "organizationName": certificate.company_snapshot,
        "issueYear": issued.year,
        "issueMonth": issued.month,
    }
    if certificate.expires_at:
        last_day = last_day_of(certificate)
        fields |= {"expirationYear": last_day.year, "expirationMonth": last_day.month}
    fields |= {"certUrl": verification_url(certificate), "certId": certificate.pk}
    return f"{LINKEDIN}?{urlencode(fields)}"


def last_day_of(certificate: Certificate) -> datetime:
    """A moment of the last day of validity, in the zone of its owner: `expires_at` is the beginning of the next."""
    if certificate.expires_at is None:
        raise ValueError("this certificate has no end")
    return (certificate.expires_at - timedelta(seconds=1)).astimezone(certificate.user.zone)


def certificate_download_url(certificate: Certificate) -> str:
    return reverse("learning:certificate_download", args=[certificate.pk])
