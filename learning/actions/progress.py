"""What a learner asks to keep: a lesson read, a step ticked, a course completed."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.errors import WrongState
from people.models import User

from .. import queries
from ..lessons import find_step
from ..models import ChecklistTick, CourseCompletion, LessonCompletion, LessonPage, Quiz
from ..signals import course_completed
from .certificates import issue_certificate
from .enrolments import complete_enrolment


@transaction.atomic
def complete_lesson(*, lesson: LessonPage, by: User) -> LessonCompletion:
    """Record that the learner has read a lesson; reading it again in the same cycle is recorded once.

    A course without a quiz is completed by its last required lesson, by those who are shown all of it. Raises WrongState
    when the course has an order and an earlier lesson is left.
    """
    course = queries.course_of(lesson)
    if course.is_sequential and queries.is_lesson_locked(by, lesson):
        raise WrongState(_("This course has an order: read the lessons before this one first."))
    completion, created = LessonCompletion.objects.get_or_create(
        user=by,
        lesson_key=lesson.translation_key,
        cycle=queries.current_cycle(by, course.translation_key),
        defaults={"course_key": course.translation_key, "revision_id": lesson.live_revision_id},
    )
    if created and not Quiz.objects.filter(live=True, course__translation_key=course.translation_key).exists():
        course_state = queries.course_state_of(by, lesson)
        if course_state and course_state.next_lesson is None and not course_state.is_partial:
            complete_course(course_key=course.translation_key, by=by)
    return completion


def complete_course(*, course_key: uuid.UUID, by: User, cycle: int | None = None) -> CourseCompletion:
    """Write the completion of a cycle once, with its certificate, inside the caller's transaction; a later one changes
    nothing. In: `cycle`, the one in which it was earned, by default the present one."""
    completion, created = CourseCompletion.objects.get_or_create(
        user=by,
        course_key=course_key,
        cycle=cycle or queries.current_cycle(by, course_key),
        defaults={"revision_id": queries.course_revision(course_key)},
    )
    if created:
        audit.record("learning.course.complete", completion, by, course_key=course_key, cycle=completion.cycle)
        due_on = complete_enrolment(learner=by, course_key=course_key)
        issue_certificate(completion=completion, learner=by, due_on=due_on)
        course_completed.send(sender=CourseCompletion, user=by, course_key=course_key)
    return completion


@transaction.atomic
def set_step(*, lesson: LessonPage, network: str, step_key: str, is_done: bool, note: str | None, by: User) -> None:
    """Tick a step of a lesson's checklist for the learner's own account, or take the tick and its note away.

    In: `note`, an optional short text, None to leave the one there is. Raises WrongState when the lesson has no such
    step, ValidationError when the note looks like a password or is too long.
    """
    if find_step(lesson.parts(), network, step_key) is None:
        raise WrongState(_("This step is no longer part of the lesson."))
    own: dict[str, Any] = {"user": by, "network": network, "step_key": step_key}
    if not is_done:
        ChecklistTick.objects.filter(**own).delete()
        return
    tick, _created = ChecklistTick.objects.get_or_create(**own)
    if note is not None and note != tick.note:
        tick.note = note
        tick.clean_fields(exclude=["user"])
        ChecklistTick.objects.filter(pk=tick.pk).update(note=note)
