"""What a learner writes about a lesson, and what they were offered to read again."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import WrongState
from people.models import User

from ..lessons import find_prompt
from ..models import LessonFeedback, LessonPage, Reflection


@transaction.atomic
def save_reflection(*, lesson: LessonPage, block_id: uuid.UUID, text: str, by: User) -> None:
    """Keep the learner's own note under a question of a lesson; an empty one erases it.

    Raises WrongState when the lesson no longer asks this question.
    """
    prompt = find_prompt(lesson.parts(), str(block_id))
    if prompt is None:
        raise WrongState(_("This question is no longer part of the lesson."))
    own = {"user": by, "lesson_key": lesson.translation_key, "block_id": block_id}
    if not text.strip():
        Reflection.objects.filter(**own).delete()
        return
    Reflection.objects.update_or_create(
        **own, defaults={"prompt": prompt.text, "text": text, "saved_at": timezone.now()}
    )


@transaction.atomic
def give_feedback(*, lesson: LessonPage, is_useful: bool, word: str, by: User) -> None:
    """Say whether this page was of use; once for each published revision, the last word counts."""
    LessonFeedback.objects.update_or_create(
        user=by,
        lesson_key=lesson.translation_key,
        revision_id=lesson.live_revision_id or 0,
        defaults={"is_useful": is_useful, "word": word, "given_at": timezone.now()},
    )
