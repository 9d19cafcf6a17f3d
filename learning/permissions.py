"""Who may do what in learning. Reading courses and taking quizzes is open to every signed-in employee."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.errors import NotAllowed
from people import roles
from people.models import User

from .models import Attempt


def can_see_sources(user: User) -> bool:
    """Sources and confidence help those who keep the texts right."""
    return user.has_role(roles.EDITOR, roles.ADMINISTRATOR)


def check_is_own_attempt(attempt: Attempt, user: User) -> None:
    """Raises NotAllowed when somebody else tries: an attempt is the learner's, whatever the other's role."""
    if attempt.learner_id != user.pk:
        raise NotAllowed(_("Only the learner may answer."))
