"""An editor tries a quiz out, drafts included. It never counts, and a change of the quiz deletes it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import WrongState
from people.models import User

from ..models import Attempt, Quiz, QuizSlot
from ..permissions import check_edit_quizzes
from .attempts import fill_attempt


@transaction.atomic
def start_preview(*, quiz: Quiz, by: User) -> Attempt:
    """Make a preview of the latest version of a quiz and of its questions, in place of this editor's earlier one.

    In: a quiz, published or not. Raises NotAllowed, WrongState when it has no question.
    """
    check_edit_quizzes(by)
    latest = _latest(quiz)
    own = Attempt.with_previews.filter(learner=by, quiz_key=quiz.translation_key, is_preview=True)
    own.delete()
    course_key = latest.course.translation_key if latest.course else latest.translation_key
    attempt = Attempt(learner=by, course_key=course_key, number=1, is_preview=True)
    return fill_attempt(attempt, latest, _latest_slots(latest))


def _latest(thing: Any) -> Any:
    return thing.get_latest_revision_as_object() if thing.latest_revision_id else thing


def _latest_slots(quiz: Quiz) -> list[QuizSlot]:
    """The places of the draft, each with its question as last written. Raises WrongState on one without a type."""
    slots = [slot for slot in quiz.slots.all() if slot.question.locale_id == quiz.locale_id]
    for slot in slots:
        slot.question = _latest(slot.question)
        if not slot.question.body:
            raise WrongState(_("A question of this quiz has no type yet."))
    return slots


def delete_previews(*, quiz_keys: Collection[uuid.UUID]) -> int:
    """Delete every preview of these quizzes: what they showed has changed. Out: rows deleted."""
    return Attempt.with_previews.filter(is_preview=True, quiz_key__in=quiz_keys).delete()[0]
