"""Who may open the pages of `home` that are not everybody's. `can_x` for templates and views, `check_x` for actions."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.errors import NotAllowed
from people import roles
from people.models import User
from people.permissions import is_line_manager_of

from .models import SubjectSuggestion
from .reports import READERS


def can_enter_administration(user: User) -> bool:
    """Wagtail's own rule: editors and administrators hold this right."""
    return user.has_perm("wagtailadmin.access_admin")


def can_read_programme(user: User) -> bool:
    return user.has_role(roles.PROGRAMME_MANAGER)


def can_read_reports(user: User) -> bool:
    """Learning as figures that name nobody."""
    return user.has_role(*READERS)


def can_read_delivery(user: User) -> bool:
    return user.has_role(roles.ADMINISTRATOR)


def check_read_delivery(user: User) -> None:
    if not can_read_delivery(user):
        raise NotAllowed(_("Only administrators see to messages that did not leave."))


def can_answer_suggestions(user: User) -> bool:
    """May the person open the list of suggested subjects?"""
    return user.has_role(roles.EDITOR)


def can_answer_suggestion(user: User, suggestion: SubjectSuggestion) -> bool:
    """An editor answers; not their own suggestion, and not that of somebody they manage."""
    return (
        can_answer_suggestions(user)
        and suggestion.author_id != user.pk
        and not is_line_manager_of(user, suggestion.author)
    )


def check_answer_suggestion(user: User, suggestion: SubjectSuggestion) -> None:
    if not can_answer_suggestion(user, suggestion):
        raise NotAllowed(_("Another editor has to answer this suggestion."))
