"""Lessons read, steps ticked, networks chosen."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.errors import WrongState
from learning import actions
from learning.models import ChecklistTick, CourseCompletion, LessonCompletion
from tests.factories.learning import (
    ChecklistTickFactory,
    CourseCompletionFactory,
    LessonCompletionFactory,
    checklist,
    lessons_of,
    make_course,
    make_lesson,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(course):
    return make_lesson(course, body=[checklist()])


def tick(lesson, by, *, step="second-factor", is_done=True, note=None, network="linkedin"):
    actions.set_step(lesson=lesson, network=network, step_key=step, is_done=is_done, note=note, by=by)


def test_a_lesson_is_read_once(alice, course):
    lesson = lessons_of(course)[0]
    first = actions.complete_lesson(lesson=lesson, by=alice)
    assert actions.complete_lesson(lesson=lesson, by=alice) == first
    row = LessonCompletion.objects.get()
    assert (row.lesson_key, row.course_key) == (lesson.translation_key, course.translation_key)
    assert row.revision_id == lesson.live_revision_id


def test_reading_every_lesson_does_not_replace_the_quiz(alice, course):
    for lesson in lessons_of(course):
        actions.complete_lesson(lesson=lesson, by=alice)
    assert not CourseCompletion.objects.exists()


def test_a_course_without_a_quiz_is_completed_by_its_last_lesson(alice):
    course = make_course(questions=0)
    first, second = lessons_of(course)
    actions.complete_lesson(lesson=first, by=alice)
    assert not CourseCompletion.objects.exists()
    actions.complete_lesson(lesson=second, by=alice)
    assert CourseCompletion.objects.get().course_key == course.translation_key


def test_a_lesson_added_later_takes_no_completion_back(alice):
    course = make_course(questions=0)
    for lesson in lessons_of(course):
        actions.complete_lesson(lesson=lesson, by=alice)
    at = CourseCompletion.objects.get().completed_at
    actions.complete_lesson(lesson=make_lesson(course, title="Ajoutée"), by=alice)
    assert CourseCompletion.objects.get().completed_at == at


@pytest.mark.parametrize(("network", "step"), [("linkedin", "unknown"), ("x", "second-factor")])
def test_a_step_the_lesson_does_not_have_cannot_be_ticked(alice, lesson, network, step):
    with pytest.raises(WrongState):
        tick(lesson, alice, network=network, step=step)
    assert not ChecklistTick.objects.exists()


@pytest.mark.parametrize("note", ["Soleil2024!", "mot de passe : soleil", "x" * 121])
def test_a_note_that_looks_like_a_password_is_refused(alice, lesson, note):
    with pytest.raises(ValidationError), transaction.atomic():
        tick(lesson, alice, note=note)
    assert not ChecklistTick.objects.exists()


def test_ticking_twice_is_ticking_once_and_keeps_the_note(alice, lesson):
    tick(lesson, alice, note="Codes dans le coffre")
    tick(lesson, alice)
    row = ChecklistTick.objects.get()
    assert row.note == "Codes dans le coffre"


def test_unticking_takes_the_note_away(alice, lesson, charlie):
    tick(lesson, alice, note="Codes dans le coffre")
    tick(lesson, charlie)
    tick(lesson, alice, is_done=False)
    tick(lesson, alice, is_done=False)
    assert ChecklistTick.objects.get().user == charlie


@pytest.mark.parametrize(
    "twice",
    [
        lambda user, lesson: LessonCompletionFactory(user=user, lesson=lesson),
        lambda user, lesson: CourseCompletionFactory(user=user, course=lesson.get_parent()),
        lambda user, _lesson: ChecklistTickFactory(user=user),
    ],
)
def test_the_database_refuses_a_second_row(alice, lesson, twice):
    twice(alice, lesson)
    with pytest.raises(IntegrityError), transaction.atomic():
        twice(alice, lesson)
