"""Who holds which role, and whose account is open: given, taken, opened and closed by administrators."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import NotAllowed

from ..models import User
from ..permissions import check_give_roles
from ..roles import ADMINISTRATOR, ROLES


@transaction.atomic
def set_roles(*, person: User, roles: Collection[str], by: User) -> None:
    """Give exactly these roles; groups that are no role of ours stay. Who stops being an administrator is no superuser
    either. Raises NotAllowed unless an administrator asks, or when they would take that role from themselves; KeyError
    on an unknown role."""
    asking = _asking_administrator(by)
    wanted = {ROLES[name] and name for name in roles}
    User.objects.select_for_update().get(pk=person.pk)
    held = set(person.groups.filter(name__in=ROLES).values_list("name", flat=True))
    if ADMINISTRATOR in held - wanted:
        if person.pk == asking.pk:
            raise NotAllowed(_("You cannot take the role of administrator from yourself: ask another administrator."))
        User.objects.filter(pk=person.pk).update(is_superuser=False, is_staff=False)
    person.groups.remove(*Group.objects.filter(name__in=held - wanted))
    person.groups.add(*Group.objects.filter(name__in=wanted - held))
    if wanted != held:
        audit.record("people.user.set_roles", person, by, given=sorted(wanted - held), taken=sorted(held - wanted))


@transaction.atomic
def set_active(*, person: User, active: bool, by: User) -> None:
    """Close an account, whose sessions end at once, or open it again; done twice, nothing happens.

    Raises NotAllowed unless an administrator asks, and on their own account.
    """
    asking = _asking_administrator(by)
    if person.pk == asking.pk:
        raise NotAllowed(_("You cannot close your own account: ask another administrator."))
    if User.objects.filter(pk=person.pk, is_active=not active).update(is_active=active):
        audit.record("people.user.open" if active else "people.user.close", person, by)


@transaction.atomic
def appoint_administrator(*, email: str, by: None = None) -> User:
    """Make an administrator from the command line: the first one, or when none is left. An unknown address gets an
    entry without a password. Raises ValidationError when this is no address."""
    group = Group.objects.select_for_update().get(name=ADMINISTRATOR)
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        person = User(email=email.lower())
        person.set_unusable_password()
        person.full_clean()
        person.save()
        audit.record("people.user.create", person, by)
    if not person.groups.filter(pk=group.pk).exists():
        person.groups.add(group)
        audit.record("people.user.set_roles", person, by, given=[ADMINISTRATOR], taken=[])
    return person


def _asking_administrator(by: User) -> User:
    """The asking administrator as they are now. One change at a time, so that two administrators who remove each other
    at once do not both succeed: one administrator always stays, the one who asks. Raises NotAllowed."""
    Group.objects.select_for_update().get(name=ADMINISTRATOR)
    asking = User.objects.get(pk=by.pk)
    check_give_roles(asking)
    return asking
