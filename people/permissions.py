"""Who may do what to people. `can_x` for templates, `check_x` for actions."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.errors import NotAllowed

from . import roles
from .models import User


def can_edit_person(user: User) -> bool:
    return user.has_role(roles.HR, roles.ADMINISTRATOR)


def check_edit_person(user: User) -> None:
    if not can_edit_person(user):
        raise NotAllowed(_("Only HR and administrators may change a person’s entry."))


def is_line_manager_of(manager: User, person: User) -> bool:
    """Read at the time of reading: managers change."""
    return person.line_manager_id == manager.pk
