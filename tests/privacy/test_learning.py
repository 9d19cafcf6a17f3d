"""What nobody else must ever learn of somebody's learning; what export and erasure do."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from core.models import AuditEvent
from learning import actions, queries
from learning.models import (
    Attempt,
    AttemptQuestion,
    ChecklistTick,
    CourseCompletion,
    LessonCompletion,
    LessonFeedback,
    Reflection,
    Refresher,
)
from learning.privacy import HOLDINGS
from people.roles import ROLES
from tests.factories.learning import (
    ChecklistTickFactory,
    CourseCompletionFactory,
    LessonCompletionFactory,
    checklist,
    make_course,
    make_lesson,
    option_id,
    quiz_of,
)
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
NOTE = "Note-secrète-d’Alice"


@pytest.fixture
def manager():
    """Alice's line manager, who holds every role there is."""
    return UserFactory(roles=list(ROLES), is_staff=True, is_superuser=True)


@pytest.fixture
def alice(manager):
    return MembershipFactory(user=UserFactory(first_name="Alice", line_manager=manager)).user


@pytest.fixture
def course():
    return make_course(title="Cours")


@pytest.fixture
def lesson(course):
    return make_lesson(course, title="Liste", body=[checklist("all")])


@pytest.fixture
def attempt(alice, course):
    attempt = actions.start_attempt(quiz=quiz_of(course), by=alice)
    given = actions.GivenAnswer(1, 0, option_id(attempt.questions.get(position=1)))
    actions.save_answers(attempt=attempt, answers=[given], by=alice)
    return actions.submit_attempt(attempt=attempt, by=alice, confirmed=True)


@pytest.fixture
def everything(alice, course, lesson, attempt):
    """One row of each kind: each could leak."""
    LessonCompletionFactory(user=alice, lesson=lesson)
    ChecklistTickFactory(user=alice, network="all", note=NOTE)
    write_of(alice, lesson)
    return alice


def write_of(person, lesson):
    """A note, an opinion, a refresher."""
    Reflection.objects.create(
        user=person, lesson_key=lesson.translation_key, block_id=uuid.uuid4(), prompt="Qui vous lit ?", text=NOTE
    )
    actions.give_feedback(lesson=lesson, is_useful=True, word=NOTE, by=person)
    Refresher.objects.create(user=person, message_key=uuid.uuid4())


OWN = [Attempt, LessonCompletion, CourseCompletion, ChecklistTick, Reflection, LessonFeedback, Refresher]


@pytest.mark.parametrize("model", OWN)
def test_each_row_is_visible_to_its_learner_only(everything, manager, model):
    from django.contrib.auth.models import AnonymousUser

    assert model.objects.exists()
    assert model.objects.visible_to(everything).count() == model.objects.count()
    for somebody in (manager, UserFactory(), AnonymousUser()):
        assert not model.objects.visible_to(somebody).exists()


def test_a_manager_with_every_role_learns_nothing_through_any_page(everything, manager, course, lesson, attempt):
    client = Client()
    client.force_login(manager)
    quiz_key = quiz_of(course).translation_key
    index = course.get_parent()
    for url in (index.url, course.url, lesson.url, reverse("learning:quiz_start", args=[quiz_key])):
        html = client.get(url).content.decode()
        assert NOTE not in html
        assert 'data-tone="success"' not in html
        assert 'aria-checked="true"' not in html
        assert str(attempt.pk) not in html
    assert client.get(attempt.get_absolute_url()).status_code == 404


def test_a_managers_figures_leave_their_reports_out(everything, manager, course):
    (figures,) = queries.programme_figures(exclude_users=manager.reports.values_list("pk", flat=True))
    assert (figures.started, figures.completed, figures.tried, figures.passed) == (0, 0, 0, 0)
    (figures,) = queries.programme_figures()
    assert (figures.started, figures.completed, figures.tried, figures.passed) == (1, 1, 1, 1)


def test_the_audit_trail_holds_no_score_and_no_answer(attempt):
    for event in AuditEvent.objects.filter(action__startswith="learning."):
        assert not {"score", "passed", "answer", "note"} & set(event.data)


def test_every_model_with_a_path_to_a_person_is_named():
    from django.apps import apps

    named = {label for holding in HOLDINGS for label in holding.models}
    personal = {
        model._meta.label
        for model in apps.get_app_config("learning").get_models()
        if any(
            getattr(f, "related_model", None) and f.related_model._meta.label == "people.User"
            for f in model._meta.fields
        )
    }
    pages = {
        "learning.CourseIndexPage",
        "learning.CoursePage",
        "learning.LessonPage",
        "learning.Question",
        "learning.Quiz",
    }
    assert personal - pages <= named
    assert "learning.AttemptQuestion" in named


def test_the_export_says_everything_in_words(everything):
    data = {holding.key: holding.export(everything) for holding in HOLDINGS}
    assert data["learning.checklists"][0]["note"] == NOTE
    (attempt,) = data["learning.attempts"]
    assert attempt["score"] == 50
    assert attempt["answers"][0]["answer"] == ["Oui"]
    assert attempt["answers"][1]["answer"] == []
    assert len(data["learning.progress"]) == 2
    assert data["learning.reflections"][0]["text"] == data["learning.feedback"][0]["word"] == NOTE
    assert data["learning.refreshers"][0]["state"] == "offered"


def test_the_export_of_somebody_else_is_empty(everything):
    other = UserFactory()
    assert not any(holding.export(other) for holding in HOLDINGS)


def test_erasing_takes_everything_of_one_person_and_nothing_of_another(everything, lesson, course):
    other = UserFactory()
    ChecklistTickFactory(user=other)
    LessonCompletionFactory(user=other, lesson=lesson)
    CourseCompletionFactory(user=other, course=course)
    actions.start_attempt(quiz=quiz_of(course), by=other)
    write_of(other, lesson)
    held = [holding for holding in HOLDINGS if holding.export(everything)]
    assert len(held) >= 3
    assert all(holding.erase(everything) for holding in held)
    assert not any(holding.erase(everything) for holding in HOLDINGS)
    for model in OWN:
        assert model.objects.count() == model.objects.visible_to(other).count() == 1
    assert AttemptQuestion.objects.count() == 2
