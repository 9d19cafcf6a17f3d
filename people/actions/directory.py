"""A person's directory entry, changed by HR or an administrator; a directory feed will call the same action."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import audit

from ..models import User
from ..permissions import check_edit_person


@transaction.atomic
def save_person(*, person: User, by: User, changes: dict[str, Any]) -> User:
    """Change directory fields. In: `changes`, field name to value. Raises NotAllowed, ValidationError (circle)."""
    check_edit_person(by)
    User.objects.select_for_update().get(pk=person.pk)
    for name, value in changes.items():
        setattr(person, name, value)
    person.full_clean(exclude=["password"])
    person.save(update_fields=[*changes, "email"])
    audit.record("people.user.change", person, by, fields=sorted(changes))
    return person
