"""Who may do what in learning. Reading courses and taking quizzes is open to every signed-in employee."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import NotAllowed
from people import roles
from people.models import User
from people.permissions import is_line_manager_of

from .models import Attempt, Certificate


def can_see_sources(user: User) -> bool:
    """Sources and confidence help those who keep the texts right."""
    return user.has_role(roles.EDITOR, roles.ADMINISTRATOR)


def can_import_questions(user: User) -> bool:
    """Wagtail’s own rights: who may add, change and publish questions one by one may do so from a file."""
    return all(user.has_perm(f"learning.{right}_question") for right in ("add", "change", "publish"))


def check_can_import_questions(user: User) -> None:
    """Raises NotAllowed for whoever may not edit the bank."""
    if not can_import_questions(user):
        raise NotAllowed(_("Only those who keep the question bank import questions."))


def check_edit_messages(user: User) -> None:
    """Raises NotAllowed unless this person keeps the key messages."""
    if not user.has_role(roles.EDITOR, roles.ADMINISTRATOR):
        raise NotAllowed(_("Only editors may do this."))


def company_settings_url(user: User) -> str:
    """Where the company's part is filled in, for those who may; else an empty text."""
    return (
        reverse("wagtailsettings:edit", args=["people", "companysettings"])
        if user.has_role(roles.ADMINISTRATOR)
        else ""
    )


def check_is_own_attempt(attempt: Attempt, user: User) -> None:
    """Raises NotAllowed when somebody else tries: an attempt is the learner's, whatever the other's role."""
    if attempt.learner_id != user.pk:
        raise NotAllowed(_("Only the learner may answer."))


def can_edit_quizzes(user: User) -> bool:
    """Trying a quiz out, its statistics, marking again: for those who write it."""
    return user.has_role(roles.EDITOR)


def check_edit_quizzes(user: User) -> None:
    """Raises NotAllowed unless this person keeps the quizzes."""
    if not can_edit_quizzes(user):
        raise NotAllowed(_("Only editors may do this."))


def can_give_exceptions(user: User) -> bool:
    """More time or more attempts, without seeing any result."""
    return user.has_role(roles.PROGRAMME_MANAGER)


def check_give_exception(user: User, person: User | None) -> None:
    """Raises NotAllowed unless this person may give more time or attempts: never to a direct report."""
    if not can_give_exceptions(user) or (person is not None and is_line_manager_of(user, person)):
        raise NotAllowed(_("You cannot give this person more time or attempts."))


def can_read_as_coach(user: User) -> bool:
    """Is there anything this person may be shown as a coach? Which rows, `for_coach` says."""
    return user.has_role(roles.COACH, roles.LEAD_COACH)


def can_be_shown_to(coach: User, learner: User) -> bool:
    """May this learner show this coach something? Never their own line manager, nor themselves."""
    return can_read_as_coach(coach) and coach.pk != learner.pk and not is_line_manager_of(coach, learner)


def check_can_be_shown_to(coach: User, learner: User) -> None:
    """Raises NotAllowed unless this coach may be shown what is this learner's."""
    if not can_be_shown_to(coach, learner):
        raise NotAllowed(_("This person cannot be shown your answers."))


def can_manage_enrolments(user: User) -> bool:
    """Suggest courses, by person, rule or list, and say how long certificates last. Opens nobody's progress."""
    return user.has_role(roles.PROGRAMME_MANAGER)


def check_manage_enrolments(user: User) -> None:
    if not can_manage_enrolments(user):
        raise NotAllowed(_("Only programme managers suggest courses."))


def check_manage_enrolments_of(user: User, person: User) -> None:
    """Raises NotAllowed for others than programme managers, and for a person's line manager whatever the role."""
    check_manage_enrolments(user)
    if is_line_manager_of(user, person):
        raise NotAllowed(_("This person reports to you: another programme manager has to do it."))


def can_ask_again(user: User) -> bool:
    """Editors know whether a change of a course matters; asking to take it again follows from that."""
    return user.has_role(roles.EDITOR, roles.ADMINISTRATOR)


def check_ask_again(user: User) -> None:
    if not can_ask_again(user):
        raise NotAllowed(_("Only editors and administrators ask for a course to be taken again."))


def can_revoke_certificate(certificate: Certificate, user: User) -> bool:
    """Its owner may withdraw it; an administrator may revoke it, but not of somebody who reports to them."""
    if not user.is_authenticated:
        return False
    if certificate.user_id == user.pk:
        return True
    return user.has_role(roles.ADMINISTRATOR) and not is_line_manager_of(user, certificate.user)


def check_revoke_certificate(certificate: Certificate, user: User) -> None:
    if not can_revoke_certificate(certificate, user):
        raise NotAllowed(_("Only its owner or an administrator may revoke a certificate."))
