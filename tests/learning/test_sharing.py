"""What a learner shows a coach: by choice, one coach, to be taken back; never a line manager."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.errors import NotAllowed, WrongState
from core.models import Notification
from learning import actions, queries
from learning.models import AnswerToRead, CourseCompletion, SharedAttempt
from people.roles import ROLES
from tests.factories.people import UserFactory

from .test_quiz_options import take

pytestmark = pytest.mark.django_db
TEXT = "Une phrase que seule Alice a écrite."


@pytest.fixture
def coach():
    return UserFactory(first_name="Coline", last_name="Coach", roles=["coach"])


@pytest.fixture
def other_coach():
    return UserFactory(roles=["coach", "lead_coach"])


@pytest.fixture
def attempt(alice, quiz):
    return take(quiz, alice, "Oui", "Non")


@pytest.fixture
def open_answer(attempt):
    """The second question as one whose text a coach may read."""
    row = attempt.questions.get(position=2)
    row.snapshot["config"] |= {"read_by_coach": True, "rubric": ["Un critère"], "example": "Un exemple"}
    row.answer = TEXT
    row.save()
    return row


def address(name, *args):
    return reverse(f"learning:{name}", args=args)


# --- an attempt ---


def test_nobody_shares_somebody_elses_attempt(attempt, bob, coach):
    with pytest.raises(NotAllowed):
        actions.share_attempt(attempt=attempt, coach=coach, by=bob)


def test_an_attempt_under_way_is_not_shared(alice, quiz, coach):
    with pytest.raises(WrongState):
        actions.share_attempt(attempt=actions.start_attempt(quiz=quiz, by=alice), coach=coach, by=alice)


@pytest.mark.parametrize("roles", [[], ["programme_manager", "hr", "editor", "administrator", "legal"]])
def test_it_is_shared_with_coaches_only(attempt, alice, roles):
    with pytest.raises(NotAllowed):
        actions.share_attempt(attempt=attempt, coach=UserFactory(roles=roles), by=alice)


def test_a_line_manager_is_shown_nothing_even_as_a_coach(client, attempt, alice, coach, open_answer):
    share = actions.share_attempt(attempt=attempt, coach=coach, by=alice)
    reading = actions.send_answer(attempt=attempt, position=2, coach=None, by=alice)
    alice.line_manager = UserFactory(roles=list(ROLES), is_superuser=True)
    alice.save()
    boss = alice.line_manager
    with pytest.raises(NotAllowed):
        actions.share_attempt(attempt=attempt, coach=boss, by=alice)
    assert boss not in queries.coaches_for(alice)
    client.force_login(boss)
    assert client.get(address("answer_read", reading.pk)).status_code == 404
    assert "Alice" not in client.get(address("coach_desk")).content.decode()
    SharedAttempt.objects.filter(pk=share.pk).update(coach=boss)  # they became her line manager afterwards
    assert client.get(address("shared_attempt", share.pk)).status_code == 404
    assert not SharedAttempt.objects.visible_to(boss).exists()
    assert not AnswerToRead.objects.visible_to(boss).exists()


def test_a_coach_reads_what_was_shown_to_them_and_no_more(client, attempt, alice, quiz, coach, other_coach):
    share = actions.share_attempt(attempt=attempt, coach=coach, by=alice)
    assert actions.share_attempt(attempt=attempt, coach=coach, by=alice) == share
    hidden = take(quiz, alice)
    client.force_login(other_coach)
    assert client.get(address("shared_attempt", share.pk)).status_code == 404
    client.force_login(coach)
    html = client.get(address("shared_attempt", share.pk)).content.decode()
    assert "Alice" in html
    assert "Personne ne l’impose." in html
    assert client.get(address("attempt_detail", attempt.pk)).status_code == 404
    assert str(hidden.pk) not in client.get(address("coach_desk")).content.decode()
    assert client.get(address("coach_desk")).content.decode().count("/learning/coach/attempts/") == 1


def test_what_is_taken_back_is_gone_at_once(client, as_alice, attempt, alice, coach):
    share = actions.share_attempt(attempt=attempt, coach=coach, by=alice)
    as_alice.post(address("attempt_unshare", attempt.pk, coach.pk))
    as_alice.post(address("attempt_unshare", attempt.pk, coach.pk))
    client.force_login(coach)
    assert client.get(address("shared_attempt", share.pk)).status_code == 404


def test_who_is_no_coach_any_more_reads_nothing(client, attempt, alice, coach):
    share = actions.share_attempt(attempt=attempt, coach=coach, by=alice)
    coach.groups.clear()
    client.force_login(coach)
    assert client.get(address("shared_attempt", share.pk)).status_code == 404
    assert client.get(address("coach_desk")).status_code == 404


def test_sharing_from_the_page_of_the_result(as_alice, attempt, coach):
    assert "Coline Coach" in as_alice.get(attempt.get_absolute_url()).content.decode()
    as_alice.post(address("attempt_share", attempt.pk), {"coach": "9999"})
    assert not SharedAttempt.objects.exists()
    as_alice.post(address("attempt_share", attempt.pk), {"coach": coach.pk})
    assert SharedAttempt.objects.get().coach == coach


# --- a written answer ---


def test_only_an_answer_that_may_be_read_is_sent(attempt, alice, bob, coach, open_answer):
    with pytest.raises(WrongState):
        actions.send_answer(attempt=attempt, position=1, coach=coach, by=alice)
    with pytest.raises(NotAllowed):
        actions.send_answer(attempt=attempt, position=2, coach=coach, by=bob)
    open_answer.answer = None
    open_answer.save()
    with pytest.raises(WrongState):
        actions.send_answer(attempt=attempt, position=2, coach=coach, by=alice)
    assert not AnswerToRead.objects.exists()


def test_an_answer_sent_to_one_coach_is_not_the_teams(client, attempt, alice, coach, other_coach, open_answer):
    reading = actions.send_answer(attempt=attempt, position=2, coach=coach, by=alice)
    client.force_login(other_coach)
    assert client.get(address("answer_read", reading.pk)).status_code == 404
    client.force_login(coach)
    html = client.get(address("answer_read", reading.pk)).content.decode()
    assert TEXT in html
    assert "Un critère" in html
    assert "50" not in html.split("<main")[1]


def test_a_coach_comments_once_and_the_learner_is_told(
    client, as_alice, attempt, alice, coach, other_coach, open_answer
):
    reading = actions.send_answer(attempt=attempt, position=2, coach=None, by=alice)
    client.force_login(coach)
    client.post(address("answer_read", reading.pk), {"comment": "Votre question est bien trouvée."})
    with pytest.raises(WrongState):
        actions.read_answer(reading=reading, comment="Encore", by=other_coach)
    notice = Notification.objects.get(notice="learning.answer_was_read")
    assert notice.recipient == alice
    assert notice.payload == {"reading_id": reading.pk}
    html = as_alice.get(attempt.get_absolute_url()).content.decode()
    assert "Votre question est bien trouvée." in html
    assert "Coline Coach" in html


def test_an_answer_taken_back_is_gone_with_its_comment(client, as_alice, attempt, alice, coach, open_answer):
    reading = actions.send_answer(attempt=attempt, position=2, coach=coach, by=alice)
    as_alice.post(address("answer_take_back", attempt.pk, 2))
    client.force_login(coach)
    assert client.get(address("answer_read", reading.pk)).status_code == 404
    with pytest.raises(NotAllowed):
        actions.read_answer(reading=reading, comment="", by=coach)


def test_an_answer_that_waits_holds_up_nothing(as_alice, attempt, alice, open_answer):
    as_alice.post(address("answer_send", attempt.pk, 2))
    assert AnswerToRead.objects.get().coach is None
    assert attempt.passed
    assert CourseCompletion.objects.filter(user=alice).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same_with_one_row_and_with_three(client, quiz, coach, queries_, count):
    for _n in range(count):
        learner = UserFactory()
        attempt = take(quiz, learner, "Oui")
        actions.share_attempt(attempt=attempt, coach=coach, by=learner)
        AnswerToRead.objects.create(question=attempt.questions.first())
    client.force_login(coach)
    client.get(address("coach_desk"))
    with queries_() as captured:
        client.get(address("coach_desk"))
    assert len(captured) == 4


def test_an_answer_is_sent_when_submitting_even_past_the_question_of_what_is_left(as_alice, alice, quiz):
    attempt = actions.start_attempt(quiz=quiz, by=alice)
    row = attempt.questions.get(position=2)
    row.snapshot["config"] |= {"read_by_coach": True}
    row.answer = "Ma phrase"
    row.save()
    assert 'name="send"' in as_alice.get(attempt.get_absolute_url()).content.decode()
    response = as_alice.post(address("attempt_submit", attempt.pk), {"send": ["2", "x", "9"]})
    assert not AnswerToRead.objects.exists()
    assert '<input type="hidden" name="send" value="2">' in as_alice.get(response["Location"]).content.decode()
    as_alice.post(address("attempt_submit", attempt.pk), {"send": ["2", "9"], "confirm": "yes"})
    assert AnswerToRead.objects.get().question == row
