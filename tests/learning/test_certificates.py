"""Certificates: issued with the completion, renewed, expired, revoked; every cycle keeps its own."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from core.errors import NotAllowed, WrongState
from core.models import Notification
from learning import actions, clock, enrolments, queries
from learning.models import (
    Attempt,
    Certificate,
    Certification,
    CourseCompletion,
    Cycle,
    Enrolment,
    LessonCompletion,
    Recertification,
)
from tests.factories.learning import lessons_of, make_lesson, option_id, quiz_of
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
START = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_french():
    with translation.override("fr"):
        yield


@pytest.fixture
def key(course):
    return course.translation_key


@pytest.fixture
def yearly(key):
    return Certification.objects.create(course_key=key, expires=True)


def at(moment):
    return time_machine.travel(moment, tick=False)


def complete(user, key, moment=START):
    with at(moment):
        actions.complete_course(course_key=key, by=user)
    return Certificate.objects.filter(user=user, course_key=key).order_by("-cycle").first()


def pass_quiz(user, course):
    attempt = actions.start_attempt(quiz=quiz_of(course), by=user)
    given = [actions.GivenAnswer(row.position, 0, option_id(row)) for row in attempt.questions.all()]
    actions.save_answers(attempt=attempt, answers=given, by=user)
    return actions.submit_attempt(attempt=attempt, by=user)


# --- Issuing ---
def test_passing_the_quiz_gives_a_certificate_in_the_same_transaction(alice, course):
    pass_quiz(alice, course)
    certificate = Certificate.objects.get()
    assert (certificate.user, certificate.cycle, certificate.status) == (alice, 1, enrolments.VALID)
    assert certificate.name_snapshot == alice.get_full_name()
    assert certificate.title_fr == course.title
    assert certificate.course_revision_id == course.live_revision_id
    assert certificate.expires_at is None
    assert certificate.issued_at == CourseCompletion.objects.get().completed_at


def test_the_snapshot_stays_when_name_and_title_change(alice, course, key):
    name = alice.get_full_name()
    complete(alice, key)
    course.title = "Autre titre"
    course.save_revision().publish()
    alice.last_name = "Autrement"
    alice.save()
    certificate = Certificate.objects.get()
    assert (certificate.name_snapshot, certificate.title_fr) == (name, "Cours 1")


def test_an_address_never_stands_for_a_name(key):
    nameless = UserFactory(first_name="", last_name="")
    assert "@" not in complete(nameless, key).name_snapshot


def test_a_course_may_give_none(alice, key):
    Certification.objects.create(course_key=key, gives_certificate=False)
    actions.complete_course(course_key=key, by=alice)
    assert not Certificate.objects.exists()
    assert CourseCompletion.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"status": "revoked"},
        {"revoked_reason": "x"},
        {"status": "expired"},
        {"expires_at": START - timedelta(days=1)},
        {"renewable_at": START + timedelta(days=1)},
        {"expires_at": START + timedelta(days=1), "renewable_at": START + timedelta(days=2)},
    ],
)
def test_the_database_refuses_what_cannot_be(alice, key, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(user=alice, course_key=key, issued_at=START, **values)


def test_the_database_refuses_two_of_a_cycle_and_two_that_are_valid(alice, key):
    complete(alice, key)
    for cycle in (1, 2):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.create(user=alice, course_key=key, cycle=cycle)


# --- Terms ---
@pytest.mark.parametrize(
    "changes",
    [
        {"active_months": 0},
        {"window_days": 0},
        {"active_months": 1, "window_days": 40, "minimum_days": 40},
        {"window_days": 100},
        {"minimum_days": 400},
    ],
)
def test_terms_that_cannot_hold_are_refused_by_the_database_too(key, changes):
    manager = UserFactory(roles=["programme_manager"])
    with pytest.raises(ValidationError):
        actions.save_certification(course_key=key, by=manager, changes=changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certification.objects.create(course_key=uuid.uuid4(), **changes)


def test_turning_expiry_on_leaves_certificates_already_issued_as_they_are(alice, charlie, key):
    before = complete(alice, key)
    manager = UserFactory(roles=["programme_manager"])
    actions.save_certification(course_key=key, by=manager, changes={"expires": True})
    before.refresh_from_db()
    assert before.expires_at is None
    assert complete(charlie, key).expires_at is not None


# --- Expiry and renewal ---
def test_a_certificate_ends_with_the_day_where_its_owner_is(key, yearly):
    montreal = UserFactory(time_zone="America/Montreal")
    certificate = complete(montreal, key, datetime(2027, 3, 10, 2, 0, tzinfo=UTC))  # the 9th in Montréal
    assert certificate.expires_at == datetime(2028, 3, 10, 0, 0, tzinfo=ZoneInfo("America/Montreal"))
    assert queries.last_day_of(certificate).date() == date(2028, 3, 9)
    assert certificate.renewable_at == datetime(2028, 1, 9, 0, 0, tzinfo=ZoneInfo("America/Montreal"))


def test_renewed_in_its_window_a_certificate_is_superseded_by_another(alice, course, key, yearly):
    with at(START):
        actions.complete_lesson(lesson=lessons_of(course)[0], by=alice)
        pass_quiz(alice, course)
    first = Certificate.objects.get()
    in_window = datetime(2028, 2, 1, 9, 0, tzinfo=UTC)
    with at(in_window):
        assert (clock.follow_certificates(), clock.follow_certificates()) == (1, 0)
        state = queries.course_states(alice)[0]
        assert (state.is_completed, state.is_renewing) == (True, True)
        assert (state.lessons_done, state.quiz_state) == (0, "not_started")  # old work satisfies nothing new
        assert queries.has_passed_core_path(alice)
        first.refresh_from_db()
        assert first.status == enrolments.VALID  # until its end
        assert Enrolment.objects.get().due_on == date(2028, 3, 10)
        attempt = pass_quiz(alice, course)
    assert attempt.cycle == 2
    first.refresh_from_db()
    second = Certificate.objects.get(cycle=2)
    assert (first.status, second.status) == (enrolments.SUPERSEDED, enrolments.VALID)
    assert (second.supersedes, second.issued_at) == (first, in_window)
    assert LessonCompletion.objects.count() == 1
    assert Attempt.objects.finished().count() == CourseCompletion.objects.count() == 2  # nothing is deleted
    assert Enrolment.objects.get().state == enrolments.COMPLETED
    assert Notification.objects.filter(notice="learning.renewal_opened").count() == 1


def test_expired_a_certificate_can_still_be_renewed(alice, key, yearly):
    first = complete(alice, key)
    with at(datetime(2028, 2, 1, 9, 0, tzinfo=UTC)):
        clock.follow_certificates()
    after = datetime(2028, 3, 11, 9, 0, tzinfo=UTC)
    with at(after):
        assert (clock.follow_certificates(), clock.follow_certificates()) == (1, 0)
        first.refresh_from_db()
        assert first.status == enrolments.EXPIRED
        assert Enrolment.objects.get().state == enrolments.EXPIRED
        assert CourseCompletion.objects.count() == 1
        assert Notification.objects.filter(notice="learning.certificate_expired").count() == 1
    second = complete(alice, key, after + timedelta(days=100))
    first.refresh_from_db()
    assert (first.status, second.cycle, second.status) == (enrolments.SUPERSEDED, 2, enrolments.VALID)
    assert queries.last_day_of(second).date() == date(2029, 6, 19)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (enrolments.COMPLETION_DATE, date(2029, 2, 1)),
        (enrolments.EXPIRY_DATE, date(2029, 3, 10)),
        (enrolments.FIXED, date(2029, 3, 10)),
    ],
)
def test_each_mode_reckons_the_second_end(alice, key, yearly, mode, expected):
    Certification.objects.update(mode=mode)
    complete(alice, key)
    with at(datetime(2028, 2, 1, 9, 0, tzinfo=UTC)):
        clock.follow_certificates()
    second = complete(alice, key, datetime(2028, 2, 1, 10, 0, tzinfo=UTC))
    assert queries.last_day_of(second).date() == expected


def test_the_window_tells_nothing_to_who_left_the_programme(alice, key, yearly):
    MembershipFactory(user=alice, state="left", left_at=START)
    complete(alice, key)
    with at(datetime(2028, 2, 1, 9, 0, tzinfo=UTC)):
        clock.follow_certificates()
        assert not Enrolment.objects.exists()
        notice = Notification.objects.get(notice="learning.renewal_opened")
        from core.delivery import deliver

        deliver(notice.pk)
        notice.refresh_from_db()
    assert notice.work_state == Notification.CANCELLED


def test_an_attempt_under_way_counts_in_the_new_cycle(alice, course, key, yearly):
    with at(START):
        pass_quiz(alice, course)
    with at(datetime(2028, 1, 1, 9, 0, tzinfo=UTC)):
        actions.start_attempt(quiz=quiz_of(course), by=alice)
    with at(datetime(2028, 2, 1, 9, 0, tzinfo=UTC)):
        clock.follow_certificates()
        pass_quiz(alice, course)
    assert Certificate.objects.count() == 2


# --- A course that changes ---
def test_a_lesson_added_later_takes_nothing_back(alice, course, key):
    certificate = complete(alice, key, timezone.now())
    make_lesson(course, title="Nouvelle")
    certificate.refresh_from_db()
    state = queries.course_states(alice)[0]
    assert (certificate.status, state.is_completed, state.is_renewing) == (enrolments.VALID, True, False)
    assert queries.has_passed_core_path(alice)
    assert state.has_new_content


def test_lessons_one_passed_without_reading_are_not_new(alice, course, key):
    actions.complete_course(course_key=key, by=alice)
    assert not queries.course_states(alice)[0].has_new_content


@pytest.mark.parametrize("role", ["programme_manager", "hr", "coach", None])
def test_only_editors_and_administrators_ask_again(key, role):
    with pytest.raises(NotAllowed):
        actions.ask_again(course_key=key, by=UserFactory(roles=[role] if role else []))


def test_asked_again_everybody_who_completed_begins_a_new_cycle_and_keeps_the_old_one(alice, bob, charlie, key):
    complete(alice, key)
    complete(bob, key)
    actions.enrol(course_key=key, by=charlie)
    with at(START + timedelta(days=30)):
        assert actions.ask_again(course_key=key, by=bob) == actions.ask_again(course_key=key, by=bob)
        assert (clock.ask_again(), clock.ask_again(), clock.ask_again()) == (2, 0, 0)
        assert Recertification.objects.get().work_state == "done"
        assert {cycle.user for cycle in Cycle.objects.all()} == {alice, bob}
        assert queries.course_states(alice)[0].is_renewing
        assert Certificate.objects.valid().count() == 2
    second = complete(alice, key, START + timedelta(days=31))
    assert second.cycle == 2
    assert Certificate.objects.valid().count() == 2
    with at(START + timedelta(days=32)):
        assert clock.ask_again() == 0


# --- Revoking ---
def test_only_the_owner_and_an_administrator_revoke(alice, key):
    certificate = complete(alice, key)
    manager = UserFactory(roles=["administrator", "programme_manager"])
    alice.line_manager = manager
    alice.save()
    for role in ("programme_manager", "editor", "hr", "coach", "lead_coach", "legal", None):
        with pytest.raises(NotAllowed):
            actions.revoke_certificate(
                certificate=certificate, reason="x", by=UserFactory(roles=[role] if role else [])
            )
    with pytest.raises(NotAllowed):
        actions.revoke_certificate(certificate=Certificate.objects.get(), reason="x", by=manager)
    with pytest.raises(WrongState):
        actions.revoke_certificate(certificate=certificate, reason="  ", by=alice)


def test_revoking_says_why_and_keeps_the_completion(alice, key):
    certificate = complete(alice, key)
    administrator = UserFactory(roles=["administrator"])
    for reason in ("Erreur de saisie", "Autre"):
        actions.revoke_certificate(certificate=certificate, reason=reason, by=administrator)
    certificate.refresh_from_db()
    assert (certificate.status, certificate.revoked_by) == (enrolments.REVOKED, administrator)
    assert certificate.revoked_reason == "Erreur de saisie"
    assert CourseCompletion.objects.exists()
    assert Notification.objects.filter(notice="learning.certificate_revoked", recipient=alice).count() == 1


def test_a_superseded_certificate_cannot_be_revoked(alice, key, yearly):
    first = complete(alice, key)
    with at(datetime(2028, 2, 1, tzinfo=UTC)):
        clock.follow_certificates()
    complete(alice, key, datetime(2028, 2, 2, tzinfo=UTC))
    with pytest.raises(WrongState):
        actions.revoke_certificate(certificate=first, reason="x", by=alice)
