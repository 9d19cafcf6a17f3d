"""The limit of attempts in two tabs, the clock against the learner, two coaches, two workers: on a real database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from core.errors import LimitReached
from learning import actions, clock
from learning.models import AnswerToRead, Attempt, CourseCompletion, QuizGrade, Regrade, RegradedMark
from tests.factories.learning import make_course, option_id, quiz_of
from tests.factories.people import UserFactory

from .test_races import CLICKS, at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _needs_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time: nothing to race")


@pytest.fixture
def alice():
    return UserFactory()


@pytest.fixture
def quiz():
    quiz = quiz_of(make_course())
    quiz.attempts_allowed, quiz.time_limit_minutes = 1, 30
    quiz.save()
    return quiz


def answered(quiz, learner):
    attempt = actions.start_attempt(quiz=quiz, by=learner)
    given = [actions.GivenAnswer(row.position, 0, option_id(row)) for row in attempt.questions.all()]
    actions.save_answers(attempt=attempt, answers=given, by=learner)
    return attempt


def test_the_last_attempt_begun_in_eight_tabs_is_one(alice, quiz):
    results = at_once(lambda _n: actions.start_attempt(quiz=quiz, by=alice))
    assert {result.pk for result in results} == {Attempt.objects.get().pk}


def test_beginning_and_submitting_in_every_tab_never_passes_the_limit(alice, quiz):
    """Each tab begins and submits: while one submits, another counts."""

    def begin_and_submit(_n: int) -> object:
        attempt = actions.start_attempt(quiz=quiz, by=alice)
        return actions.submit_attempt(attempt=attempt, by=alice, confirmed=True)

    results = at_once(begin_and_submit)
    assert Attempt.objects.count() == 1
    assert sum(isinstance(result, Attempt) for result in results) == 1
    others = (LimitReached, actions.AttemptIsOver)
    assert sum(isinstance(result, others) for result in results) == CLICKS - 1


def test_the_clock_and_the_learner_give_one_result(alice, quiz):
    """Four beats and four submits at the deadline."""
    attempt = answered(quiz, alice)
    past = timezone.now() - timedelta(minutes=1)
    Attempt.objects.filter(pk=attempt.pk).update(due_at=past, time_check_at=past)

    def act(n: int) -> object:
        if n % 2:
            return clock.check_attempt_times()
        return actions.submit_attempt(attempt=Attempt.objects.get(pk=attempt.pk), by=alice, confirmed=True)

    results = at_once(act)
    by_learner = sum(isinstance(result, Attempt) for result in results)
    by_clock = sum(result for result in results if isinstance(result, int))
    assert by_learner + by_clock == 1
    attempt.refresh_from_db()
    assert (attempt.is_finished, attempt.score) == (True, 100)
    assert QuizGrade.objects.get().attempts == 1
    assert CourseCompletion.objects.count() == 1


def test_an_answer_read_by_two_coaches_is_read_once(alice, quiz):
    attempt = actions.submit_attempt(attempt=answered(quiz, alice), by=alice)
    reading = AnswerToRead.objects.create(question=attempt.questions.first())
    coaches = [UserFactory(roles=["coach"]) for _n in range(CLICKS)]
    results = at_once(lambda n: actions.read_answer(reading=reading, comment=str(n), by=coaches[n]))
    assert sum(isinstance(result, AnswerToRead) for result in results) == 1


def test_a_regrade_woken_eight_times_is_done_once(quiz):
    for _n in range(3):
        learner = UserFactory()
        actions.submit_attempt(attempt=answered(quiz, learner), by=learner)
    editor = UserFactory(roles=["editor"])
    question = quiz.slots.first().question
    regrade = actions.ask_regrade(question=question, policy="full_credit", by=editor)
    results = at_once(lambda _n: actions.run_regrade(regrade.pk))
    assert results.count(True) == 1
    assert RegradedMark.objects.count() == 3
    assert Regrade.objects.get().done == 3
