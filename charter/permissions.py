"""Who may do what. `can_x` for templates and views, `check_x` for actions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.errors import NotAllowed
from people import roles


def can_publish_version(user: Any) -> bool:
    return bool(user.is_authenticated and user.has_role(roles.HR))


def check_publish_version(user: Any) -> None:
    if not can_publish_version(user):
        raise NotAllowed(_("Only HR publishes the charter: publishing binds the company."))


def can_read_register(user: Any) -> bool:
    return bool(user.is_authenticated and user.has_role(roles.LEGAL, roles.HR))


def check_read_register(user: Any) -> None:
    if not can_read_register(user):
        raise NotAllowed(_("Only legal and HR read the register of charters."))
