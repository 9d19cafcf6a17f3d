"""Who: users, where they belong, whether they take part, and when they work."""

from __future__ import annotations

import zoneinfo
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField

from core.calendars import WorkingHours
from core.visible import check_visible_fields

from . import roles, states
from .company import ClosedPeriodBlock
from .networks import network_choices

COUNTRIES = [
    ("FR", _("France")),
    ("BE", _("Belgium")),
    ("CH", _("Switzerland")),
    ("LU", _("Luxembourg")),
    ("DE", _("Germany")),
    ("ES", _("Spain")),
    ("IT", _("Italy")),
    ("GB", _("United Kingdom")),
    ("IE", _("Ireland")),
    ("US", _("United States")),
    ("CA", _("Canada")),
    ("XX", _("Another country")),
]


def time_zone_choices() -> list[tuple[str, str]]:
    """(key, name) of the usual zones, Europe first."""
    zones = sorted(z for z in zoneinfo.available_timezones() if "/" in z and not z.startswith(("Etc/", "SystemV/")))
    return [(z, z.replace("_", " ")) for z in sorted(zones, key=lambda z: (not z.startswith("Europe/"), z))]


class Entity(models.Model):
    """A legal entity or a site of the company."""

    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("entity")
        verbose_name_plural = _("entities")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a name that holds a character nobody sees: the charter prints it."""
        super().clean()
        check_visible_fields({"name": self.name})


class Cohort(models.Model):
    """People who begin together."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")

    def __str__(self) -> str:
        return self.name


class WorkCalendar(models.Model):
    """When somebody works: spans a weekday, and days off. `spans`: {"0": [["09:00", "17:30"]], ...}, Monday is 0."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    spans = models.JSONField(_("working hours"))
    holidays = models.JSONField(_("public holidays"), default=list, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("work calendar")
        verbose_name_plural = _("work calendars")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse hours that nobody could work, and days off that are no dates."""
        super().clean()
        try:
            WorkingHours.from_spans(self.spans, zone="UTC", days_off=frozenset(map(_iso_day, self.holidays)))
        except (ValueError, TypeError, AttributeError) as error:
            raise ValidationError(
                _("A calendar needs working hours, each span ending after it starts, and days off that are dates.")
            ) from error


def _iso_day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person with this address; raises ValueError without one."""
        if not email:
            raise ValueError("a person needs an e-mail address")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A technical account with every right in Wagtail's administration, where nobody can be managed; no role."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def visible_to(self, user: Any) -> models.QuerySet[User]:
        """Whose directory entry may be opened and changed: HR and administrators; everybody sees their own."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(roles.HR) or user.has_role(roles.ADMINISTRATOR):
            return self.all()
        return self.filter(pk=user.pk)


class User(AbstractUser):
    """A person of the company. The address signs in; `line_manager` is a relation that gives no right at all."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="fr")
    country = models.CharField(_("country"), max_length=2, choices=COUNTRIES, default="FR")
    time_zone = models.CharField(_("time zone"), max_length=64, choices=time_zone_choices, default="Europe/Paris")
    entity = models.ForeignKey(Entity, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("entity"))
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("cohort"))
    calendar = models.ForeignKey(
        WorkCalendar, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("work calendar")
    )
    line_manager = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports", verbose_name=_("line manager")
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[misc,assignment]

    class Meta:
        ordering = ["last_name", "first_name", "id"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_address_whatever_its_case"),
            models.CheckConstraint(
                condition=Q(line_manager__isnull=True) | ~Q(line_manager=F("id")),
                name="nobody_is_their_own_line_manager",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.email

    @cached_property
    def role_names(self) -> frozenset[str]:
        return frozenset(self.groups.values_list("name", flat=True))

    def has_role(self, *names: str) -> bool:
        """Does the person hold one of these roles? An inactive person holds none."""
        return self.is_active and not self.role_names.isdisjoint(names)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()
        if self._state.adding:
            names = ("email", "first_name", "last_name")
            check_visible_fields({name: getattr(self, name) for name in names})
        if self.line_manager_id and self.pk in line_of_managers(self.line_manager):
            raise ValidationError({"line_manager": _("This would make a circle: that person already reports to them.")})


def line_of_managers(user: User | None) -> list[int]:
    """Ids from a person up through their line managers; stops at a circle."""
    line: list[int] = []
    while user is not None and user.pk not in line:
        line.append(user.pk)
        user = user.line_manager
    return line


class Absence(models.Model):
    """Days away. Dates only: the reason is nobody's business here."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="an_absence_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, user: Any) -> MembershipQuerySet:
        """One's own; programme managers and HR see the list of those who volunteered, but never a direct report.

        The relation of line manager takes rights away, whatever other roles the reader has.
        """
        if not user.is_authenticated:
            return self.none()
        own = Q(user=user)
        if user.has_role(roles.PROGRAMME_MANAGER):
            return self.filter(own | ~Q(user__line_manager=user) | Q(user__line_manager__isnull=True))
        return self.filter(own)

    def open(self) -> MembershipQuerySet:
        return self.exclude(state=states.LEFT)

    def taking_part(self) -> MembershipQuerySet:
        """Volunteers and ambassadors to whom reminders may go: not paused, not reduced, not left."""
        return self.filter(state__in=[states.VOLUNTEER, states.AMBASSADOR])


class Membership(models.Model):
    """One period of taking part, from joining freely to leaving freely."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    state = models.CharField(_("state"), max_length=12, choices=states.state_choices, default=states.VOLUNTEER)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now)
    paused_from_state = models.CharField(max_length=12, blank=True, choices=states.state_choices)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateField(_("until"), null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-joined_at"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=~Q(state="left"), name="a_person_takes_part_at_most_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="left", left_at__isnull=False) | (~Q(state="left") & Q(left_at__isnull=True)),
                name="who_left_has_a_leaving_time_and_nobody_else",
            ),
            models.CheckConstraint(
                condition=(Q(state="paused", paused_at__isnull=False) & ~Q(paused_from_state=""))
                | (~Q(state="paused") & Q(paused_at__isnull=True, paused_from_state="")),
                name="a_pause_knows_when_and_from_what_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"


class SocialAccount(models.Model):
    """A network the person chose to prepare for. Private to them; never a password, never required."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="social_accounts")
    network = models.CharField(_("network"), max_length=20, choices=network_choices)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "network"], name="a_network_is_chosen_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.network}"


class StepUpCode(models.Model):
    """A code sent by e-mail to prove, again, who is there. Only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=128)
    sent_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.sent_at:%Y-%m-%d %H:%M}"


@register_setting(icon="group")
class CompanySettings(BaseGenericSetting):
    """What every pillar reads about the company: its name and whom to turn to. Contacts are not roles."""

    company_name = models.CharField(_("company name"), max_length=120, default="Votre entreprise")
    programme_contact = models.CharField(_("programme contact"), max_length=200, blank=True)
    alert_contact = models.CharField(_("whom to tell of pressure"), max_length=200, blank=True)
    dpo_contact = models.CharField(_("data protection officer"), max_length=200, blank=True)
    mediation_contact = models.CharField(_("mediation"), max_length=200, blank=True)
    press_contact = models.CharField(_("press office"), max_length=200, blank=True)
    it_security_contact = models.CharField(_("IT security"), max_length=200, blank=True)
    communications_contact = models.CharField(_("communications"), max_length=200, blank=True)
    crisis_duty_contact = models.CharField(
        _("who answers a crisis"),
        max_length=200,
        blank=True,
        help_text=_("Shown to a person who reports a crisis: a name, a number, hours."),
    )
    coach_hours = models.ForeignKey(
        WorkCalendar,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("hours of the coaches"),
    )
    networks_not_allowed = StreamField(
        [("network", blocks.ChoiceBlock(choices=network_choices, label=_("Network")))],
        verbose_name=_("networks not allowed here"),
        blank=True,
        default=list,
        help_text=_("Lessons that are only about these networks are hidden."),
    )
    closed_periods = StreamField(
        [("period", ClosedPeriodBlock())],
        verbose_name=_("closed periods"),
        blank=True,
        default=list,
        help_text=_("Days when nobody speaks about the company’s results or plans."),
    )

    panels = [
        FieldPanel("company_name"),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "programme_contact",
                    "alert_contact",
                    "dpo_contact",
                    "mediation_contact",
                    "press_contact",
                    "it_security_contact",
                    "communications_contact",
                    "crisis_duty_contact",
                )
            ],
            heading=_("Contacts"),
        ),
        FieldPanel("coach_hours"),
        FieldPanel("networks_not_allowed"),
        FieldPanel("closed_periods"),
    ]

    class Meta:
        verbose_name = _("company")

    def clean(self) -> None:
        """Refuse characters nobody sees: the charter prints these values."""
        super().clean()
        texts = [field.name for field in self._meta.fields if isinstance(field, models.CharField)]
        check_visible_fields({name: getattr(self, name) for name in texts})


def today_for(user: User) -> date:
    """The date it is where the person is."""
    return timezone.localdate(timezone=user.zone)
