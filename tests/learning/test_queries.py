"""Where a learner stands, the next step, and counts for the programme."""

from __future__ import annotations

import pytest

from learning import actions, queries
from tests.factories.learning import (
    AttemptFactory,
    CourseCompletionFactory,
    LessonCompletionFactory,
    lessons_of,
    make_course,
    make_lesson,
    quiz_of,
)
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def passed(alice, course):
    CourseCompletionFactory(user=alice, course=course)


def test_without_a_core_course_nothing_is_passed(alice):
    make_course(is_core=False)
    assert not queries.has_passed_core_path(alice)


def test_the_core_path_is_passed_when_each_core_course_is(alice, charlie):
    first, second = make_course(), make_course()
    make_course(is_core=False)
    passed(alice, first)
    passed(charlie, second)
    assert not queries.has_passed_core_path(alice)
    passed(alice, second)
    assert queries.has_passed_core_path(alice)
    assert not queries.has_passed_core_path(charlie)


def test_a_draft_core_course_is_not_asked_for(alice):
    first, second = make_course(), make_course()
    passed(alice, first)
    second.unpublish()
    assert queries.has_passed_core_path(alice)


def test_core_path_tells_where_this_learner_stands(alice, charlie):
    course = make_course(lessons=3)
    make_course(is_core=False)
    lessons = lessons_of(course)
    LessonCompletionFactory(user=alice, lesson=lessons[0])
    LessonCompletionFactory(user=charlie, lesson=lessons[1])
    (state,) = queries.core_path(alice)
    assert (state.title, state.lessons_done, state.lessons_total, state.minutes) == (course.title, 1, 3, 15)
    assert state.next_lesson.title == lessons[1].title
    assert state.url == course.url
    assert state.quiz_state == "not_started"
    assert state.quiz.questions == 2
    assert state.is_started
    assert not state.is_completed


def test_quiz_states(alice):
    course = make_course()
    quiz = quiz_of(course)

    def state():
        return queries.core_path(alice)[0].quiz_state

    assert state() == "not_started"
    attempt = actions.start_attempt(quiz=quiz, by=alice)
    assert state() == "in_progress"
    actions.submit_attempt(attempt=attempt, by=alice, confirmed=True)
    assert state() == "not_passed"
    AttemptFactory(
        learner=alice, quiz=quiz, number=9, state="finished", score=100, passed=True, submitted_at=attempt.started_at
    )
    assert state() == "passed"


def test_a_course_without_a_quiz_says_so(alice):
    make_course(questions=0)
    assert queries.core_path(alice)[0].quiz_state == "no_quiz"


def test_next_step_goes_on_with_a_quiz_then_reads_then_asks(alice):
    course = make_course(lessons=1)
    lesson = lessons_of(course)[0]
    assert (queries.next_step(alice).kind, queries.next_step(alice).title) == ("lesson", lesson.title)
    LessonCompletionFactory(user=alice, lesson=lesson)
    assert queries.next_step(alice).kind == "quiz"
    attempt = actions.start_attempt(quiz=quiz_of(course), by=alice)
    step = queries.next_step(alice)
    assert (step.kind, step.url) == ("resume_quiz", attempt.get_absolute_url())
    passed(alice, course)
    assert queries.next_step(alice) is None


def test_next_step_skips_completed_courses(alice):
    first, second = make_course(), make_course()
    passed(alice, first)
    assert queries.next_step(alice).course_title == second.title


@pytest.mark.parametrize("count", [1, 3])
def test_where_a_learner_stands_costs_two_queries(alice, queries_, count):
    for _ in range(count):
        course = make_course()
        LessonCompletionFactory(user=alice, lesson=lessons_of(course)[0])
        actions.start_attempt(quiz=quiz_of(course), by=alice)
    queries.core_path(alice)
    with queries_() as captured:
        queries.core_path(alice)
    assert len(captured) == 2


def test_lesson_after(alice, course):
    first, second = lessons_of(course)
    assert queries.lesson_after(alice, first).key == second.translation_key
    assert queries.lesson_after(alice, second) is None


def test_lessons_outside_the_course_are_not_its_neighbours(alice, course):
    other = make_course()
    make_lesson(other, title="Ailleurs")
    (state, _other) = queries.core_path(alice)
    assert state.lessons_total == 2


def test_figures_count_people_taking_part(alice):
    course = make_course(lessons=2)
    quiz = quiz_of(course)
    taking_part = [MembershipFactory().user for _ in range(3)]
    for person in (*taking_part, alice):  # Alice takes no part: she is not counted
        for lesson in lessons_of(course):
            LessonCompletionFactory(user=person, lesson=lesson)
    passer = taking_part[1]
    attempt = actions.start_attempt(quiz=quiz, by=passer)
    actions.submit_attempt(attempt=attempt, by=passer, confirmed=True)
    passed(passer, course)
    (figures,) = queries.programme_figures()
    assert (figures.started, figures.completed, figures.tried, figures.passed) == (3, 1, 1, 0)
    assert figures.title == course.title
    (figures,) = queries.programme_figures(exclude_users=[passer.pk])
    assert (figures.started, figures.completed, figures.tried) == (2, 0, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_figures_cost_the_same_whatever_the_number(queries_, count):
    for _ in range(count):
        LessonCompletionFactory(user=MembershipFactory().user, lesson=lessons_of(make_course())[0])
    somebody = UserFactory()
    with queries_() as captured:
        queries.programme_figures(exclude_users=[somebody.pk])
    assert len(captured) == 6
