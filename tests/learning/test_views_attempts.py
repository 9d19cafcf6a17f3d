"""Taking a quiz in the browser: with and without JavaScript, in two tabs, on two devices."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from learning import actions
from learning.models import Attempt, CourseCompletion
from tests.factories.learning import make_course, option_id, quiz_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt(alice, quiz):
    return actions.start_attempt(quiz=quiz, by=alice)


def url(name, key):
    return reverse(f"learning:{name}", args=[key])


def posted(attempt, texts, *, sequence=0, **extra):
    """What a page with these answers sends; None leaves a question blank."""
    data = dict(extra)
    for question, text in zip(attempt.questions.all(), texts, strict=False):
        data[f"q{question.position}-sequence"] = sequence
        if text:
            data[f"q{question.position}-answer"] = option_id(question, text)
    return data


# --- who ---


@pytest.mark.parametrize("name", ["attempt_detail", "attempt_confirm"])
def test_a_strangers_attempt_is_not_found(client, charlie, attempt, name):
    client.force_login(charlie)
    assert client.get(url(name, attempt.pk)).status_code == 404


@pytest.mark.parametrize("name", ["attempt_answer", "attempt_submit"])
def test_a_stranger_changes_nothing(client, bob, attempt, name):
    bob.is_superuser = True
    bob.save()
    client.force_login(bob)
    assert client.post(url(name, attempt.pk), {"confirm": "yes"}).status_code == 404
    attempt.refresh_from_db()
    assert attempt.is_in_progress


def test_signed_out_visitors_are_asked_to_sign_in(quiz, attempt):
    for address in (url("quiz_start", quiz.translation_key), url("attempt_detail", attempt.pk)):
        assert Client().get(address)["Location"].startswith("/fr/account/login/")


@pytest.mark.parametrize("name", ["attempt_answer", "attempt_submit"])
def test_changes_are_posts(as_alice, attempt, name):
    assert as_alice.get(url(name, attempt.pk)).status_code == 405


# --- start ---


def test_an_unknown_or_draft_quiz_is_not_found(as_alice, quiz):
    quiz.unpublish()
    assert as_alice.get(url("quiz_start", quiz.translation_key)).status_code == 404
    assert as_alice.post(url("attempt_create", quiz.translation_key)).status_code == 404


def test_opening_the_quiz_records_nothing(as_alice, quiz):
    assert as_alice.get(url("quiz_start", quiz.translation_key)).status_code == 200
    assert not Attempt.objects.exists()


def test_beginning_twice_leads_to_the_same_attempt(as_alice, quiz):
    first = as_alice.post(url("attempt_create", quiz.translation_key))["Location"]
    assert as_alice.post(url("attempt_create", quiz.translation_key))["Location"] == first
    assert Attempt.objects.count() == 1


def test_a_quiz_with_no_question_says_so(as_alice, quiz):
    quiz.slots.all().delete()
    quiz.save_revision().publish()
    response = as_alice.post(url("attempt_create", quiz.translation_key), follow=True)
    assert response.redirect_chain[-1][0] == url("quiz_start", quiz.translation_key)
    assert len(response.context["messages"]) == 1


# --- answer ---


def test_without_javascript_a_button_saves_every_answer_of_the_page(as_alice, attempt):
    response = as_alice.post(url("attempt_answer", attempt.pk), posted(attempt, ["Oui", "Non"], save=2))
    assert response["Location"] == f"{attempt.get_absolute_url()}#question-2"
    assert attempt.questions.filter(answer__isnull=False).count() == 2


def test_with_htmx_one_answer_is_saved_and_the_state_comes_back(as_alice, attempt):
    data = posted(attempt, ["Oui"])
    response = as_alice.post(url("attempt_answer", attempt.pk), data, headers={"hx-request": "true"})
    html = response.content.decode()
    assert response.status_code == 200
    assert 'name="q1-sequence" value="1"' in html
    assert 'id="answered"' in html
    assert "q2-sequence" not in html
    assert attempt.questions.filter(answer__isnull=False).count() == 1


def test_another_device_goes_on_where_the_first_stopped(client, alice, attempt):
    actions.save_answers(
        attempt=attempt,
        answers=[actions.GivenAnswer(1, 0, option_id(attempt.questions.get(position=1)))],
        by=alice,
    )
    client.force_login(alice)
    html = client.get(attempt.get_absolute_url()).content.decode()
    assert html.count("checked") == 1
    assert 'name="q1-sequence" value="1"' in html


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}])
def test_a_stale_tab_is_told_keeps_its_choice_and_may_insist(as_alice, attempt, headers):
    address = url("attempt_answer", attempt.pk)
    as_alice.post(address, posted(attempt, ["Oui"]))
    response = as_alice.post(address, posted(attempt, ["Non"]), headers=headers)
    html = response.content.decode()
    assert response.status_code == 409
    assert "question__conflict" in html
    assert "Oui" in html
    assert 'name="q1-sequence" value="1"' in html
    question = attempt.questions.get(position=1)
    assert question.answer == option_id(question, "Oui")
    if not headers:
        chosen = option_id(question, "Non")
        assert f'value="{chosen}"' in html.split("checked")[0].rsplit("<input", 1)[1]
    as_alice.post(address, posted(attempt, ["Non"], sequence=1))
    question.refresh_from_db()
    assert question.answer == option_id(question, "Non")


def test_an_answer_that_is_no_option_is_refused_and_the_others_are_saved(as_alice, attempt):
    data = posted(attempt, ["Oui", "Oui"]) | {"q1-answer": "forged"}
    as_alice.post(url("attempt_answer", attempt.pk), data)
    assert attempt.questions.get(position=1).answer is None
    assert attempt.questions.get(position=2).answer is not None


@pytest.mark.parametrize(
    "data", [{}, {"q1-sequence": "x"}, {"q1-sequence": "-1", "q1-answer": "a"}, {"q99-sequence": "0"}]
)
def test_a_broken_page_changes_nothing(as_alice, attempt, data):
    assert as_alice.post(url("attempt_answer", attempt.pk), data).status_code == 302
    assert not attempt.questions.filter(answer__isnull=False).exists()


def test_an_answer_after_the_end_leads_to_the_result(as_alice, attempt):
    actions.submit_attempt(attempt=attempt, by=attempt.learner, confirmed=True)
    address = url("attempt_answer", attempt.pk)
    assert as_alice.post(address, posted(attempt, ["Oui"]))["Location"] == attempt.get_absolute_url()
    response = as_alice.post(address, posted(attempt, ["Oui"]), headers={"hx-request": "true"})
    assert response["HX-Redirect"] == attempt.get_absolute_url()


def test_saving_an_answer_is_cheap(as_alice, attempt, queries):
    data = posted(attempt, ["Oui"])
    as_alice.get(attempt.get_absolute_url())
    with queries() as captured:
        as_alice.post(url("attempt_answer", attempt.pk), data, headers={"hx-request": "true"})
    assert len(captured) <= 8


# --- submit ---


def test_submitting_saves_what_the_page_still_holds(as_alice, attempt):
    response = as_alice.post(url("attempt_submit", attempt.pk), posted(attempt, ["Oui", "Oui"]))
    assert response["Location"] == attempt.get_absolute_url()
    attempt.refresh_from_db()
    assert attempt.passed
    assert attempt.score == 100


def test_questions_left_are_named_and_a_confirmation_is_asked(as_alice, attempt):
    response = as_alice.post(url("attempt_submit", attempt.pk), posted(attempt, ["Oui", None]), follow=True)
    html = response.content.decode()
    assert response.redirect_chain[-1][0] == url("attempt_confirm", attempt.pk)
    assert "#question-2" in html
    assert "#question-1" not in html
    attempt.refresh_from_db()
    assert attempt.is_in_progress
    as_alice.post(url("attempt_submit", attempt.pk), {"confirm": "yes"})
    attempt.refresh_from_db()
    assert attempt.score == 50


def test_confirm_leads_back_when_nothing_is_left(as_alice, attempt):
    as_alice.post(url("attempt_answer", attempt.pk), posted(attempt, ["Oui", "Oui"]))
    assert as_alice.get(url("attempt_confirm", attempt.pk))["Location"] == attempt.get_absolute_url()


def test_five_submits_in_two_tabs_give_one_result(alice, attempt):
    tabs = [Client(), Client()]
    for tab in tabs:
        tab.force_login(alice)
    data = posted(attempt, ["Oui", "Oui"])
    for n in range(5):
        response = tabs[n % 2].post(url("attempt_submit", attempt.pk), data)
        assert response["Location"] == attempt.get_absolute_url()
    assert Attempt.objects.count() == 1
    assert CourseCompletion.objects.count() == 1


def test_submitting_from_a_stale_tab_submits_nothing_and_says_why(as_alice, attempt):
    as_alice.post(url("attempt_answer", attempt.pk), posted(attempt, ["Oui", "Oui"]))
    response = as_alice.post(url("attempt_submit", attempt.pk), posted(attempt, ["Non", "Oui"]))
    assert response.status_code == 409
    attempt.refresh_from_db()
    assert attempt.is_in_progress


# --- result ---


def test_the_right_answers_are_shown_only_afterwards(as_alice, attempt):
    assert "Parce que c’est libre." not in as_alice.get(attempt.get_absolute_url()).content.decode()
    as_alice.post(url("attempt_submit", attempt.pk), posted(attempt, ["Oui", "Non"]))
    html = as_alice.get(attempt.get_absolute_url()).content.decode()
    assert html.count("Parce que c’est libre.") == 2
    assert html.count("Le programme est libre.") == 2


def test_a_fail_leads_to_the_lesson_and_a_retake(as_alice, attempt, course):
    as_alice.post(url("attempt_submit", attempt.pk), posted(attempt, ["Non", "Non"]))
    html = as_alice.get(attempt.get_absolute_url()).content.decode()
    lesson = course.get_children().first()
    assert lesson.url in html
    assert url("attempt_create", attempt.quiz_key) in html
    assert as_alice.post(url("attempt_create", attempt.quiz_key))["Location"] != attempt.get_absolute_url()


def test_a_pass_leads_to_the_next_course(as_alice, attempt):
    following = make_course(title="Le cours suivant")
    as_alice.post(url("attempt_submit", attempt.pk), posted(attempt, ["Oui", "Oui"]))
    html = as_alice.get(attempt.get_absolute_url()).content.decode()
    assert following.get_children().first().url in html


def test_a_result_survives_what_it_was_about(as_alice, attempt, quiz, course):
    """Questions, quiz and lesson deleted: the result still shows what was asked."""
    as_alice.post(url("attempt_submit", attempt.pk), posted(attempt, ["Oui", "Non"]))
    questions = [slot.question for slot in quiz.slots.all()]
    quiz.delete()
    for question in questions:
        question.delete()
    course.delete()
    response = as_alice.get(attempt.get_absolute_url())
    assert response.status_code == 200
    assert "Question 1" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_quiz_pages_cost_the_same_with_one_row_and_with_three(as_alice, alice, queries, count):
    course = make_course(questions=count)
    quiz = quiz_of(course)
    for _ in range(count):
        done = actions.start_attempt(quiz=quiz, by=alice)
        actions.submit_attempt(attempt=done, by=alice, confirmed=True)
    attempt = actions.start_attempt(quiz=quiz, by=alice)
    addresses = [
        url("quiz_start", quiz.translation_key),
        attempt.get_absolute_url(),
        done.get_absolute_url(),
        url("attempt_confirm", attempt.pk),
    ]
    costs = []
    for address in addresses:
        as_alice.get(address)
        with queries() as captured:
            assert as_alice.get(address).status_code == 200
        costs.append(len(captured))
    assert costs[:2] == [9, 6]
    assert costs[2] <= 18
    assert costs[3] == 4
