"""Key messages: browsed while they hold, told no longer once retired, and the refresher of three questions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from core.errors import NotAllowed, WrongState
from core.models import Notification
from learning import actions, queries
from learning.models import KeyMessage, Refresher
from people.models import User
from tests.factories.learning import (
    LessonCompletionFactory,
    block,
    lessons_of,
    make_lesson,
    make_message,
    make_question,
    quiz_of,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
LIST = "/fr/learning/key-messages/"


@pytest.fixture
def message():
    return make_message()


@pytest.fixture
def lesson(course, message):
    return make_lesson(course, title="Le fait", body=[block("key_message", message=message.pk, facts=[])])


@pytest.fixture
def three():
    return [make_question(prompt=f"Question {n}") for n in range(3)]


# --- browsing ---
def test_the_list_is_for_the_companys_people(client, message):
    assert client.get(LIST).status_code == 302


def test_only_what_holds_today_is_listed_and_nothing_can_be_copied(as_alice, message):
    today = timezone.localdate()
    make_message(title="Expiré", valid_from=today - timedelta(days=9), valid_to=today - timedelta(days=1))
    make_message(title="À venir", valid_from=today + timedelta(days=1))
    KeyMessage.objects.filter(pk=make_message(title="Retiré").pk).update(retired_at=timezone.now())
    draft = KeyMessage(title="Brouillon", fact="Un fait", source_name="Une source", locale=message.locale, live=False)
    draft.save()
    html = as_alice.get(LIST).content.decode()
    assert message.title in html
    for absent in ("Expiré", "À venir", "Retiré", "Brouillon"):
        assert absent not in html
    assert "<textarea" not in html
    assert "clipboard" not in html


def test_words_narrow_the_list_and_none_leaves_a_way_out(as_alice, message):
    make_message(title="L’eau du banc", fact="Elle tourne en circuit fermé.")
    html = as_alice.get(LIST, {"q": "PIECES"}).content.decode()
    assert message.title in html
    assert "L’eau du banc" not in html
    assert as_alice.get(LIST, {"q": "introuvable"}).status_code == 200


def test_the_list_costs_the_same_for_one_and_for_three(as_alice, message, queries_):
    as_alice.get(LIST)
    with queries_() as one:
        as_alice.get(LIST)
    make_message(title="Deux")
    make_message(title="Trois")
    with queries_() as three:
        as_alice.get(LIST)
    assert len(one) == len(three)


# --- in a lesson ---
def test_a_lesson_shows_the_message_as_it_stands_today(as_alice, lesson, message):
    assert message.fact in as_alice.get(lesson.url).content.decode()
    KeyMessage.objects.update(
        valid_from=timezone.localdate() - timedelta(days=9), valid_to=timezone.localdate() - timedelta(days=1)
    )
    html = as_alice.get(lesson.url).content.decode()
    assert message.title in html
    assert message.fact not in html


# --- retiring ---
@pytest.mark.parametrize("role", ["coach", "programme_manager", "hr", "legal"])
def test_others_than_editors_retire_nothing(message, role):
    with pytest.raises(NotAllowed):
        actions.retire_message(message=message, questions=[], by=UserFactory(roles=[role]))


def test_a_refresher_has_three_questions_or_none(message, bob, three):
    with pytest.raises(WrongState):
        actions.retire_message(message=message, questions=three[:2], by=bob)
    message.refresh_from_db()
    assert message.is_valid


def test_a_message_is_retired_once(message, bob):
    actions.retire_message(message=message, questions=[], by=bob)
    with pytest.raises(WrongState):
        actions.retire_message(message=message, questions=[], by=bob)


def test_where_a_message_is_used_is_known(lesson, message):
    question = make_question()
    question.key_messages = [("message", message)]
    question.save_revision().publish()
    usage = queries.usage_of(message)
    assert [page.pk for page in usage.lessons] == [lesson.pk]
    assert [row.pk for row in usage.questions] == [question.pk]


def test_those_who_were_taught_it_are_offered_three_questions(lesson, message, alice, bob, charlie, three):
    LessonCompletionFactory(user=alice, lesson=lesson)
    LessonCompletionFactory(user=charlie, lesson=lessons_of(lesson.get_parent().specific)[0])
    assert actions.retire_message(message=message, questions=three, by=bob) == 1
    refresher = Refresher.objects.get()
    assert refresher.user == alice
    assert refresher.question_keys == [str(question.translation_key) for question in three]
    assert Notification.objects.filter(recipient=alice, notice="learning.refresher_offered").count() == 1
    assert not Notification.objects.filter(recipient=charlie).exists()


def test_who_took_a_quiz_on_it_was_taught_it_too(course, message, alice):
    question = quiz_of(course).slots.first().question
    question.key_messages = [("message", message)]
    question.save_revision().publish()
    attempt = actions.start_attempt(quiz=quiz_of(course), by=alice)
    assert queries.people_taught(queries.usage_of(message)) == []
    actions.submit_attempt(attempt=attempt, by=alice, confirmed=True)
    assert queries.people_taught(queries.usage_of(message)) == [alice]


def test_a_revision_from_before_does_not_bring_a_retired_message_back(message, bob):
    actions.retire_message(message=message, questions=[], by=bob)
    message.refresh_from_db()
    latest = message.get_latest_revision_as_object()
    assert latest.retired_at
    with pytest.raises(ValidationError):
        latest.full_clean()


# --- the refresher ---
@pytest.fixture
def refresher(lesson, message, alice, bob, three):
    LessonCompletionFactory(user=alice, lesson=lesson)
    actions.retire_message(message=message, questions=three, by=bob)
    return Refresher.objects.get()


def test_a_refresher_is_the_learners(client, refresher, charlie):
    client.force_login(charlie)
    assert client.get(refresher.get_absolute_url()).status_code == 404
    with pytest.raises(WrongState):
        actions.finish_refresher(refresher=refresher, by=charlie)


def test_unanswered_questions_are_asked_again(as_alice, refresher):
    assert as_alice.post(f"{refresher.get_absolute_url()}answers/", {}).status_code == 422
    refresher.refresh_from_db()
    assert refresher.state == Refresher.OFFERED


def test_three_answers_give_three_reasons_and_nothing_but_done_is_kept(as_alice, refresher):
    response = as_alice.get(refresher.get_absolute_url())
    assert response.status_code == 200
    forms = response.context["forms"]
    data = {f"q{f.question.position}-answer": f.question.snapshot["config"]["options"][0]["id"] for f in forms}
    response = as_alice.post(f"{refresher.get_absolute_url()}answers/", data)
    assert response.status_code == 200
    assert response.content.decode().count("Le programme est libre.") == 3
    refresher.refresh_from_db()
    assert (refresher.state, refresher.done_at is not None) == (Refresher.DONE, True)


# --- in the administration ---
@pytest.fixture
def as_admin(client):
    user = User.objects.create_superuser("admin@example.com", "porte-voix-test")
    user.groups.add(*UserFactory(roles=["administrator"]).groups.all())
    client.force_login(user)
    return client


def test_retiring_shows_first_where_the_message_is_used(as_admin, lesson, message, three, alice):
    LessonCompletionFactory(user=alice, lesson=lesson)
    url = reverse("learning_key_message_retire", args=[message.pk])
    assert lesson.title in as_admin.get(url).content.decode()
    assert as_admin.post(url, {"questions": [three[0].pk]}).status_code == 200
    message.refresh_from_db()
    assert message.is_valid
    response = as_admin.post(url, {"questions": [question.pk for question in three]})
    assert response.status_code == 302
    message.refresh_from_db()
    assert message.state == "retired"
    assert Refresher.objects.count() == 1


def test_the_examples_of_the_demo_are_made_once_in_both_languages():
    assert actions.load_example_messages() == 5
    assert actions.load_example_messages() == 0
    assert KeyMessage.objects.filter(live=True, locale__language_code="en").count() == 5
    assert KeyMessage.objects.filter(locale__language_code="en", title__contains="spare parts").exists()
