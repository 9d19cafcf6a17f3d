"""What a learner writes about a lesson: theirs alone, or counted without a name."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from core.errors import WrongState
from learning import actions, queries
from learning.models import LessonFeedback, Reflection
from tests.factories.learning import block, make_lesson
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
ROLES = ["coach", "lead_coach", "programme_manager", "legal", "hr", "editor", "administrator"]


@pytest.fixture
def lesson(course):
    body = [block("reflection", title="Pour vous", prompt="Qui vous lit ?", facts=[])]
    return make_lesson(course, title="À soi", body=body)


@pytest.fixture
def save(lesson):
    def url(block_id=None):
        return reverse("learning:reflection_save", args=[lesson.translation_key, block_id or lesson.body[0].id])

    return url


def test_reading_the_page_keeps_nothing(as_alice, lesson):
    assert as_alice.get(lesson.url).status_code == 200
    assert not Reflection.objects.exists()


def test_a_note_to_a_question_that_is_gone_is_refused(alice, lesson):
    with pytest.raises(WrongState):
        actions.save_reflection(lesson=lesson, block_id=uuid.uuid4(), text="Un mot", by=alice)


def test_a_note_is_kept_changed_and_erased(as_alice, alice, lesson, save):
    as_alice.post(save(), {"text": "Ma cousine."})
    as_alice.post(save(), {"text": "Ma cousine, et trois clients."})
    note = Reflection.objects.get()
    assert (note.user, note.text, note.prompt) == (alice, "Ma cousine, et trois clients.", "Qui vous lit ?")
    assert "Ma cousine, et trois clients." in as_alice.get(lesson.url).content.decode()
    as_alice.post(save(), {"text": "  "})
    assert not Reflection.objects.exists()


def test_a_note_that_is_too_long_is_shown_again_whole(as_alice, save):
    text = "a" * 4001
    response = as_alice.post(save(), {"text": text})
    assert response.status_code == 422
    assert text in response.content.decode()
    assert not Reflection.objects.exists()


@pytest.mark.parametrize("role", ROLES)
def test_nobody_else_reads_a_note(client, as_alice, lesson, save, role):
    as_alice.post(save(), {"text": "Ma cousine."})
    other = UserFactory(roles=[role], is_superuser=role == "administrator")
    client.force_login(other)
    assert "Ma cousine." not in client.get(lesson.url).content.decode()
    assert not Reflection.objects.visible_to(other).exists()


# --- of use or not ---
@pytest.fixture
def feedback(lesson):
    return reverse("learning:lesson_feedback", args=[lesson.translation_key])


def test_an_answer_without_yes_or_no_is_asked_again(as_alice, feedback):
    assert as_alice.post(feedback, {"word": "Trop long"}).status_code == 422
    assert not LessonFeedback.objects.exists()


def test_one_answer_counts_for_each_learner_and_revision(as_alice, alice, lesson, feedback):
    as_alice.post(feedback, {"is_useful": "yes", "word": ""})
    as_alice.post(feedback, {"is_useful": "no", "word": "Trop long"})
    row = LessonFeedback.objects.get()
    assert (row.user, row.is_useful, row.word, row.revision_id) == (alice, False, "Trop long", lesson.live_revision_id)
    lesson.save_revision().publish()
    as_alice.post(feedback, {"is_useful": "yes"})
    assert LessonFeedback.objects.count() == 2


def test_editors_see_counts_from_five_answers_on_and_never_names(lesson):
    for n in range(5):
        person = UserFactory(first_name=f"Prénom{n}")
        actions.give_feedback(lesson=lesson, is_useful=n > 0, word=f"mot {n}" if n < 2 else "", by=person)
        row = queries.feedback_by_lesson()[0]
        if n < 4:
            assert (row.answers, row.useful, row.words) == (None, None, [])
    assert (row.answers, row.useful, sorted(row.words)) == (5, 4, ["mot 0", "mot 1"])
