"""For editors: previews that never count, figures of questions, marking again after mending a key."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from core.errors import NotAllowed, WrongState
from core.models import AuditEvent
from learning import actions, clock, queries
from learning.models import Attempt, CourseCompletion, Question, QuizGrade, Regrade, RegradedMark
from learning.models.regrades import FULL_CREDIT, NEW_KEY_ONLY, NO_REGRADE, NOBODY_LOSES, POLICIES
from learning.regrading import NewKey, NotTheSameChoices, choices_of
from tests.factories.learning import items
from tests.factories.people import UserFactory

from .test_quiz_options import give, take, with_options

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_bob(bob):
    client = Client()
    client.force_login(bob)
    return client


# --- previews ---


def test_only_an_editor_previews(alice, quiz):
    with pytest.raises(NotAllowed):
        actions.start_preview(quiz=quiz, by=alice)


def test_a_preview_shows_the_draft_and_never_counts(as_bob, bob, quiz):
    question = quiz.slots.first().question
    question.prompt = "Brouillon"
    question.save_revision()
    attempt = actions.start_preview(quiz=quiz, by=bob)
    assert attempt.questions.first().snapshot["prompt"] == "Brouillon"
    assert "Brouillon" in as_bob.get(attempt.get_absolute_url()).content.decode()
    give(attempt, "Oui", "Oui")
    done = actions.submit_attempt(attempt=attempt, by=bob, confirmed=True)
    assert done.passed
    assert as_bob.get(attempt.get_absolute_url()).status_code == 200
    assert not Attempt.objects.exists()
    assert not QuizGrade.objects.exists()
    assert not CourseCompletion.objects.exists()
    assert queries.opening(quiz, bob).made == 0
    assert actions.start_attempt(quiz=quiz, by=bob).number == 1


def test_a_new_preview_takes_the_place_of_the_last(as_bob, bob, quiz):
    for _again in range(2):
        as_bob.post(reverse("learning:quiz_preview", args=[quiz.translation_key]))
    assert Attempt.with_previews.get().is_preview


@pytest.mark.parametrize("what", ["quiz", "question"])
def test_a_preview_goes_when_what_it_showed_changes(rf, bob, quiz, what):
    from learning.wagtail_hooks import previews_go_when_a_quiz_or_a_question_changes as changed

    actions.start_preview(quiz=quiz, by=bob)
    attempt = actions.start_attempt(quiz=quiz, by=bob)
    changed(rf.get("/"), quiz if what == "quiz" else quiz.slots.first().question)
    assert list(Attempt.with_previews.all()) == [attempt]


# --- figures ---


def answered(quiz, *answers):
    """One finished attempt by a new person for each pair of answers."""
    return [take(quiz, UserFactory(), *pair) for pair in answers]


FIVE = [("Oui", "Oui"), ("Oui", "Oui"), ("Oui", "Non"), ("Non", "Non"), ("Non", "Non")]


def test_nothing_is_shown_under_five_people(as_bob, bob, quiz):
    answered(quiz, *FIVE[:4])
    assert queries.quiz_figures(quiz, bob).is_hidden
    for _again in range(5):  # five attempts of one person are still one person
        take(quiz, Attempt.objects.first().learner, "Oui", "Oui")
    figures = queries.quiz_figures(quiz, bob)
    assert (figures.is_hidden, figures.attempts, figures.questions) == (True, 0, [])
    html = as_bob.get(reverse("learning:quiz_figures", args=[quiz.translation_key])).content.decode()
    assert "Question 1" not in html


def test_facility_discrimination_and_shares(as_bob, bob, quiz):
    attempts = answered(quiz, *FIVE)
    figures = queries.quiz_figures(quiz, bob)
    first, second = figures.questions
    assert (figures.attempts, figures.mean, figures.passed) == (5, 50, 60)
    assert (first.answers, first.facility, second.facility) == (5, 60, 40)
    assert first.discrimination == pytest.approx(0.6667, abs=1e-3)
    assert {option.text: option.share for option in first.options} == {"Oui": 60, "Non": 40}
    html = as_bob.get(reverse("learning:quiz_figures", args=[quiz.translation_key])).content.decode()
    assert "Question 1" in html
    for attempt in attempts:
        assert attempt.learner.display_name not in html
        assert str(attempt.pk) not in html


def test_a_reader_learns_nothing_of_their_own_reports(bob, quiz):
    attempts = answered(quiz, *FIVE)
    attempts[0].learner.line_manager = bob
    attempts[0].learner.save()
    assert queries.quiz_figures(quiz, bob).is_hidden


# --- marking again ---


def mend(quiz, *, options=2, fresh_ids=False):
    """Publish the first question with the other option as the right one."""
    question = Question.objects.get(pk=quiz.slots.first().question.pk)
    stored = question.body.get_prep_value()
    own = stored[0]["value"]["options"]
    for option in own:
        option["value"]["is_correct"] = not option["value"]["is_correct"]
        if fresh_ids:
            option["id"] = str(uuid.uuid4())
    own += items(*({"text": f"Peut-être {n}", "is_correct": False, "feedback": ""} for n in range(options - 2)))
    question.body = json.dumps(stored)
    question.save_revision().publish()
    return Question.objects.get(pk=question.pk)


def scores(attempts):
    return [int(Attempt.objects.get(pk=attempt.pk).score) for attempt in attempts]


def run(question, policy, by):
    regrade = actions.ask_regrade(question=question, policy=policy, by=by)
    actions.run_regrade(regrade.pk)
    regrade.refresh_from_db()
    return regrade


PAIR = [("Oui", "Non"), ("Non", "Non")]


def test_only_an_editor_marks_again(alice, quiz):
    with pytest.raises(NotAllowed):
        actions.dry_run(question=quiz.slots.first().question, policy=FULL_CREDIT, by=alice)
    with pytest.raises(NotAllowed):
        actions.ask_regrade(question=quiz.slots.first().question, policy=FULL_CREDIT, by=alice)


@pytest.mark.parametrize(
    ("policy", "after", "counts"),
    [
        (FULL_CREDIT, [50, 50], (1, 0)),
        (NOBODY_LOSES, [50, 50], (1, 0)),
        (NEW_KEY_ONLY, [0, 50], (1, 1)),
        (NO_REGRADE, [50, 0], (0, 0)),
    ],
)
def test_each_policy_does_what_its_dry_run_counted(bob, quiz, policy, after, counts):
    attempts = answered(quiz, *PAIR)
    question = mend(quiz)
    found = actions.dry_run(question=question, policy=policy, by=bob)
    assert (found.total, found.up, found.down) == (2, *counts)
    assert scores(attempts) == [50, 0]
    regrade = run(question, policy, bob)
    assert regrade.work_state == "done"
    assert scores(attempts) == after
    assert regrade.changed == sum(counts)


def test_nobody_loses_a_pass_nor_a_completion(bob, quiz):
    (attempt,) = answered(quiz, ("Oui", "Non"))
    run(mend(quiz), NEW_KEY_ONLY, bob)
    attempt.refresh_from_db()
    assert (int(attempt.score), attempt.passed) == (0, True)
    assert CourseCompletion.objects.filter(user=attempt.learner).exists()
    assert QuizGrade.objects.get().passed_at


def test_whoever_passes_by_the_new_key_completes_the_course(bob, quiz):
    (attempt,) = answered(quiz, ("Non", "Non"))
    question = mend(quiz)
    assert actions.dry_run(question=question, policy=NOBODY_LOSES, by=bob).newly_passed == 1
    run(question, NOBODY_LOSES, bob)
    assert CourseCompletion.objects.get().user == attempt.learner


def test_the_history_says_what_every_mark_was(bob, quiz):
    answered(quiz, *PAIR)
    regrade = run(mend(quiz), NEW_KEY_ONLY, bob)
    kept = RegradedMark.objects.filter(regrade=regrade).order_by("mark_before")
    assert [(row.mark_before, row.mark_after) for row in kept] == [(0, 1), (1, 0)]
    assert AuditEvent.objects.get(action="learning.question.regrade").data["policy"] == NEW_KEY_ONLY


def test_run_twice_it_does_nothing_twice(bob, quiz):
    answered(quiz, *PAIR)
    regrade = run(mend(quiz), NEW_KEY_ONLY, bob)
    assert actions.run_regrade(regrade.pk) is False
    Regrade.objects.filter(pk=regrade.pk).update(work_state="pending", finished_at=None)
    actions.run_regrade(regrade.pk)
    assert RegradedMark.objects.count() == 2
    regrade.refresh_from_db()
    assert regrade.done == 2


def test_another_number_of_choices_is_refused(as_bob, bob, quiz):
    answered(quiz, *PAIR)
    question = mend(quiz, options=3)
    with pytest.raises(WrongState):
        actions.dry_run(question=question, policy=NEW_KEY_ONLY, by=bob)
    with pytest.raises(WrongState):
        actions.ask_regrade(question=question, policy=NEW_KEY_ONLY, by=bob)
    page = reverse("learning:question_regrade", args=[question.translation_key])
    assert as_bob.post(page, {"policy": NEW_KEY_ONLY, "act": "count"}).status_code == 422
    assert actions.dry_run(question=question, policy=FULL_CREDIT, by=bob).up == 1


def test_new_options_are_found_by_their_place(bob, quiz):
    attempts = answered(quiz, *PAIR)
    run(mend(quiz, fresh_ids=True), NEW_KEY_ONLY, bob)
    assert scores(attempts) == [0, 50]


def test_previews_and_open_attempts_are_left_alone(bob, alice, quiz):
    preview = actions.start_preview(quiz=quiz, by=bob)
    give(preview, "Oui", "Oui")
    actions.submit_attempt(attempt=preview, by=bob, confirmed=True)
    give(actions.start_attempt(quiz=quiz, by=alice), "Oui")
    assert actions.dry_run(question=mend(quiz), policy=FULL_CREDIT, by=bob).total == 0


def test_one_regrade_of_a_question_at_a_time(bob, quiz):
    answered(quiz, *PAIR)
    question = mend(quiz)
    actions.ask_regrade(question=question, policy=FULL_CREDIT, by=bob)
    with pytest.raises(WrongState):
        actions.ask_regrade(question=question, policy=FULL_CREDIT, by=bob)
    assert clock.wake_regrades() == 1


def test_the_page_counts_first_and_names_nobody(as_bob, quiz):
    attempts = answered(quiz, *PAIR)
    question = mend(quiz)
    page = reverse("learning:question_regrade", args=[question.translation_key])
    html = as_bob.post(page, {"policy": NOBODY_LOSES, "act": "count"}).content.decode()
    assert 'value="run"' in html
    assert not Regrade.objects.exists()
    for attempt in attempts:
        assert attempt.learner.display_name not in html
    assert as_bob.post(page, {"policy": NOBODY_LOSES, "act": "run"}).status_code == 302
    assert Regrade.objects.get().total == 2
    assert as_bob.post(page, {"policy": "another"}).status_code == 422
    assert len(POLICIES) == 4


def test_weights_hold_when_a_mark_changes(bob, quiz):
    slot = quiz.slots.first()
    slot.weight = 3
    slot.save()
    (attempt,) = answered(with_options(quiz, pass_mark=90), ("Non", "Oui"))
    run(mend(quiz), FULL_CREDIT, bob)
    assert scores([attempt]) == [100]


# --- pure ---


def test_choices_are_matched_by_place_only_when_their_order_is_known():
    old = {"options": [{"id": "b", "is_correct": False}, {"id": "a", "is_correct": True}]}
    new = NewKey("single_choice", {"options": [{"id": "x", "is_correct": False}, {"id": "y", "is_correct": True}]})
    shown = {"type": "single_choice", "config": old, "order": {"options": ["a", "b"]}}
    assert choices_of(old) == {"options": ["b", "a"]}
    assert (new.grade(shown, "a"), new.grade(shown, "b"), new.grade(shown, None)) == (0, 1, 0)
    with pytest.raises(NotTheSameChoices):
        new.grade({**shown, "order": {}}, "a")
    with pytest.raises(NotTheSameChoices):
        new.grade({**shown, "type": "multiple_choice"}, "a")
