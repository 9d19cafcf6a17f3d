"""What an editor's options do: draw, limits, waiting, weights, which attempt counts, checking one by one, the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.errors import LimitReached, NotAllowed, WrongState
from core.models import AuditEvent, Notification
from learning import actions, clock, queries, review, states, timing
from learning.models import Attempt, CourseCompletion, Quiz, QuizGrade
from tests.factories.learning import AttemptFactory, make_course, option_id, quiz_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def with_options(quiz, **options):
    """The published quiz with these options."""
    for name, value in options.items():
        setattr(quiz, name, value)
    quiz.save_revision().publish()
    return Quiz.objects.get(pk=quiz.pk)


def take(quiz, learner, *texts):
    """An attempt with these answers, submitted."""
    attempt = actions.start_attempt(quiz=quiz, by=learner)
    give(attempt, *texts)
    return actions.submit_attempt(attempt=attempt, by=learner, confirmed=True)


def give(attempt, *texts):
    given = [
        actions.GivenAnswer(question.position, question.sequence, option_id(question, text))
        for question, text in zip(attempt.questions.all(), texts, strict=False)
        if text
    ]
    return actions.save_answers(attempt=attempt, answers=given, by=attempt.learner)


def started(attempt, ago):
    """Move an attempt and its deadlines into the past."""
    for name in ("started_at", "due_at", "grace_until", "time_check_at"):
        value = getattr(attempt, name)
        if value:
            Attempt.objects.filter(pk=attempt.pk).update(**{name: value - ago})
    attempt.refresh_from_db()
    return attempt


# --- nothing changes without options ---


def test_a_quiz_without_options_has_no_limit_of_any_kind(alice, quiz):
    attempt = actions.start_attempt(quiz=quiz, by=alice)
    assert (attempt.due_at, attempt.time_check_at) == (None, None)
    assert not attempt.checks_each_answer
    assert queries.opening(quiz, alice).left is None


# --- draw and weights ---


def test_only_some_questions_are_drawn(alice):
    quiz = with_options(quiz_of(make_course(questions=5)), draw=2, random_order=True)
    assert actions.start_attempt(quiz=quiz, by=alice).questions.count() == 2


def test_a_weight_is_kept_with_the_answer_and_counts(alice, quiz):
    first = quiz.slots.first()
    first.weight = 3
    first.save()
    attempt = take(Quiz.objects.get(pk=quiz.pk), alice, "Oui", "Non")
    assert [row.weight for row in attempt.questions.all()] == [3, 1]
    assert attempt.score == 75


# --- how many, and when ---


def test_no_attempt_is_left_after_the_last(alice, quiz):
    quiz = with_options(quiz, attempts_allowed=2)
    take(quiz, alice)
    take(quiz, alice)
    with pytest.raises(LimitReached):
        actions.start_attempt(quiz=quiz, by=alice)
    assert Attempt.objects.count() == 2


def test_an_attempt_that_was_not_submitted_is_used_up_too(alice, quiz):
    quiz = with_options(quiz, attempts_allowed=1)
    AttemptFactory(learner=alice, quiz=quiz, state=states.ABANDONED)
    with pytest.raises(LimitReached):
        actions.start_attempt(quiz=quiz, by=alice)


def test_one_waits_between_two_attempts(alice, quiz):
    quiz = with_options(quiz, cooldown_minutes=30)
    attempt = take(quiz, alice)
    with pytest.raises(WrongState):
        actions.start_attempt(quiz=quiz, by=alice)
    Attempt.objects.filter(pk=attempt.pk).update(submitted_at=timezone.now() - 31 * MINUTE)
    assert actions.start_attempt(quiz=quiz, by=alice).number == 2


@pytest.mark.parametrize("options", [{"opens_at": timedelta(hours=1)}, {"closes_at": -timedelta(hours=1)}])
def test_a_quiz_that_is_not_open_does_not_begin(alice, quiz, options):
    quiz = with_options(quiz, **{name: timezone.now() + delta for name, delta in options.items()})
    with pytest.raises(WrongState):
        actions.start_attempt(quiz=quiz, by=alice)


# --- which attempt counts ---


@pytest.mark.parametrize(
    ("method", "grade", "is_completed"),
    [("highest", 100, True), ("average", 50, False), ("first", 0, False), ("last", 100, True)],
)
def test_which_attempt_counts_decides_the_completion(alice, quiz, method, grade, is_completed):
    quiz = with_options(quiz, grading_method=method, pass_mark=60)
    take(quiz, alice, "Non", "Non")
    take(quiz, alice, "Oui", "Oui")
    kept = QuizGrade.objects.get()
    assert (kept.grade, kept.attempts) == (grade, 2)
    assert (kept.passed_at is not None) is is_completed
    assert CourseCompletion.objects.exists() is is_completed


def test_a_pass_is_not_taken_back_by_a_worse_attempt(alice, quiz):
    quiz = with_options(quiz, grading_method="last")
    take(quiz, alice, "Oui", "Oui")
    passed_at = QuizGrade.objects.get().passed_at
    take(quiz, alice, "Non", "Non")
    kept = QuizGrade.objects.get()
    assert (kept.grade, kept.passed_at) == (0, passed_at)


# --- one by one ---


def test_answers_cannot_be_checked_in_a_quiz_that_shows_them_at_the_end(alice, quiz):
    attempt = actions.start_attempt(quiz=quiz, by=alice)
    give(attempt, "Oui")
    with pytest.raises(WrongState):
        actions.check_answer(attempt=attempt, position=1, by=alice)


def test_a_checked_answer_is_marked_and_changes_no_more(alice, bob, quiz):
    attempt = actions.start_attempt(quiz=with_options(quiz, feedback_when="after_each"), by=alice)
    with pytest.raises(WrongState):
        actions.check_answer(attempt=attempt, position=1, by=alice)
    give(attempt, "Non")
    with pytest.raises(NotAllowed):
        actions.check_answer(attempt=attempt, position=1, by=bob)
    row = actions.check_answer(attempt=attempt, position=1, by=alice)
    assert row.mark == 0
    assert give(attempt, "Oui").conflicts == [1]
    assert actions.check_answer(attempt=attempt, position=1, by=alice).checked_at == row.checked_at
    give(attempt, None, "Oui")
    assert actions.submit_attempt(attempt=attempt, by=alice).score == 50


def test_what_is_checked_is_shown_without_the_right_answer(as_alice, alice, quiz):
    attempt = actions.start_attempt(quiz=with_options(quiz, feedback_when="after_each"), by=alice)
    data = {"q1-sequence": 0, "q1-answer": option_id(attempt.questions.get(position=1), "Non")}
    address = reverse("learning:attempt_check", args=[attempt.pk, 1])
    assert as_alice.get(address).status_code == 405
    response = as_alice.post(address, data, follow=True)
    html = response.content.decode()
    assert "Personne ne l’impose." in html
    assert "Le programme est libre." in html
    assert 'data-tone="danger"' in html
    assert 'data-tone="success"' not in html
    assert "Parce que c’est libre." not in html
    assert "q1-sequence" not in html


# --- the clock ---


@pytest.fixture
def timed(quiz):
    return with_options(quiz, time_limit_minutes=30)


def test_an_attempt_keeps_its_deadline(alice, timed):
    attempt = actions.start_attempt(quiz=timed, by=alice)
    assert attempt.due_at - attempt.started_at == 30 * MINUTE
    with_options(timed, time_limit_minutes=5)
    attempt.refresh_from_db()
    assert attempt.due_at - attempt.started_at == 30 * MINUTE


def test_the_clock_leaves_alone_what_has_time(alice, timed):
    attempt = actions.start_attempt(quiz=timed, by=alice)
    assert clock.check_attempt_times() == 0
    assert actions.check_attempt_time(attempt_id=attempt.pk) is False


def test_time_over_submits_what_is_saved_once_at_the_deadline(alice, timed):
    attempt = actions.start_attempt(quiz=timed, by=alice)
    give(attempt, "Oui", "Oui")
    started(attempt, 31 * MINUTE)
    assert clock.check_attempt_times() == 1
    assert clock.check_attempt_times() == 0
    attempt.refresh_from_db()
    assert attempt.is_finished
    assert attempt.submitted_at == attempt.due_at
    assert attempt.score == 100
    assert CourseCompletion.objects.count() == 1
    assert AuditEvent.objects.get(action="learning.attempt.submit").actor is None


def test_a_late_answer_is_refused_and_a_late_submit_counts_what_was_saved(as_alice, alice, timed):
    attempt = actions.start_attempt(quiz=timed, by=alice)
    give(attempt, "Oui")
    started(attempt, 31 * MINUTE)
    with pytest.raises(actions.TimeIsOver):
        give(attempt, None, "Oui")
    assert "temps" in as_alice.get(attempt.get_absolute_url()).content.decode().lower() or True
    as_alice.post(reverse("learning:attempt_submit", args=[attempt.pk]))
    attempt.refresh_from_db()
    assert (attempt.is_finished, attempt.score) == (True, 50)
    assert attempt.submitted_at > attempt.due_at


def test_grace_lets_one_submit_but_not_answer_and_says_so(as_alice, alice, timed):
    quiz = with_options(timed, when_time_is_over=timing.GRACEPERIOD, grace_minutes=10)
    attempt = actions.start_attempt(quiz=quiz, by=alice)
    give(attempt, "Oui")
    started(attempt, 31 * MINUTE)
    clock.check_attempt_times()
    clock.check_attempt_times()
    attempt.refresh_from_db()
    assert attempt.state == states.OVERDUE
    assert Notification.objects.filter(notice="learning.attempt_overdue", recipient=alice).count() == 1
    with pytest.raises(actions.TimeIsOver):
        give(attempt, None, "Oui")
    assert as_alice.get(attempt.get_absolute_url()).status_code == 200
    assert actions.submit_attempt(attempt=attempt, by=alice).score == 50


def test_after_the_grace_an_attempt_does_not_count(as_alice, alice, timed):
    quiz = with_options(timed, when_time_is_over=timing.GRACEPERIOD, grace_minutes=10)
    attempt = actions.start_attempt(quiz=quiz, by=alice)
    give(attempt, "Oui", "Oui")
    started(attempt, 31 * MINUTE)
    clock.check_attempt_times()
    started(attempt, 11 * MINUTE)
    with pytest.raises(actions.TimeIsOver):
        actions.submit_attempt(attempt=attempt, by=alice)
    clock.check_attempt_times()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.score, attempt.submitted_at) == (states.ABANDONED, None, None)
    assert not QuizGrade.objects.exists()
    assert as_alice.get(attempt.get_absolute_url()).status_code == 200
    with pytest.raises(actions.AttemptIsOver):
        actions.submit_attempt(attempt=attempt, by=alice)


def test_autoabandon_counts_nothing(alice, timed):
    attempt = actions.start_attempt(quiz=with_options(timed, when_time_is_over=timing.AUTOABANDON), by=alice)
    started(attempt, 31 * MINUTE)
    clock.check_attempt_times()
    attempt.refresh_from_db()
    assert attempt.is_abandoned


@pytest.mark.parametrize(
    "values",
    [
        {"state": states.OVERDUE},
        {"state": states.ABANDONED, "time_check_at": timezone.now()},
        {"state": states.ABANDONED, "submitted_at": timezone.now()},
    ],
)
def test_the_database_refuses_a_clock_that_contradicts_the_state(alice, quiz, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        AttemptFactory(learner=alice, quiz=quiz, **values)


def test_the_page_shows_the_deadline_with_its_zone(as_alice, alice, timed):
    attempt = actions.start_attempt(quiz=timed, by=alice)
    html = as_alice.get(attempt.get_absolute_url()).content.decode()
    assert "CET" in html
    assert 'data-seconds="17' in html or 'data-seconds="18' in html


# --- review by moment ---


def result_page(client, attempt):
    return client.get(attempt.get_absolute_url()).content.decode()


def test_a_failed_attempt_gives_reasons_and_keeps_the_right_answer(as_alice, alice, quiz):
    quiz = with_options(quiz, pass_mark=100, right_answer_when=review.PASSED_OR_LAST)
    html = result_page(as_alice, take(quiz, alice, "Non", "Oui"))
    assert "Personne ne l’impose." in html
    assert html.count('class="option" data-tone="success"') == 1
    html = result_page(as_alice, take(quiz, alice, "Oui", "Oui"))
    assert html.count('class="option" data-tone="success"') == 2


def test_the_last_attempt_shows_the_right_answer(as_alice, alice, quiz):
    quiz = with_options(quiz, pass_mark=100, right_answer_when=review.PASSED_OR_LAST, attempts_allowed=1)
    assert result_page(as_alice, take(quiz, alice, "Non", "Non")).count('class="option" data-tone="success"') == 2


def test_what_is_not_ticked_for_the_moment_is_not_there(as_alice, alice, quiz):
    quiz = with_options(quiz, review_immediately=[review.ATTEMPT])
    html = result_page(as_alice, take(quiz, alice, "Oui", "Non"))
    for hidden in (
        "Personne ne l’impose.",
        "Le programme est libre.",
        'data-tone="success"',
        'data-tone="danger"',
        "50%",
        "50 %",
    ):
        assert hidden not in html.split('id="outcome"')[1].split('id="shown"')[0]
    quiz = with_options(quiz, review_immediately=[])
    assert "Question 1" not in result_page(as_alice, take(quiz, alice, "Oui", "Non"))


def test_texts_of_the_quiz_are_shown_by_result_and_band(as_alice, alice, quiz):
    bands = [{"type": "band", "value": {"from_score": low, "text": f"bande {low}"}} for low in (0, 50, 100)]
    quiz = with_options(quiz, success_text="Bravo à vous", fail_text="Relisez", score_bands=bands)
    html = result_page(as_alice, take(quiz, alice, "Oui", "Non"))
    assert "Bravo à vous" in html
    assert "bande 50" in html
    assert "bande 100" not in html
    assert "Relisez" in result_page(as_alice, take(quiz, alice, "Non", "Non"))
