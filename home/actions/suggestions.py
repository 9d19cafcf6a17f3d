"""Suggesting a subject for the news, and answering: each once, always with a reason."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.delivery import send_notice
from core.errors import LimitReached, WrongState
from people import roles
from people.models import User

from .. import states
from ..models import SubjectSuggestion
from ..notices import SuggestionAnswered, SuggestionReceived
from ..permissions import check_answer_suggestion

A_DAY = timedelta(days=1)
MAX_A_DAY = 10


@transaction.atomic
def suggest_subject(*, by: User, title: str, text: str, source_url: str = "") -> SubjectSuggestion:
    """Record a subject and tell the editors. Out: the suggestion; the one already made when the same text is sent
    twice. Raises LimitReached after ten in a day."""
    User.objects.select_for_update().get(pk=by.pk)
    recent = SubjectSuggestion.objects.filter(author=by, created_at__gte=timezone.now() - A_DAY)
    if same := recent.waiting().filter(title=title, text=text, source_url=source_url).first():
        return same
    if recent.count() >= MAX_A_DAY:
        raise LimitReached(
            _("You have suggested ten subjects since yesterday: thank you. Please keep the next one for tomorrow.")
        )
    suggestion = SubjectSuggestion.objects.create(author=by, title=title, text=text, source_url=source_url)
    audit.record("home.suggestion.suggest", suggestion, by)
    for editor in _editors_for(suggestion):
        send_notice(SuggestionReceived.key, to=editor, event=f"suggestion:{suggestion.pk}", suggestion_id=suggestion.pk)
    return suggestion


@transaction.atomic
def answer_suggestion(*, suggestion: SubjectSuggestion, by: User, outcome: str, answer: str) -> SubjectSuggestion:
    """Take a subject up or not, with a reason, once. In: `outcome`, one of `states.OUTCOMES`; `answer`, the reason.

    Raises NotAllowed to who may not answer it, WrongState when it has its answer already or no reason is given.
    """
    check_answer_suggestion(by, suggestion)
    if outcome not in states.OUTCOMES or not answer.strip():
        raise WrongState(_("Please say whether the subject is taken up, and why."))
    answered = SubjectSuggestion.objects.filter(pk=suggestion.pk, state=states.WAITING).update(
        state=outcome, answer=answer.strip(), answered_at=timezone.now(), answered_by=by
    )
    suggestion.refresh_from_db()
    if not answered:
        raise WrongState(_("%(editor)s has answered this suggestion already.") % {"editor": suggestion.answered_by})
    audit.record("home.suggestion.answer", suggestion, by, outcome=outcome)
    send_notice(
        SuggestionAnswered.key,
        to=suggestion.author,
        event=f"suggestion-answered:{suggestion.pk}",
        suggestion_id=suggestion.pk,
    )
    return suggestion


def _editors_for(suggestion: SubjectSuggestion) -> list[User]:
    """The editors who may answer it: neither its author nor their line manager."""
    editors = User.objects.filter(groups__name=roles.EDITOR, is_active=True).exclude(pk=suggestion.author_id)
    return list(editors.exclude(pk=suggestion.author.line_manager_id or 0))
