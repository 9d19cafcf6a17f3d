"""Enrolled by choice or by suggestion: nobody is obliged, nobody is told on, and progress stays whatever happens."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from core.errors import NotAllowed, WrongState
from core.models import AuditEvent, Notification
from learning import actions, clock, enrolments, queries
from learning.models import (
    CourseCompletion,
    Cycle,
    Enrolment,
    EnrolmentRule,
    LessonCompletion,
    PendingEnrolment,
)
from learning.rosters import Line, read
from people import states
from people.models import Cohort
from tests.factories.learning import lessons_of, make_course
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)  # 10:00 in Paris


@pytest.fixture(autouse=True)
def _in_french():
    with translation.override("fr"):
        yield


@pytest.fixture
def key(course):
    return course.translation_key


@pytest.fixture
def manager():
    return UserFactory(roles=["programme_manager"])


def suggest(person, key, by, due_on=None, **options):
    line = Line(1, person if isinstance(person, str) else person.email, due_on)
    (outcome,) = actions.suggest_to_list(course_key=key, lines=[line], due_on=None, by=by, **options)
    return outcome


def notices(user, notice):
    return Notification.objects.filter(recipient=user, notice=f"learning.{notice}")


# --- By choice ---
def test_an_unpublished_course_cannot_be_chosen(alice):
    with pytest.raises(WrongState):
        actions.enrol(course_key=uuid.uuid4(), by=alice)


def test_choosing_twice_is_one_enrolment(alice, key):
    assert actions.enrol(course_key=key, by=alice) == actions.enrol(course_key=key, by=alice)
    assert AuditEvent.objects.filter(action="learning.enrolment.choose").count() == 1
    assert not Notification.objects.exists()


def test_the_database_refuses_a_second_open_enrolment(alice, key):
    actions.enrol(course_key=key, by=alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(learner=alice, course_key=key)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "completed"},  # ended without a time
        {"ended_at": timezone.now()},  # open with one
        {"waiver_reason": "administrative"},  # a reason without a waiver
        {"state": "waived", "ended_at": timezone.now()},  # a waiver without a reason
        {"reminders_sent": 4},
        {"cycle": 0},
    ],
)
def test_the_database_refuses_what_cannot_be(alice, key, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(learner=alice, course_key=key, **values)


def test_withdrawing_keeps_progress_and_twice_does_nothing(alice, course, key):
    actions.enrol(course_key=key, by=alice)
    actions.complete_lesson(lesson=lessons_of(course)[0], by=alice)
    for _ in range(2):
        actions.withdraw_enrolment(course_key=key, by=alice)
    assert Enrolment.objects.get().state == enrolments.WITHDRAWN
    assert LessonCompletion.objects.visible_to(alice).count() == 1
    assert queries.course_states(alice)[0].lessons_done == 1
    actions.enrol(course_key=key, by=alice)
    assert Enrolment.objects.visible_to(alice).active().count() == 1


def test_an_enrolment_is_the_learners_only(alice, bob, manager, key):
    actions.enrol(course_key=key, by=alice)
    superuser = UserFactory(is_superuser=True, roles=["hr", "programme_manager", "editor", "administrator"])
    for other in (bob, manager, superuser):
        assert not Enrolment.objects.visible_to(other).exists()


# --- By suggestion ---
@pytest.mark.parametrize("role", ["editor", "hr", "coach", "administrator", None])
def test_only_a_programme_manager_suggests(alice, key, role):
    other = UserFactory(roles=[role] if role else [])
    person = {"person": alice, "course_key": key, "by": other}
    for act in (
        lambda: suggest(alice, key, other),
        lambda: actions.waive_course(reason="administrative", **person),
        lambda: actions.give_more_time(due_on=date(2099, 1, 1), **person),
        lambda: actions.save_rule(rule=EnrolmentRule(), by=other, changes={"name": "x", "course_key": key}),
        lambda: actions.save_certification(course_key=key, by=other, changes={"expires": True}),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Enrolment.objects.exists()


def test_a_line_manager_suggests_nothing_to_a_report(alice, key, manager):
    alice.line_manager = manager
    alice.save()
    assert suggest(alice, key, manager).reason == "own_report"
    for act in (
        lambda: actions.waive_course(person=alice, course_key=key, reason="administrative", by=manager),
        lambda: actions.give_more_time(person=alice, course_key=key, due_on=date(2099, 1, 1), by=manager),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Enrolment.objects.exists()


def test_a_suggestion_says_that_one_is_free_and_that_a_date_has_no_consequence(alice, key, manager, drain):
    with time_machine.travel(MONDAY, tick=False):
        suggest(alice, key, manager, due_on=date(2027, 4, 30), source=enrolments.ASSIGNED)
        drain()
    enrolment = Enrolment.objects.get()
    assert (enrolment.source, enrolment.assigned_by, enrolment.due_on) == ("assigned", manager, date(2027, 4, 30))
    (message,) = mail.outbox
    for words in ("libre", "30 avril 2027", "Europe/Paris"):
        assert words in message.body or "free" in message.body


@pytest.mark.parametrize("past", ["open", "completed", "declined", "waived"])
def test_the_answer_is_the_same_wherever_the_person_stands(alice, charlie, key, manager, past):
    if past == "open":
        actions.enrol(course_key=key, by=alice)
    elif past == "completed":
        actions.complete_course(course_key=key, by=alice)
    elif past == "declined":
        actions.enrol(course_key=key, by=alice)
        actions.withdraw_enrolment(course_key=key, by=alice)
    else:
        actions.waive_course(person=alice, course_key=key, reason="administrative", by=manager)
    before = Enrolment.objects.filter(learner=alice).count()
    known, unknown = suggest(alice, key, manager), suggest(charlie, key, manager)
    assert (known.is_accepted, known.sentence) == (unknown.is_accepted, unknown.sentence)
    assert Enrolment.objects.filter(learner=alice).count() == before
    assert not notices(alice, "course_suggested").exists()


@pytest.mark.parametrize("address", ["a\u200blice@example.com", "alice@exa\u200bmple.com", "alice@example\u202e.com"])
def test_an_address_with_a_character_nobody_sees_is_none(address):
    assert [line.reason for line in read(f"email\n{address}\n")] == ["bad_address"]


def test_the_same_list_twice_doubles_nothing_and_answers_the_same(alice, charlie, key, manager):
    lines = [
        Line(1, alice.email),
        Line(2, charlie.email.upper().lower()),
        Line(3, "nobody@example.com"),
        Line(4, "x", reason="bad_address"),
    ]
    answers = []
    for dry_run in (True, False, False, True):
        outcomes = actions.suggest_to_list(course_key=key, lines=lines, due_on=None, by=manager, dry_run=dry_run)
        answers.append([(outcome.is_accepted, outcome.reason) for outcome in outcomes])
        if dry_run and len(answers) == 1:
            assert not Enrolment.objects.exists()
            assert not PendingEnrolment.objects.exists()
    assert answers == [[(True, ""), (True, ""), (True, "waiting"), (False, "bad_address")]] * 4
    assert Enrolment.objects.count() == 2
    assert PendingEnrolment.objects.count() == 1
    assert Notification.objects.filter(notice="learning.course_suggested").count() == 2


def test_an_unknown_address_waits_for_its_person(key, manager):
    suggest("Ada@Example.com".lower(), key, manager, due_on=timezone.localdate() + timedelta(days=30))
    ada = UserFactory(email="ada@example.com")
    enrolment = Enrolment.objects.get(learner=ada)
    assert (enrolment.source, enrolment.assigned_by) == (enrolments.IMPORT, manager)
    assert enrolment.due_on == timezone.localdate() + timedelta(days=30)
    assert not PendingEnrolment.objects.exists()
    assert notices(ada, "course_suggested").count() == 1


def test_an_address_nobody_comes_with_is_forgotten(key, manager):
    suggest("ada@example.com", key, manager)
    assert clock.drop_old_pending() == 0
    PendingEnrolment.objects.update(assigned_at=timezone.now() - timedelta(days=190))
    assert clock.drop_old_pending() == 1


# --- Rules ---
def make_rule(manager, key, **values):
    return actions.save_rule(rule=EnrolmentRule(), by=manager, changes={"name": "Rule", "course_key": key, **values})


def test_a_rule_suggests_to_those_who_fit_now_and_later_and_removes_nothing(alice, charlie, key, manager):
    cohort = Cohort.objects.create(name="Printemps")
    for person in (alice, charlie):
        MembershipFactory(user=person)
    alice.cohort = cohort
    alice.save()
    rule = make_rule(manager, key, cohort=cohort, due_in_days=30)
    assert (clock.apply_rules(), clock.apply_rules()) == (1, 0)
    enrolment = Enrolment.objects.get()
    assert (enrolment.learner, enrolment.source, enrolment.rule) == (alice, enrolments.RULE, rule)
    assert enrolment.due_on == timezone.localdate(timezone=alice.zone) + timedelta(days=30)
    charlie.cohort, alice.cohort = cohort, None
    charlie.save()
    alice.save()
    EnrolmentRule.objects.update(run_at=timezone.now())
    assert clock.apply_rules() == 1
    assert Enrolment.objects.active().count() == 2


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        ({}, True),
        ({"language": "fr"}, True),
        ({"language": "en"}, False),
        ({"country": "FR", "language": "fr"}, True),
        ({"country": "DE", "language": "fr"}, False),
        ({"role": "coach"}, False),
    ],
)
def test_each_filled_condition_of_a_rule_must_hold(alice, key, manager, conditions, fits):
    MembershipFactory(user=alice)
    make_rule(manager, key, **conditions)
    assert clock.apply_rules() == int(fits)


@pytest.mark.parametrize("state", [states.REDUCED, None])
def test_a_rule_leaves_those_in_peace_who_do_not_take_part(alice, key, manager, state):
    if state:
        MembershipFactory(user=alice, state=state)
    make_rule(manager, key)
    assert clock.apply_rules() == 0
    make_rule(manager, key, audience=enrolments.EVERYBODY, role="programme_manager")
    assert clock.apply_rules() == 1  # the manager, who holds that role


def test_a_rule_that_does_not_last_is_applied_once(alice, key, manager):
    MembershipFactory(user=alice)
    rule = make_rule(manager, key, keeps_applying=False)
    clock.apply_rules()
    rule.refresh_from_db()
    assert not rule.is_active


def test_a_stopped_rule_keeps_what_it_gave(alice, key, manager):
    MembershipFactory(user=alice)
    rule = make_rule(manager, key)
    clock.apply_rules()
    actions.stop_rule(rule=rule, by=manager)
    assert Enrolment.objects.active().count() == 1
    EnrolmentRule.objects.update(run_at=timezone.now())
    MembershipFactory()
    assert clock.apply_rules() == 0


# --- Waivers ---
@pytest.mark.parametrize("reason", list(enrolments.WAIVER_REASONS))
def test_a_waiver_has_one_of_the_reasons_of_cmi5(alice, key, manager, reason):
    for _ in range(2):
        actions.waive_course(person=alice, course_key=key, reason=reason, by=manager)
    waived = Enrolment.objects.get()
    assert (waived.state, waived.waiver_reason, waived.waived_by) == (enrolments.WAIVED, reason, manager)
    assert queries.has_passed_core_path(alice)
    assert queries.next_step(alice) is None
    assert not CourseCompletion.objects.exists()


def test_a_waiver_without_a_reason_is_refused(alice, key, manager):
    with pytest.raises(WrongState):
        actions.waive_course(person=alice, course_key=key, reason="because", by=manager)


def test_a_waiver_ends_what_is_open_and_says_nothing_of_progress(alice, course, key, manager):
    actions.enrol(course_key=key, by=alice)
    actions.complete_lesson(lesson=lessons_of(course)[0], by=alice)
    assert actions.waive_course(person=alice, course_key=key, reason="administrative", by=manager) is None
    assert Enrolment.objects.get().state == enrolments.WAIVED
    assert LessonCompletion.objects.count() == 1


# --- With completion ---
def test_completing_a_course_ends_its_enrolment(alice, key):
    actions.enrol(course_key=key, by=alice)
    actions.complete_course(course_key=key, by=alice)
    assert Enrolment.objects.get().state == enrolments.COMPLETED


def test_a_cycle_is_opened_once(alice, key):
    Cycle.objects.create(user=alice, course_key=key, number=2, reason="renewal")
    for number in (1, 2):
        with pytest.raises(IntegrityError), transaction.atomic():
            Cycle.objects.create(user=alice, course_key=key, number=number, reason="renewal")


@pytest.mark.parametrize("count", [1, 3])
def test_my_learning_costs_the_same_whatever_the_number(alice, queries_, count):
    for _ in range(count):
        course = make_course()
        actions.enrol(course_key=course.translation_key, by=alice)
        done = make_course()
        actions.complete_course(course_key=done.translation_key, by=alice)
    with queries_() as captured:
        mine = queries.my_learning(alice)
    assert (len(mine.open), len(mine.done), len(mine.certificates)) == (count, count, count)
    assert len(captured) <= 8
