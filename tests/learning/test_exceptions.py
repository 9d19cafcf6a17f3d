"""More time and more attempts: given by name, without seeing any result."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import LimitReached, NotAllowed, WrongState
from core.models import AuditEvent
from learning import actions, clock, queries, states
from learning.models import Attempt, QuizOverride
from people.models import Cohort
from tests.factories.learning import option_id
from tests.factories.people import MembershipFactory, UserFactory

from .test_quiz_options import MINUTE, give, started, take, with_options

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return UserFactory(roles=["programme_manager"])


@pytest.fixture
def cohort():
    return Cohort.objects.create(name="Printemps")


@pytest.fixture
def alice(cohort):
    return MembershipFactory(user=UserFactory(first_name="Alice", last_name="Exception", cohort=cohort)).user


@pytest.fixture
def timed(quiz):
    return with_options(quiz, time_limit_minutes=30, attempts_allowed=1)


# --- who ---


@pytest.mark.parametrize("role", ["coach", "hr", "editor", "legal", "administrator"])
def test_only_a_programme_manager_gives_an_exception(alice, timed, role):
    with pytest.raises(NotAllowed):
        actions.give_exception(quiz=timed, person=alice, attempts_allowed=2, by=UserFactory(roles=[role]))
    assert not QuizOverride.objects.exists()


def test_a_line_manager_gives_none_to_their_report_and_sees_none(client, alice, timed, manager):
    actions.give_exception(quiz=timed, person=alice, attempts_allowed=2, by=manager)
    alice.line_manager = manager
    alice.save()
    with pytest.raises(NotAllowed):
        actions.give_exception(quiz=timed, person=alice, attempts_allowed=3, by=manager)
    assert not QuizOverride.objects.visible_to(manager).exists()
    client.force_login(manager)
    assert client.get(reverse("learning:exception_for_person", args=[alice.pk])).status_code == 404
    assert "Alice" not in client.get(reverse("learning:exception_list"), {"q": "Exc"}).content.decode()


def test_nobody_gives_themselves_an_exception(client, manager):
    MembershipFactory(user=manager)
    client.force_login(manager)
    assert client.get(reverse("learning:exception_for_person", args=[manager.pk])).status_code == 404


def test_an_exception_that_changes_nothing_is_refused(alice, timed, manager):
    with pytest.raises(WrongState):
        actions.give_exception(quiz=timed, person=alice, by=manager)


# --- what holds ---


def test_a_persons_exception_comes_before_their_cohorts_and_that_before_the_quiz(alice, cohort, timed, manager):
    assert queries.allowance(timed, alice) == queries.Allowance(30, 1, None)
    actions.give_exception(quiz=timed, cohort=cohort, time_limit_minutes=45, attempts_allowed=2, by=manager)
    assert queries.allowance(timed, alice) == queries.Allowance(45, 2, None)
    actions.give_exception(quiz=timed, person=alice, time_limit_minutes=60, by=manager)
    assert queries.allowance(timed, alice) == queries.Allowance(60, 2, None)
    assert queries.allowance(timed, UserFactory()) == queries.Allowance(30, 1, None)


def test_zero_lifts_the_limit(alice, timed, manager):
    actions.give_exception(quiz=timed, person=alice, time_limit_minutes=0, attempts_allowed=0, by=manager)
    assert actions.start_attempt(quiz=timed, by=alice).due_at is None
    assert queries.opening(timed, alice).left is None


def test_more_attempts_open_the_quiz_again_until_they_are_taken_away(alice, timed, manager):
    take(timed, alice)
    exception = actions.give_exception(quiz=timed, person=alice, attempts_allowed=2, by=manager)
    take(timed, alice)
    actions.remove_exception(exception=exception, by=manager)
    with pytest.raises(LimitReached):
        actions.start_attempt(quiz=timed, by=alice)


def test_a_second_exception_replaces_the_first(alice, timed, manager):
    for attempts in (2, 3):
        actions.give_exception(quiz=timed, person=alice, attempts_allowed=attempts, by=manager)
    assert QuizOverride.objects.get().attempts_allowed == 3


def test_more_time_holds_for_an_attempt_under_way(alice, timed, manager):
    attempt = actions.start_attempt(quiz=timed, by=alice)
    started(attempt, 31 * MINUTE)
    actions.give_exception(quiz=timed, person=alice, time_limit_minutes=60, by=manager)
    assert clock.check_attempt_times() == 0
    attempt.refresh_from_db()
    assert attempt.due_at - attempt.started_at == 60 * MINUTE
    assert give(attempt, "Oui").saved == [1]


# --- taken up again ---


@pytest.fixture
def abandoned(alice, timed):
    quiz = with_options(timed, when_time_is_over="autoabandon")
    attempt = actions.start_attempt(quiz=quiz, by=alice)
    give(attempt, "Oui")
    started(attempt, 31 * MINUTE)
    clock.check_attempt_times()
    attempt.refresh_from_db()
    assert attempt.is_abandoned
    return attempt


def test_an_abandoned_attempt_is_taken_up_again_with_more_time(alice, timed, abandoned, manager):
    actions.give_exception(quiz=timed, person=alice, time_limit_minutes=90, reopen=True, by=manager)
    abandoned.refresh_from_db()
    assert abandoned.state == states.IN_PROGRESS
    assert actions.submit_attempt(attempt=abandoned, by=alice, confirmed=True).score == 50


def test_it_is_submitted_at_once_when_its_new_deadline_is_past_too(alice, timed, abandoned, manager):
    actions.give_exception(quiz=timed, person=alice, attempts_allowed=3, reopen=True, by=manager)
    abandoned.refresh_from_db()
    assert (abandoned.is_finished, abandoned.score) == (True, 50)
    assert abandoned.submitted_at == abandoned.due_at


def test_it_stays_as_it_is_unless_asked(alice, timed, abandoned, manager):
    actions.give_exception(quiz=timed, person=alice, time_limit_minutes=90, by=manager)
    assert Attempt.objects.get(pk=abandoned.pk).is_abandoned


# --- the pages ---


def test_the_pages_tell_no_result(client, alice, timed, manager):
    attempt = take(timed, alice, "Oui", "Oui")
    client.force_login(manager)
    listed = reverse("learning:exception_list")
    form = reverse("learning:exception_for_person", args=[alice.pk])
    assert "Alice" in client.get(listed, {"q": "alice"}).content.decode()
    data = {"quiz": str(timed.translation_key), "attempts_allowed": "2", "reopen": "on"}
    response = client.post(form, data, follow=True)
    assert response.redirect_chain[-1][0] == listed
    for html in (response.content.decode(), client.get(form).content.decode()):
        assert str(attempt.pk) not in html
        assert "100%" not in html
        assert "100 %" not in html
    event = AuditEvent.objects.get(action="learning.exception.give")
    assert event.data["person"] == alice.pk
    exception = QuizOverride.objects.get()
    client.post(reverse("learning:exception_remove", args=[exception.pk]))
    assert not QuizOverride.objects.exists()


def test_the_answer_is_the_same_whether_there_was_an_attempt_or_not(client, alice, timed, manager):
    """Nothing on the page, nor in the number of its messages, tells whether the person has tried."""
    client.force_login(manager)
    form = reverse("learning:exception_for_person", args=[alice.pk])
    data = {"quiz": str(timed.translation_key), "time_limit_minutes": "60", "reopen": "on"}

    def messages():
        return [str(message) for message in client.post(form, data, follow=True).context["messages"]]

    before = messages()
    take(timed, alice)
    assert messages() == before


def test_an_empty_form_and_an_unknown_quiz_are_refused(client, alice, timed, manager):
    client.force_login(manager)
    form = reverse("learning:exception_for_person", args=[alice.pk])
    assert client.post(form, {"quiz": str(timed.translation_key)}).status_code == 422
    assert client.post(form, {"quiz": "nothing", "attempts_allowed": "2"}).status_code == 422


def test_a_whole_cohort_is_given_more_time(client, alice, cohort, timed, manager):
    client.force_login(manager)
    closes = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    data = {"quiz": str(timed.translation_key), "time_limit_minutes": "45", "closes_at": closes}
    assert client.post(reverse("learning:exception_for_cohort", args=[cohort.pk]), data).status_code == 302
    assert queries.allowance(timed, alice).time_limit_minutes == 45
    assert option_id(actions.start_attempt(quiz=timed, by=alice).questions.first())


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_with_one_row_and_with_three(client, timed, manager, queries_, count):
    for _n in range(count):
        person = MembershipFactory(user=UserFactory(last_name="Trouvable")).user
        actions.give_exception(quiz=timed, person=person, attempts_allowed=2, by=manager)
    client.force_login(manager)
    address = reverse("learning:exception_list")
    client.get(address, {"q": "Trouvable"})
    with queries_() as captured:
        client.get(address, {"q": "Trouvable"})
    assert len(captured) <= 8
