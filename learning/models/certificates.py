"""What a completed course gives: a certificate, for how long, and what became of it."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.models import WorkQuerySet, WorkRow

from .. import enrolments
from .cycles import FIRST_CYCLE
from .summaries import Summed, SummedQuerySet


class Certification(models.Model):
    """The rule of one course: does it give a certificate, and until when. Without a row: yes, without end.

    Active period, recertification window and minimum active period in the sense of Totara: W <= A, W <= M <= A.
    A month counts as 28 days in these comparisons.
    """

    course_key = models.UUIDField(_("course"), unique=True)
    gives_certificate = models.BooleanField(_("gives a certificate"), default=True)
    expires = models.BooleanField(_("the certificate expires"), default=False)
    mode = models.CharField(
        _("reckoned"), max_length=20, choices=enrolments.expiry_mode_choices, default=enrolments.COMPLETION_DATE
    )
    active_months = models.PositiveSmallIntegerField(_("valid for, in months"), default=12)
    window_days = models.PositiveSmallIntegerField(
        _("can be renewed from, in days before the end"),
        default=60,
        help_text=_("The certificate stays valid until its end."),
    )
    minimum_days = models.PositiveSmallIntegerField(
        _("valid for at least, in days"),
        default=90,
        help_text=_("Who completes shortly before the common day has until the one after it."),
    )

    class Meta:
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        constraints = [
            models.CheckConstraint(
                condition=Q(active_months__gte=1), name="a_certificate_is_valid_for_at_least_a_month"
            ),
            models.CheckConstraint(condition=Q(window_days__gte=1), name="a_window_is_open_for_at_least_a_day"),
            models.CheckConstraint(
                condition=Q(window_days__lte=F("active_months") * 28),
                name="a_window_is_no_longer_than_the_active_period",
            ),
            models.CheckConstraint(
                condition=Q(minimum_days__gte=F("window_days")), name="a_minimum_period_is_no_shorter_than_the_window"
            ),
            models.CheckConstraint(
                condition=Q(minimum_days__lte=F("active_months") * 28),
                name="a_minimum_period_is_no_longer_than_the_active_period",
            ),
        ]

    def __str__(self) -> str:
        return str(self.course_key)


class CertificateQuerySet(SummedQuerySet):
    summed = ("user", "user_id", "course_key", "status", "expires_at")

    def valid(self) -> Self:
        return self.filter(status=enrolments.VALID)

    def open_to_whoever_holds_its_number(self, number: uuid.UUID) -> Self:
        """The public page: whoever was given the number may see the status, the name, the course and the dates."""
        return self.filter(pk=number)


class Certificate(Summed):
    """A certificate as it was issued: names and titles are those of that day. One per cycle, and all are kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course_key = models.UUIDField()
    course_revision_id = models.BigIntegerField(null=True)
    cycle = models.PositiveIntegerField(default=FIRST_CYCLE)
    name_snapshot = models.CharField(max_length=320)
    title_fr = models.CharField(max_length=255)
    title_en = models.CharField(max_length=255)
    company_snapshot = models.CharField(max_length=120)
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    renewable_at = models.DateTimeField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=enrolments.certificate_status_choices, default=enrolments.VALID)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_reason = models.CharField(_("reason"), max_length=300, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="superseded_by"
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(fields=["user", "course_key", "cycle"], name="a_cycle_gives_one_certificate"),
            models.UniqueConstraint(
                fields=["user", "course_key"],
                condition=Q(status="valid"),
                name="one_valid_certificate_per_learner_and_course",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("issued_at")),
                name="a_certificate_expires_after_it_was_issued",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True, renewable_at__isnull=True)
                | Q(expires_at__isnull=False, renewable_at__isnull=False, renewable_at__lt=F("expires_at")),
                name="a_certificate_is_renewable_before_it_expires",
            ),
            models.CheckConstraint(
                condition=~Q(status="expired") | Q(expires_at__isnull=False),
                name="an_expired_certificate_had_an_end",
            ),
            models.CheckConstraint(
                condition=(Q(status="revoked", revoked_at__isnull=False) & ~Q(revoked_reason=""))
                | (~Q(status="revoked") & Q(revoked_at__isnull=True, revoked_by__isnull=True, revoked_reason="")),
                name="a_revoked_certificate_says_when_and_why_and_no_other_does",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="learning_certificate_expiry", condition=Q(status="valid")),
            models.Index(fields=["renewable_at"], name="learning_certificate_renewal", condition=Q(status="valid")),
            models.Index(fields=["course_key", "status"], name="learning_certificate_course"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.status})"

    def get_absolute_url(self) -> str:
        """The public page that tells its status."""
        return reverse("certificate_verify", args=[self.pk])

    @property
    def title(self) -> str:
        """The course's title of that day, in the active language."""
        return self.title_en if get_language() == "en" else self.title_fr

    @property
    def is_valid(self) -> bool:
        return bool(self.status == enrolments.VALID)


class CertificateFileQuerySet(WorkQuerySet["CertificateFile"]):
    def visible_to(self, user: Any) -> Self:
        """The owner's, and nobody else's."""
        return self.filter(certificate__user=user) if user.is_authenticated else self.none()


class CertificateFile(WorkRow):
    """The PDF of a certificate: made by the worker, the same bytes every time."""

    certificate = models.OneToOneField(Certificate, on_delete=models.CASCADE, related_name="file")

    objects = CertificateFileQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="learning_certificate_file_due",
                condition=Q(work_state__in=["pending", "working"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} ({self.work_state})"

    @property
    def storage_key(self) -> str:
        return f"certificates/{self.certificate_id}.pdf"
