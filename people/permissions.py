"""Who may do what to people. `can_x` for templates, `check_x` for actions."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.errors import NotAllowed

from . import roles
from .models import User

PROFILE_FIELDS = {"language", "time_zone"}


def can_edit_person(user: User) -> bool:
    return user.has_role(roles.HR, roles.ADMINISTRATOR)


def check_edit_person(user: User) -> None:
    if not can_edit_person(user):
        raise NotAllowed(_("Only HR and administrators may change a person’s entry."))


def can_give_roles(user: User) -> bool:
    return user.has_role(roles.ADMINISTRATOR)


def check_give_roles(user: User) -> None:
    if not can_give_roles(user):
        raise NotAllowed(_("Only administrators give or take roles."))


def check_edit_profile(user: User, person: User, fields: Iterable[str]) -> None:
    """Everybody decides on their own language and time zone; the rest of an entry is the directory's."""
    if user.pk != person.pk or not set(fields) <= PROFILE_FIELDS:
        raise NotAllowed(_("You can change your own language and time zone only."))


def check_edit_absences(user: User, person: User) -> None:
    """One's own days away, or anybody's for those who keep the directory."""
    if user.pk != person.pk:
        check_edit_person(user)


def is_line_manager_of(manager: User, person: User) -> bool:
    """Read at the time of reading: managers change."""
    return person.line_manager_id == manager.pk
