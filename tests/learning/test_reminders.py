"""Suggested dates: they end where the learner is, remind three times at most, and have no consequence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import translation

from core.delivery import deliver_due
from core.models import Notification
from learning import actions, clock, queries
from learning.models import (
    Enrolment,
)
from learning.rosters import Line
from people import states
from people.actions import join_programme, leave_programme, pause_membership, resume_membership
from people.models import Absence, Membership
from tests.factories.learning import make_course
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


# --- Dates and reminders ---
def enrolled(user, key, due_on, on=None):
    on = on or MONDAY
    with time_machine.travel(on, tick=False):
        suggest(user, key, UserFactory(roles=["programme_manager"]), due_on=due_on)
    return Enrolment.objects.get(learner=user)


def reminded(day, hour=9):
    with time_machine.travel(datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=hour), tick=False):
        clock.send_reminders()
        return clock.send_reminders()  # the second run finds nothing


def test_three_reminders_and_then_peace(alice, key):
    enrolment = enrolled(alice, key, date(2027, 4, 30))
    day = date(2027, 3, 1)
    while day < date(2027, 7, 1):
        reminded(day)
        day += timedelta(days=1)
    enrolment.refresh_from_db()
    assert notices(alice, "course_reminder").count() == enrolment.reminders_sent == 3
    assert enrolment.is_active  # a date has no consequence


def test_more_time_does_not_mean_more_reminders(alice, key, manager):
    enrolled(alice, key, date(2027, 4, 30))
    for day in (date(2027, 4, 16), date(2027, 4, 27)):
        reminded(day)
    with time_machine.travel(datetime(2027, 4, 28, 9, tzinfo=UTC), tick=False):
        actions.give_more_time(person=alice, course_key=key, due_on=date(2027, 6, 30), by=manager)
    for day in (date(2027, 6, 16), date(2027, 6, 27), date(2027, 7, 1)):
        reminded(day)
    assert notices(alice, "course_reminder").count() == 3
    assert Enrolment.objects.get().due_on == date(2027, 6, 30)


def test_more_time_tells_nothing_of_a_person_who_has_nothing_open(alice, key, manager):
    assert actions.give_more_time(person=alice, course_key=key, due_on=date(2099, 1, 1), by=manager) is None
    assert not Enrolment.objects.exists()


def test_a_date_ends_where_the_learner_is(key):
    """Half past midnight UTC: the day is over in Paris, not in Montréal."""
    paris, montreal = UserFactory(), UserFactory(time_zone="America/Montreal")
    for person in (paris, montreal):
        enrolled(person, key, date(2027, 4, 30))
    with time_machine.travel(datetime(2027, 5, 1, 0, 30, tzinfo=UTC), tick=False):
        over = [queries.my_learning(person).open[0].due for person in (paris, montreal)]
    assert [(due.is_over, due.zone) for due in over] == [(True, "Europe/Paris"), (False, "America/Montreal")]


def test_a_reminder_waits_for_working_hours_and_for_the_end_of_a_leave(alice, key):
    enrolled(alice, key, date(2027, 4, 30))
    Absence.objects.create(user=alice, starts_on=date(2027, 4, 12), ends_on=date(2027, 4, 20))
    Notification.objects.all().delete()
    with time_machine.travel(datetime(2027, 4, 16, 1, 0, tzinfo=UTC), tick=False):
        clock.send_reminders()
        deliver_due()
    assert not mail.outbox
    waiting = notices(alice, "course_reminder").get()
    assert waiting.due_at == datetime(2027, 4, 21, 7, 0, tzinfo=UTC)  # Wednesday, 9:00 in Paris
    with time_machine.travel(datetime(2027, 4, 21, 8, 0, tzinfo=UTC), tick=False):
        deliver_due()
    assert len(mail.outbox) == 1


def test_a_reminder_that_is_no_longer_true_is_not_sent(alice, key):
    enrolled(alice, key, date(2027, 4, 30))
    Notification.objects.all().delete()
    with time_machine.travel(datetime(2027, 4, 17, 9, 0, tzinfo=UTC), tick=False):  # a Saturday
        clock.send_reminders()
        actions.withdraw_enrolment(course_key=key, by=alice)
    with time_machine.travel(datetime(2027, 4, 19, 9, 0, tzinfo=UTC), tick=False):
        deliver_due()
    assert not mail.outbox
    assert notices(alice, "course_reminder").get().work_state == Notification.CANCELLED


def test_a_pause_stops_reminders_and_moves_the_date(alice, key):
    with time_machine.travel(MONDAY, tick=False):
        join_programme(user=alice, by=alice)
    enrolled(alice, key, date(2027, 4, 30))
    with time_machine.travel(datetime(2027, 4, 1, 9, tzinfo=UTC), tick=False):
        pause_membership(user=alice, by=alice)
    for day in (date(2027, 4, 16), date(2027, 4, 27), date(2027, 5, 1)):
        reminded(day)
    with time_machine.travel(datetime(2027, 5, 2, 9, tzinfo=UTC), tick=False):
        due = queries.my_learning(alice).open[0].due
        assert (due.is_paused, due.is_over) == (True, False)
    assert not notices(alice, "course_reminder").exists()
    with time_machine.travel(datetime(2027, 5, 31, 9, tzinfo=UTC), tick=False):
        resume_membership(user=alice, by=alice)
    assert Enrolment.objects.get().due_on == date(2027, 6, 29)  # sixty days later
    reminded(date(2027, 6, 15))
    assert notices(alice, "course_reminder").count() == 1


def test_who_left_is_left_in_peace(alice, course, key):
    MembershipFactory(user=alice)
    enrolled(alice, key, date(2027, 4, 30))
    other = make_course()
    actions.enrol(course_key=other.translation_key, by=alice)
    leave_programme(user=alice, by=alice)
    assert [row.course_key for row in Enrolment.objects.visible_to(alice).active()] == [other.translation_key]
    reminded(date(2027, 4, 16))
    assert not notices(alice, "course_reminder").exists()
    assert Membership.objects.get().state == states.LEFT
    assert not queries.may_be_reminded(alice)
