"""What `people` holds about a person."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.models import Notification
from core.privacy import Holding

from .models import Absence, Membership, SocialAccount, StepUpCode, User


def _export_identity(user: User) -> list[dict[str, Any]]:
    return [
        {
            "email": user.email,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "language": user.language,
            "country": user.country,
            "time_zone": user.time_zone,
            "entity": str(user.entity or ""),
            "cohort": str(user.cohort or ""),
        }
    ]


def _export_memberships(user: User) -> list[dict[str, Any]]:
    return [
        dict(row)
        for row in Membership.objects.filter(user=user).values("state", "joined_at", "paused_until", "left_at")
    ]


def _export_networks(user: User) -> list[dict[str, Any]]:
    return [dict(row) for row in SocialAccount.objects.filter(user=user).values("network", "added_at")]


def _export_absences(user: User) -> list[dict[str, Any]]:
    return [dict(row) for row in Absence.objects.filter(user=user).values("starts_on", "ends_on")]


def _erase_networks(user: User) -> int:
    return SocialAccount.objects.filter(user=user).delete()[0] + StepUpCode.objects.filter(user=user).delete()[0]


def _erase_absences(user: User) -> int:
    return Absence.objects.filter(user=user).delete()[0]


def _export_messages(user: User) -> list[dict[str, Any]]:
    return [dict(row) for row in Notification.objects.filter(recipient=user).values("notice", "created_at", "sent_at")]


def _erase_messages(user: User) -> int:
    return Notification.objects.filter(recipient=user).delete()[0]


def _keep(user: User) -> int:
    return 0


HOLDINGS = [
    Holding(
        key="people.identity",
        models=("people.User",),
        label=_("Your directory entry"),
        why=_("To know who signs in, in which language and time zone."),
        kept=_("As long as you work for the company; it follows the company’s directory."),
        export=_export_identity,
        erase=_keep,
    ),
    Holding(
        key="people.membership",
        models=("people.Membership",),
        label=_("Your participation"),
        why=_("To know that you joined freely, and since when."),
        kept=_("Dates only; kept with the charter’s archive."),
        export=_export_memberships,
        erase=_keep,
    ),
    Holding(
        key="people.networks",
        models=("people.SocialAccount", "people.StepUpCode"),
        label=_("Networks you chose"),
        why=_("To show you the checklists you asked for."),
        kept=_("Until you remove them or leave."),
        export=_export_networks,
        erase=_erase_networks,
    ),
    Holding(
        key="people.absences",
        models=("people.Absence",),
        label=_("Days away"),
        why=_("So that no reminder reaches you then."),
        kept=_("Until you leave."),
        export=_export_absences,
        erase=_erase_absences,
    ),
    Holding(
        key="people.messages",
        models=("core.Notification",),
        label=_("Messages sent to you"),
        why=_("So that each message reaches you once, and that a failure is seen."),
        kept=_("Their kind and date, never their text; until you leave."),
        export=_export_messages,
        erase=_erase_messages,
    ),
]
