"""The sums behind the reports: whatever writes a fact keeps them, and working them out again finds nothing."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from learning import actions, enrolments
from learning.models import Certificate, CourseCompletion, Enrolment, LearnerCourseSummary
from learning.privacy import HOLDINGS
from tests.factories.learning import make_course, quiz_of
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
COURSES = [uuid.UUID(int=n) for n in range(3)]
TODAY = date(2026, 11, 24)


def sums():
    rows = LearnerCourseSummary.objects.order_by("user_id", "course_key")
    return [(row.user_id, row.course_key, row.completed_month, row.due_on, row.expires_on) for row in rows]


def certificate(user, course_key, cycle=1, **values):
    values["renewable_at"] = values["expires_at"] - timedelta(days=10)
    return Certificate.objects.create(user=user, course_key=course_key, cycle=cycle, name_snapshot="N. N.", **values)


def test_each_fact_moves_its_own_column(alice):
    key = COURSES[0]
    Enrolment.objects.create(learner=alice, course_key=key, due_on=TODAY)
    assert sums() == [(alice.pk, key, None, TODAY, None)]
    CourseCompletion.objects.create(user=alice, course_key=key, completed_at=datetime(2026, 10, 31, 23, 30, tzinfo=UTC))
    assert sums()[0][2] == date(2026, 11, 1)  # in the zone of the installation
    Enrolment.objects.active().update(state=enrolments.COMPLETED, ended_at=timezone.now())
    issued = datetime(2026, 11, 1, tzinfo=UTC)
    row = certificate(alice, key, issued_at=issued, expires_at=issued + timedelta(days=365))
    assert sums() == [(alice.pk, key, date(2026, 11, 1), None, date(2027, 11, 1))]
    row.status = enrolments.SUPERSEDED
    row.save()
    assert sums()[0][4] is None


def test_the_first_completion_counts_and_a_later_cycle_does_not_move_it(alice):
    for cycle, month in ((1, 3), (2, 9)):
        at = datetime(2026, month, 5, tzinfo=UTC)
        CourseCompletion.objects.create(user=alice, course_key=COURSES[0], cycle=cycle, completed_at=at)
    assert sums()[0][2] == date(2026, 3, 1)


def test_a_write_that_is_undone_leaves_no_sum(alice):
    with transaction.atomic():
        CourseCompletion.objects.create(user=alice, course_key=COURSES[0])
        assert len(sums()) == 1
        transaction.set_rollback(True)
    assert sums() == []


def test_what_is_not_summed_up_writes_no_sum(alice, django_assert_num_queries):
    Enrolment.objects.create(learner=alice, course_key=COURSES[0], due_on=TODAY)
    with django_assert_num_queries(1):
        Enrolment.objects.active().update(reminders_sent=1)


def test_many_at_once_are_summed_up(alice, bob):
    rows = [Enrolment(learner=user, course_key=key, due_on=TODAY) for user in (alice, bob) for key in COURSES]
    Enrolment.objects.bulk_create(rows)
    assert len(sums()) == 6
    Enrolment.objects.filter(learner=alice).update(due_on=TODAY + timedelta(days=1))
    assert {row[3] for row in sums()} == {TODAY, TODAY + timedelta(days=1)}
    Enrolment.objects.filter(learner=bob).delete()
    assert {row[0] for row in sums()} == {alice.pk}


def test_a_passed_course_is_summed_up_in_the_same_transaction(alice):
    course = make_course(title="Cours")
    attempt = actions.start_attempt(quiz=quiz_of(course), by=alice)
    for question in attempt.questions.all():
        right = next(o["id"] for o in question.snapshot["config"]["options"] if o["is_correct"])
        actions.save_answers(attempt=attempt, answers=[actions.GivenAnswer(question.position, 0, right)], by=alice)
    actions.submit_attempt(attempt=attempt, by=alice, confirmed=True)
    assert CourseCompletion.objects.filter(user=alice).exists()
    assert sums()[0][:2] == (alice.pk, course.translation_key)
    assert sums()[0][2] is not None
    assert actions.rebuild_learning_summary() == []


def test_erasing_a_person_leaves_no_sum_of_them(alice, bob):
    for user in (alice, bob):
        Enrolment.objects.create(learner=user, course_key=COURSES[0], due_on=TODAY)
        CourseCompletion.objects.create(user=user, course_key=COURSES[0])
    for holding in HOLDINGS:
        holding.erase(alice)
    assert [row[0] for row in sums()] == [bob.pk]


def test_a_learner_is_summed_up_once_in_a_course(alice):
    LearnerCourseSummary.objects.create(user=alice, course_key=COURSES[0], due_on=TODAY)
    with pytest.raises(IntegrityError):
        LearnerCourseSummary.objects.create(user=alice, course_key=COURSES[0])


def test_nobody_but_the_learner_sees_their_sum(alice, bob):
    Enrolment.objects.create(learner=alice, course_key=COURSES[0], due_on=TODAY)
    assert LearnerCourseSummary.objects.visible_to(alice).count() == 1
    assert not LearnerCourseSummary.objects.visible_to(bob).exists()
    assert not LearnerCourseSummary.objects.visible_to(UserFactory(is_superuser=True, roles=["hr"])).exists()


# --- Working out again -----------------------------------------------------------------------------------------------
def an_event(rng, user, key):
    """Something that may happen to a person in a course."""
    day = TODAY + timedelta(days=rng.randint(-400, 400))
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    cycle = rng.randint(1, 3)
    own = {"user": user, "course_key": key}
    active = Enrolment.objects.active().filter(learner=user, course_key=key)
    return rng.choice(
        [
            lambda: Enrolment.objects.create(learner=user, course_key=key, due_on=day),
            lambda: active.update(due_on=day),
            lambda: active.update(state=enrolments.WITHDRAWN, ended_at=at),
            lambda: actions.complete_course(course_key=key, by=user),
            lambda: CourseCompletion.objects.create(**own, cycle=cycle, completed_at=at),
            lambda: certificate(user, key, cycle, issued_at=at, expires_at=at + timedelta(days=90)),
            lambda: Certificate.objects.valid().filter(user=user).update(status=enrolments.SUPERSEDED),
            lambda: CourseCompletion.objects.filter(**own).delete(),
        ]
    )


def random_history(rng, people, steps):
    """Anything, in any order; what the database refuses does not happen."""
    for _step in range(steps):
        happens = an_event(rng, rng.choice(people), rng.choice(COURSES))
        try:
            with transaction.atomic():
                happens()
        except DatabaseError:
            continue


@pytest.mark.parametrize("seed", range(3))
def test_after_any_history_working_out_again_finds_no_difference(seed):
    random_history(random.Random(seed), UserFactory.create_batch(4), 120)
    before = sums()
    assert any(row[2:] != (None, None, None) for row in before)
    assert actions.rebuild_learning_summary() == []
    assert [row for row in before if any(row[2:])] == sums()


def test_a_planted_difference_is_found_said_and_mended(alice, bob):
    for user in (alice, bob):
        Enrolment.objects.create(learner=user, course_key=COURSES[0], due_on=TODAY)
    right = sums()
    LearnerCourseSummary.objects.filter(user=alice).update(due_on=None, completed_month=TODAY.replace(day=1))
    LearnerCourseSummary.objects.filter(user=bob).delete()
    out = StringIO()
    call_command("rebuild_learning_summary", stdout=out)
    said = out.getvalue()
    assert f"person {alice.pk}, course {COURSES[0]}: due_on None -> 2026-11-24" in said
    assert f"person {alice.pk}, course {COURSES[0]}: completed_month 2026-11-01 -> None" in said
    assert f"person {bob.pk}, course {COURSES[0]}: due_on" in said
    assert alice.email not in said
    assert sums() == right
    again = StringIO()
    call_command("rebuild_learning_summary", stdout=again)
    assert again.getvalue().strip() == "0 difference(s) found and mended."
