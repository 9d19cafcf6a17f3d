"""Being enrolled in a course, by choice or by suggestion. Apart from progress: ending one takes nothing of the other."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people import roles
from people.models import COUNTRIES, Cohort, Entity

from .. import enrolments
from .cycles import FIRST_CYCLE
from .summaries import Summed, SummedQuerySet


def role_choices() -> list[tuple[str, object]]:
    """(key, name) of each role."""
    return list(roles.ROLES.items())


class EnrolmentRule(models.Model):
    """Suggests a course to those who fit. Adds only: who no longer fits keeps the course, who withdrew is left in peace.

    Empty conditions ask for nothing; those that are filled must all hold.
    """

    name = models.CharField(_("name"), max_length=120)
    course_key = models.UUIDField(_("course"))
    audience = models.CharField(
        _("audience"), max_length=12, choices=enrolments.audience_choices, default=enrolments.TAKING_PART
    )
    role = models.CharField(_("role"), max_length=20, choices=role_choices, blank=True)
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("cohort"))
    entity = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("entity"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=COUNTRIES, blank=True)
    due_in_days = models.PositiveSmallIntegerField(
        _("days to do it in"), null=True, blank=True, help_text=_("Empty: no date is suggested.")
    )
    is_active = models.BooleanField(_("applies"), default=True)
    keeps_applying = models.BooleanField(
        _("also to people who come later"), default=True, help_text=_("Otherwise the rule is applied once.")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    run_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("enrolment rule")
        verbose_name_plural = _("enrolment rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_in_days__isnull=True) | Q(due_in_days__gte=1), name="a_rule_leaves_at_least_a_day"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def conditions(self) -> list[str]:
        """The conditions that are filled, in words."""
        names = (
            self.cohort and self.cohort.name,
            self.entity and self.entity.name,
            self.role and self.get_role_display(),
            self.language and self.get_language_display(),
            self.country and self.get_country_display(),
        )
        return [str(name) for name in names if name]


class EnrolmentQuerySet(SummedQuerySet):
    who = "learner"
    summed = ("learner", "learner_id", "course_key", "state", "due_on")

    def active(self) -> Self:
        return self.filter(state=enrolments.ACTIVE)

    def waived(self) -> Self:
        return self.filter(state=enrolments.WAIVED)


class Enrolment(Summed):
    """One learner, one course, one reason to be there. `due_on` is a suggestion without consequence: it reminds.

    The day ends where the learner is. `remind_on` is the day of the next reminder, if any is left.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    course_key = models.UUIDField()
    cycle = models.PositiveIntegerField(default=FIRST_CYCLE)
    source = models.CharField(max_length=10, choices=enrolments.source_choices, default=enrolments.SELF)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    rule = models.ForeignKey(EnrolmentRule, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=enrolments.state_choices, default=enrolments.ACTIVE)
    ended_at = models.DateTimeField(null=True, blank=True)
    waiver_reason = models.CharField(max_length=20, choices=enrolments.waiver_reason_choices, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reminders_sent = models.PositiveSmallIntegerField(default=0)
    remind_on = models.DateField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["assigned_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course_key"],
                condition=Q(state="active"),
                name="one_active_enrolment_per_learner_and_course",
            ),
            models.CheckConstraint(
                condition=Q(state="active", ended_at__isnull=True) | (~Q(state="active") & Q(ended_at__isnull=False)),
                name="an_enrolment_that_ended_says_when_and_no_other_does",
            ),
            models.CheckConstraint(
                condition=(Q(state="waived") & ~Q(waiver_reason=""))
                | (~Q(state="waived") & Q(waiver_reason="", waived_by__isnull=True)),
                name="a_waiver_has_a_reason_and_nothing_else_has",
            ),
            models.CheckConstraint(
                condition=Q(reminders_sent__lte=enrolments.MAX_REMINDERS),
                name="nobody_is_reminded_more_than_three_times",
            ),
            models.CheckConstraint(condition=Q(cycle__gte=FIRST_CYCLE), name="an_enrolment_belongs_to_a_cycle"),
        ]
        indexes = [
            models.Index(fields=["course_key", "state"], name="learning_enrolment_course"),
            models.Index(fields=["remind_on"], name="learning_enrolment_remind", condition=Q(state="active")),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.course_key} ({self.state})"

    @property
    def is_active(self) -> bool:
        return self.state == enrolments.ACTIVE


class PendingEnrolmentQuerySet(models.QuerySet["PendingEnrolment"]):
    def of(self, user: Any) -> PendingEnrolmentQuerySet:
        """Those that wait for this person."""
        return self.filter(email__iexact=user.email)


class PendingEnrolment(models.Model):
    """A suggestion to an address nobody has yet: it becomes an enrolment when the person enters the directory."""

    email = models.EmailField(_("e-mail address"))
    course_key = models.UUIDField()
    source = models.CharField(max_length=10, choices=enrolments.source_choices, default=enrolments.IMPORT)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(null=True, blank=True)

    objects = PendingEnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["assigned_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), "course_key", name="an_address_waits_once_for_a_course_whatever_its_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.course_key}"
