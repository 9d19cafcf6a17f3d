"""A person's directory entry, changed by HR or an administrator; a directory feed will call the same action."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from core import audit
from core.visible import check_visible_fields

from ..models import Absence, User
from ..permissions import check_edit_absences, check_edit_person, check_edit_profile


@transaction.atomic
def save_person(*, person: User, by: User, changes: dict[str, Any]) -> User:
    """Change directory fields. In: `changes`, field name to value. Raises NotAllowed, ValidationError (circle, a
    character nobody sees)."""
    check_edit_person(by)
    return _change(person, by, changes)


@transaction.atomic
def create_person(*, by: User, fields: dict[str, Any]) -> User:
    """Make an entry. The person has no password: they choose one through “Forgotten your password?”.

    In: `fields`, field name to value, the address among them. Raises NotAllowed, ValidationError (address taken, a
    character nobody sees).
    """
    check_edit_person(by)
    person = User(**fields)
    person.set_unusable_password()
    person.full_clean()
    person.save()
    audit.record("people.user.create", person, by)
    return person


@transaction.atomic
def save_profile(*, user: User, by: User, changes: dict[str, Any]) -> User:
    """Change one's own language and time zone. Raises NotAllowed on anything or anybody else."""
    check_edit_profile(by, user, changes)
    return _change(user, by, changes)


def _change(person: User, by: User, changes: dict[str, Any]) -> User:
    check_visible_fields(changes)
    User.objects.select_for_update().get(pk=person.pk)
    for name, value in changes.items():
        setattr(person, name, value)
    person.full_clean(exclude=["password"])
    person.save(update_fields=list(changes))
    audit.record("people.user.change", person, by, fields=sorted(changes))
    return person


@transaction.atomic
def add_absence(*, person: User, starts_on: date, ends_on: date, by: User) -> Absence:
    """Note days away. Raises NotAllowed, IntegrityError when the last day comes before the first."""
    check_edit_absences(by, person)
    absence = Absence.objects.create(user=person, starts_on=starts_on, ends_on=ends_on)
    audit.record("people.absence.add", absence, by, person=person.pk)
    return absence


@transaction.atomic
def remove_absence(*, absence: Absence, by: User) -> None:
    """Forget days away; forgotten twice, nothing happens. Raises NotAllowed."""
    check_edit_absences(by, absence.user)
    if Absence.objects.filter(pk=absence.pk).exists():
        audit.record("people.absence.remove", absence, by, person=absence.user_id)
        Absence.objects.filter(pk=absence.pk).delete()
