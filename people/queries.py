"""Reads that span models."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.calendars import WorkingHours
from core.notices import Reader

from .company import CLOSED_PERIODS, COMPANY_PARTS, NETWORKS_NOT_ALLOWED
from .models import Absence, CompanySettings, Membership, User, WorkCalendar
from .networks import NETWORKS

NETWORKS_KEPT_AS, NETWORKS_KEPT_SECONDS = "people:networks-not-allowed", 10
DEFAULT_SPANS = {str(day): [["09:00", "18:00"]] for day in range(5)}


def current_membership(user: User) -> Membership | None:
    """The period of taking part that is open, or None."""
    return Membership.objects.open().filter(user=user).first()


def has_left(user: User) -> bool:
    """Did the person take part once, and no longer do?"""
    return current_membership(user) is None and Membership.objects.filter(user=user).exists()


def matching(text: str, prefix: str = "") -> Q:
    """Rows of the people whose name or address holds every word of `text`.

    In: `prefix`, the path to the person ("user__"). SQLite folds the case of ASCII letters only, so that each word is
    also looked for in the forms names are written in.
    """
    condition = Q()
    for word in text.split()[:6]:
        forms = {word, word.lower(), word.upper(), word.capitalize()}
        names = ("first_name", "last_name", "email")
        condition &= reduce(or_, (Q(**{f"{prefix}{name}__icontains": form}) for name in names for form in forms))
    return condition


def company() -> CompanySettings:
    """The company's settings (cached per process for a moment by Wagtail)."""
    settings: CompanySettings = CompanySettings.load()
    return settings


def networks_not_allowed() -> frozenset[str]:
    """The networks the company closes at work; kept for a moment, since every page of courses asks."""
    found: frozenset[str] | None = cache.get(NETWORKS_KEPT_AS)
    if found is None:
        found = frozenset(str(block.value) for block in company().networks_not_allowed)
        cache.set(NETWORKS_KEPT_AS, found, NETWORKS_KEPT_SECONDS)
    return found


def company_part_text(name: str) -> str:
    """What the company has filled in, in words; an empty text when it has not yet."""
    settings = company()
    if name == NETWORKS_NOT_ALLOWED:
        return ", ".join(NETWORKS.get(str(block.value), str(block.value)) for block in settings.networks_not_allowed)
    if name == CLOSED_PERIODS:
        return "\n".join(_period(block.value) for block in settings.closed_periods if is_current(block.value))
    return str(getattr(settings, name)) if name in COMPANY_PARTS else ""


def is_current(period: Any) -> bool:
    """Is this closed period under way or still to come?"""
    return bool(period["ends_on"] >= timezone.localdate())


def _period(period: Any) -> str:
    first, last = (date_format(period[end], "j F Y") for end in ("starts_on", "ends_on"))
    return _("%(name)s: from %(first)s to %(last)s") % {"name": period["name"], "first": first, "last": last}


def working_hours(user: User) -> WorkingHours:
    """When this person works, in their own zone, absences left out."""
    calendar = user.calendar
    return hours_of(calendar, user.time_zone, absent=_absent_days(user))


def hours_of(calendar: WorkCalendar | None, zone: str, absent: frozenset[str] = frozenset()) -> WorkingHours:
    """A calendar row as pure working hours; without one, Monday to Friday from 9:00 to 18:00."""
    spans = calendar.spans if calendar else DEFAULT_SPANS
    holidays = frozenset(calendar.holidays if calendar else ()) | absent
    return WorkingHours.from_spans(spans, zone=zone, days_off=holidays)


def _absent_days(user: User) -> frozenset[str]:
    days = []
    for absence in Absence.objects.filter(user=user):
        span = (absence.ends_on - absence.starts_on).days
        days += [(absence.starts_on + timedelta(days=n)).isoformat() for n in range(min(span, 730) + 1)]
    return frozenset(days)


def reader(user_id: int) -> Reader:
    """The reader behind an id, for the outbox; raises User.DoesNotExist."""
    user = User.objects.select_related("calendar").get(pk=user_id)

    def earliest_at(now: datetime) -> datetime:
        return working_hours(user).next_open(now)

    return Reader(
        user=user,
        address=user.email,
        name=user.display_name,
        language=user.language,
        zone=user.zone,
        is_active=user.is_active,
        earliest_at=earliest_at,
    )
