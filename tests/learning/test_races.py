"""What two clicks at the same moment do, on a database that really locks rows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from core.errors import ActionError
from core.models import Notification
from learning import actions, grading, states
from learning.models import (
    Attempt,
    Certificate,
    CertificateFile,
    CourseCompletion,
    Cycle,
    Enrolment,
    LessonCompletion,
    PendingEnrolment,
)
from learning.rosters import Line
from tests.factories.learning import lessons_of, make_course, option_id, quiz_of
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
CLICKS = 8


def at_once(act: Callable[[int], object], times: int = CLICKS) -> list[object]:
    """Run `act(n)` in as many threads, all let go together. Out: results; a refusal is a result too."""
    barrier = threading.Barrier(times)

    def run(n: int) -> object:
        try:
            barrier.wait()
            return act(n)
        except ActionError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(run, range(times)))


@pytest.fixture(autouse=True)
def _needs_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time: nothing to race")


@pytest.fixture
def course():
    return make_course()


@pytest.fixture
def alice():
    return UserFactory()


def finished(results: list[object]) -> list[object]:
    return [result for result in results if isinstance(result, Attempt)]


def test_starting_in_eight_tabs_makes_one_attempt(alice, course):
    quiz = quiz_of(course)
    results = at_once(lambda _n: actions.start_attempt(quiz=quiz, by=alice))
    assert {result.pk for result in results} == {Attempt.objects.get().pk}
    assert Attempt.objects.get().questions.count() == 2


def test_submitting_in_eight_tabs_gives_one_result(alice, course):
    attempt = actions.start_attempt(quiz=quiz_of(course), by=alice)
    results = at_once(
        lambda _n: actions.submit_attempt(attempt=Attempt.objects.get(pk=attempt.pk), by=alice, confirmed=True)
    )
    assert len(finished(results)) == 1
    assert sum(isinstance(result, actions.AttemptIsOver) for result in results) == CLICKS - 1


def test_the_same_harness_finds_the_double_in_a_read_then_save_submit(alice, course):
    """Proof that the race test can fail: what a careless submit would do."""
    attempt = actions.start_attempt(quiz=quiz_of(course), by=alice)
    read = threading.Barrier(CLICKS)

    def careless(_n: int) -> object:
        row = Attempt.objects.get(pk=attempt.pk)
        read.wait()
        if row.state != states.IN_PROGRESS:
            raise actions.AttemptIsOver("over")
        row.state, row.submitted_at, row.score, row.passed = (
            states.FINISHED,
            row.started_at,
            grading.to_decimal(0),
            False,
        )
        row.save()
        return row

    assert len(finished(at_once(careless))) > 1


def test_answering_in_eight_tabs_loses_nothing_and_says_so(alice, course):
    attempt = actions.start_attempt(quiz=quiz_of(course), by=alice)
    question = attempt.questions.get(position=1)
    ids = [option_id(question, text) for text in ("Oui", "Non")]
    outcomes = at_once(
        lambda n: actions.save_answers(attempt=attempt, answers=[actions.GivenAnswer(1, 0, ids[n % 2])], by=alice)
    )
    question.refresh_from_db()
    assert question.sequence == 1
    assert sum(bool(outcome.saved) for outcome in outcomes) == 1
    assert sum(bool(outcome.conflicts) for outcome in outcomes) == CLICKS // 2


def test_an_answer_and_a_submit_at_once_are_both_whole(alice, course):
    """Either the answer was in time and is marked, or it is refused: never saved after marking."""
    attempt = actions.start_attempt(quiz=quiz_of(course), by=alice)
    question = attempt.questions.get(position=1)
    given = actions.GivenAnswer(1, 0, option_id(question))

    def act(n: int) -> object:
        row = Attempt.objects.get(pk=attempt.pk)
        if n:
            return actions.save_answers(attempt=row, answers=[given], by=alice)
        return actions.submit_attempt(attempt=row, by=alice, confirmed=True)

    at_once(act, 2)
    attempt.refresh_from_db()
    question.refresh_from_db()
    assert attempt.is_finished
    assert (question.answer is not None) == (question.mark == 1)
    assert attempt.score == (50 if question.answer else 0)


def test_passing_twice_at_once_completes_the_course_once(alice, course):
    at_once(lambda _n: actions.complete_course(course_key=course.translation_key, by=alice))
    assert CourseCompletion.objects.count() == 1


def test_passing_twice_at_once_gives_one_certificate(alice, course):
    at_once(lambda _n: actions.complete_course(course_key=course.translation_key, by=alice))
    assert Certificate.objects.get().status == "valid"


def test_asking_for_the_file_in_eight_tabs_makes_one(alice, course):
    actions.complete_course(course_key=course.translation_key, by=alice)
    certificate = Certificate.objects.get()
    at_once(lambda _n: actions.ask_for_file(certificate=certificate, by=alice))
    assert CertificateFile.objects.count() == 1


def test_choosing_a_course_in_eight_tabs_is_one_enrolment(alice, course):
    results = at_once(lambda _n: actions.enrol(course_key=course.translation_key, by=alice))
    assert {result.pk for result in results} == {Enrolment.objects.get().pk}


def test_a_list_sent_in_eight_tabs_suggests_once_and_writes_once(alice, course):
    manager = UserFactory(roles=["programme_manager"])
    lines = [Line(1, alice.email), Line(2, "nobody@example.com")]
    results = at_once(
        lambda _n: actions.suggest_to_list(course_key=course.translation_key, lines=lines, due_on=None, by=manager)
    )
    assert all([outcome.is_accepted for outcome in outcomes] == [True, True] for outcomes in results)
    assert Enrolment.objects.count() == PendingEnrolment.objects.count() == 1
    assert Notification.objects.filter(notice="learning.course_suggested").count() == 1


def test_a_window_opened_by_eight_sweeps_opens_one_cycle(alice, course):
    actions.complete_course(course_key=course.translation_key, by=alice)
    now = timezone.now()
    Certificate.objects.update(renewable_at=now, expires_at=now + timedelta(days=60))
    certificate = Certificate.objects.get()
    results = at_once(lambda _n: actions.open_renewal(certificate_id=certificate.pk))
    assert sum(results) == 1
    assert Cycle.objects.count() == Enrolment.objects.count() == 1


def test_a_reminder_sent_by_eight_sweeps_is_one(alice, course):
    today = timezone.localdate()
    enrolment = Enrolment.objects.create(
        learner=alice, course_key=course.translation_key, due_on=today + timedelta(days=3), remind_on=today
    )
    results = at_once(lambda _n: actions.remind(enrolment_id=enrolment.pk))
    assert sum(results) == 1
    enrolment.refresh_from_db()
    assert enrolment.reminders_sent == 1


def test_the_same_harness_finds_the_double_in_a_read_then_save_reminder(alice, course):
    """Proof that the race test can fail: what a careless sweep would do."""
    today = timezone.localdate()
    planned = Enrolment.objects.create(
        learner=alice, course_key=course.translation_key, due_on=today + timedelta(days=3), remind_on=today
    )
    read = threading.Barrier(CLICKS)

    def careless(_n: int) -> object:
        row = Enrolment.objects.get(pk=planned.pk)
        read.wait()
        if row.remind_on is None:
            return False
        row.remind_on, row.reminders_sent = None, row.reminders_sent + 1
        row.save()
        return True

    assert sum(at_once(careless)) > 1


def test_revoking_and_renewing_at_once_leave_one_whole_state(alice, course):
    actions.complete_course(course_key=course.translation_key, by=alice)
    first = Certificate.objects.get()
    Cycle.objects.create(user=alice, course_key=course.translation_key, number=2, reason="renewal")

    def act(n: int) -> object:
        if n:
            return actions.revoke_certificate(certificate=first, reason="x", by=alice)
        return actions.complete_course(course_key=course.translation_key, by=alice)

    at_once(act, 2)
    first.refresh_from_db()
    assert first.status in ("revoked", "superseded")
    assert Certificate.objects.get(cycle=2).status == "valid"


def test_reading_in_eight_tabs_is_read_once(alice, course):
    lesson = lessons_of(course)[0]
    at_once(lambda _n: actions.complete_lesson(lesson=lesson, by=alice))
    assert LessonCompletion.objects.count() == 1
