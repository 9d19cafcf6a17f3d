"""Starting, answering, submitting: refusals first, one effect whatever is clicked."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import NotAllowed, WrongState
from core.models import AuditEvent
from learning import actions, queries, states
from learning.models import Attempt, AttemptQuestion, CourseCompletion, Quiz, QuizSlot
from learning.signals import course_completed
from tests.factories.learning import AttemptFactory, make_course, make_question, make_quiz, option_id, quiz_of

pytestmark = pytest.mark.django_db


def answer(attempt, position=1, text="Oui", *, sequence=0, page="", by=None):
    question = attempt.questions.get(position=position)
    given = option_id(question, text) if text else None
    return actions.save_answers(
        attempt=attempt, answers=[actions.GivenAnswer(position, sequence, given, page)], by=by or attempt.learner
    )


@pytest.fixture
def attempt(alice, quiz):
    return actions.start_attempt(quiz=quiz, by=alice)


# --- start ---


def test_a_quiz_without_a_published_question_cannot_begin(alice, course):
    with pytest.raises(WrongState):
        actions.start_attempt(quiz=make_quiz(make_course(questions=0), questions=0), by=alice)
    assert not Attempt.objects.exists()


def test_a_quiz_of_no_course_cannot_begin(alice, quiz):
    quiz.course = None
    with pytest.raises(WrongState):
        actions.start_attempt(quiz=quiz, by=alice)


def test_starting_twice_gives_back_the_same_attempt(alice, quiz, attempt):
    assert actions.start_attempt(quiz=quiz, by=alice) == attempt
    assert Attempt.objects.count() == 1
    assert AuditEvent.objects.filter(action="learning.attempt.start").count() == 1


def test_the_database_refuses_a_second_attempt_in_progress(alice, quiz, attempt):
    with pytest.raises(IntegrityError), transaction.atomic():
        AttemptFactory(learner=alice, quiz=quiz, number=2)


def test_an_attempt_keeps_each_question_as_shown(attempt, quiz, course):
    question = attempt.questions.first()
    bank = quiz.slots.first().question
    assert attempt.course_key == course.translation_key
    assert attempt.pass_mark == quiz.pass_mark
    assert question.snapshot["prompt"] == bank.prompt
    assert question.snapshot["revision"] == bank.live_revision_id
    assert question.snapshot["lesson_key"] == str(bank.lesson.translation_key)


def test_a_draft_question_is_not_asked(alice, quiz):
    quiz.slots.first().question.unpublish()
    assert actions.start_attempt(quiz=quiz, by=alice).questions.count() == 1


# --- answer ---


def test_nobody_answers_for_somebody_else(attempt, bob):
    with pytest.raises(NotAllowed):
        answer(attempt, by=bob)


def test_a_finished_attempt_takes_no_answer(attempt):
    actions.submit_attempt(attempt=attempt, by=attempt.learner, confirmed=True)
    with pytest.raises(actions.AttemptIsOver):
        answer(attempt)
    assert not AttemptQuestion.objects.filter(answer__isnull=False).exists()


def test_a_stale_page_is_told_and_nothing_is_lost(attempt):
    answer(attempt, text="Oui")
    outcome = answer(attempt, text="Non", sequence=0)
    assert outcome.conflicts == [1]
    assert outcome.sequences == {1: 1}
    question = attempt.questions.get(position=1)
    assert question.answer == option_id(question, "Oui")


def test_a_page_that_never_heard_back_is_not_another_page(attempt):
    answer(attempt, text="Oui", page="mine")
    outcome = answer(attempt, text="Non", sequence=0, page="mine")
    assert (outcome.conflicts, outcome.saved, outcome.sequences) == ([], [1], {1: 2})
    assert answer(attempt, text="Oui", sequence=0, page="other").conflicts == [1]


def test_a_late_copy_of_an_earlier_request_changes_nothing(attempt):
    answer(attempt, text="Oui", page="mine")
    answer(attempt, text="Non", sequence=1, page="mine")
    outcome = answer(attempt, text="Oui", sequence=0, page="mine")
    assert outcome.conflicts == outcome.saved == []
    question = attempt.questions.get(position=1)
    assert question.answer == option_id(question, "Non")


def test_the_same_answer_from_a_stale_page_is_no_conflict(attempt):
    answer(attempt, text="Oui")
    outcome = answer(attempt, text="Oui", sequence=0)
    assert outcome.conflicts == outcome.saved == []
    assert attempt.questions.get(position=1).sequence == 1


def test_a_blank_from_a_stale_page_erases_nothing(attempt):
    answer(attempt, text="Oui")
    assert answer(attempt, text=None, sequence=0).conflicts == []
    assert attempt.questions.get(position=1).answer is not None


def test_answers_are_saved_one_by_one_and_counted(attempt):
    outcome = answer(attempt)
    assert (outcome.saved, outcome.answered, outcome.total) == ([1], 1, 2)
    outcome = answer(attempt, text="Non", sequence=1)
    assert outcome.sequences == {1: 2}
    assert attempt.questions.get(position=1).answered_at


def test_an_unknown_position_is_left_out(attempt):
    outcome = actions.save_answers(attempt=attempt, answers=[actions.GivenAnswer(9, 0, "x")], by=attempt.learner)
    assert outcome.sequences == {}


# --- submit ---


def test_nobody_submits_for_somebody_else(attempt, bob):
    with pytest.raises(NotAllowed):
        actions.submit_attempt(attempt=attempt, by=bob, confirmed=True)
    attempt.refresh_from_db()
    assert attempt.is_in_progress


def test_questions_left_are_named_before_anything_is_submitted(attempt):
    answer(attempt)
    with pytest.raises(actions.QuestionsLeft) as refusal:
        actions.submit_attempt(attempt=attempt, by=attempt.learner)
    assert refusal.value.positions == [2]
    attempt.refresh_from_db()
    assert attempt.is_in_progress
    assert attempt.submitted_at is None


def test_a_second_submit_changes_nothing(attempt):
    first = actions.submit_attempt(attempt=attempt, by=attempt.learner, confirmed=True)
    with pytest.raises(actions.AttemptIsOver):
        actions.submit_attempt(attempt=attempt, by=attempt.learner, confirmed=True)
    attempt.refresh_from_db()
    assert attempt.submitted_at == first.submitted_at
    assert AuditEvent.objects.filter(action="learning.attempt.submit").count() == 1


def test_a_pass_completes_the_course_once_and_says_so(attempt, course):
    heard = []
    course_completed.connect(lambda **news: heard.append(news["course_key"]), weak=False, dispatch_uid="test")
    try:
        for position in (1, 2):
            answer(attempt, position)
        done = actions.submit_attempt(attempt=attempt, by=attempt.learner)
        again = actions.start_attempt(quiz=quiz_of(course), by=attempt.learner)
        actions.submit_attempt(attempt=again, by=attempt.learner, confirmed=True)
    finally:
        course_completed.disconnect(dispatch_uid="test")
    assert (done.state, done.score, done.passed) == (states.FINISHED, Decimal(100), True)
    completion = CourseCompletion.objects.get()
    assert completion.course_key == course.translation_key
    assert completion.revision_id == course.live_revision_id
    assert heard == [course.translation_key]
    assert again.number == 2


def test_a_fail_completes_nothing_and_a_retake_is_open(attempt, quiz):
    done = actions.submit_attempt(attempt=attempt, by=attempt.learner, confirmed=True)
    assert (done.score, done.passed) == (Decimal(0), False)
    assert not CourseCompletion.objects.exists()
    assert actions.start_attempt(quiz=quiz, by=attempt.learner).number == 2


def test_the_pass_mark_is_reached_at_exactly_that_score(attempt):
    answer(attempt)
    assert actions.submit_attempt(attempt=attempt, by=attempt.learner, confirmed=True).passed


def test_marking_reads_the_snapshot_not_the_bank(attempt, quiz):
    """A question edited or unpublished meanwhile changes neither an attempt in progress nor a finished one."""
    answer(attempt)
    answer(attempt, 2)
    for slot in quiz.slots.all():
        question = slot.question
        question.body[0].value["options"][0]["is_correct"] = False
        question.body[0].value["options"][1]["is_correct"] = True
        question.prompt = "Tout autre chose"
        question.save_revision().publish()
    quiz.slots.first().question.unpublish()
    done = actions.submit_attempt(attempt=attempt, by=attempt.learner)
    assert done.passed
    assert done.questions.first().snapshot["prompt"] == "Question 1"


def test_each_type_is_marked_in_an_attempt(alice):
    course = make_course(questions=0)
    quiz = make_quiz(course, questions=0)
    lesson = None
    question = make_question(lesson, kind="true_false", value={"answer": "false"})
    quiz.slots.create(question=question, locale=quiz.locale)
    quiz.save()
    attempt = actions.start_attempt(quiz=quiz, by=alice)
    actions.save_answers(attempt=attempt, answers=[actions.GivenAnswer(1, 0, "false")], by=alice)
    assert actions.submit_attempt(attempt=attempt, by=alice).passed


# --- what can never be ---


@pytest.mark.parametrize(
    "values",
    [
        {"state": states.FINISHED},
        {"state": states.SUBMITTED},
        {"score": 50, "passed": True},
        {"submitted_at": timezone.now()},
        {"pass_mark": 101},
    ],
)
def test_the_database_refuses_an_attempt_that_contradicts_itself(alice, quiz, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        AttemptFactory(learner=alice, quiz=quiz, **values)


def test_the_database_refuses_a_mark_above_one(attempt):
    with pytest.raises(IntegrityError), transaction.atomic():
        attempt.questions.update(mark=2)


# --- Open answers ------------------------------------------------------------------------------------------------------
OPEN = {"rubric": [{"type": "item", "id": "r1", "value": "Un critère."}], "example": "Un exemple."}


def add_open_answer(quiz):
    question = make_question(prompt="Racontez.", kind="open_answer", value={**OPEN, "read_by_coach": False})
    quiz.slots.add(QuizSlot(question=question, sort_order=9, locale=quiz.locale))
    quiz.save_revision().publish()
    return question


def test_a_quiz_of_open_answers_alone_does_not_begin(quiz, alice):
    add_open_answer(quiz)
    quiz.slots.set([slot for slot in quiz.slots.all() if slot.question.type == "open_answer"])
    quiz.save_revision().publish()
    with pytest.raises(WrongState):
        actions.start_attempt(quiz=Quiz.objects.get(pk=quiz.pk), by=alice)


def test_an_open_answer_weighs_nothing_in_the_score_nor_in_how_many_were_right(quiz, alice):
    add_open_answer(quiz)
    attempt = actions.start_attempt(quiz=Quiz.objects.get(pk=quiz.pk), by=alice)
    rows = list(attempt.questions.all())
    assert [row.weight for row in rows] == [1, 1, 0]
    given = [actions.GivenAnswer(row.position, 0, option_id(row)) for row in rows[:2]]
    actions.save_answers(attempt=attempt, answers=[*given, actions.GivenAnswer(3, 0, "Mon texte.")], by=alice)
    attempt = actions.submit_attempt(attempt=attempt, by=alice)
    assert (attempt.score, attempt.passed) == (100, True)
    result = queries.result(attempt, alice)
    assert (result.right, result.total) == (2, 2)
    assert [question.mark_state for question in result.questions] == ["right", "right", "given"]
    assert [row.mark for row in attempt.questions.all()] == [1, 1, None]
