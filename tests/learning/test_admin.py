"""Editing in Wagtail: every screen opens, previews show, and no learner's record is anywhere in it."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.test import RequestFactory
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from learning.blocks import LessonBodyBlock
from learning.models import Fact, Question, Quiz
from people.models import User
from tests.factories.learning import FactFactory, lessons_of, make_question, quiz_of

pytestmark = pytest.mark.django_db
PRIVATE = ["Attempt", "AttemptQuestion", "LessonCompletion", "CourseCompletion", "ChecklistTick"]


@pytest.fixture
def as_admin(client):
    client.force_login(User.objects.create_superuser("admin@example.com", "porte-voix-test"))
    return client


@pytest.mark.parametrize("name", PRIVATE)
def test_no_learners_record_is_registered_in_an_admin(name):
    model = apps.get_model("learning", name)
    assert model not in get_snippet_models()
    assert not apps.is_installed("django.contrib.admin")
    assert not Permission.objects.filter(
        content_type__app_label="learning", content_type__model=name.lower(), group__isnull=False
    ).exists()


@pytest.mark.parametrize("model", [Question, Quiz, Fact])
def test_a_snippet_is_listed_made_and_edited(as_admin, course, model):
    FactFactory(key="f1")
    make_question(facts=("f1",))
    url_name = model.snippet_viewset.get_url_name
    assert as_admin.get(reverse(url_name("list"))).status_code == 200
    assert as_admin.get(reverse(url_name("add"))).status_code == 200
    row = model.objects.first()
    assert as_admin.get(reverse(url_name("edit"), args=[row.pk])).status_code == 200


def test_facts_are_listed_by_age_and_confidence(as_admin, course):
    FactFactory(key="old", verified_on="2020-01-01", confidence="C")
    FactFactory(key="fresh")
    url = reverse(Fact.snippet_viewset.get_url_name("list"))
    html = as_admin.get(url, {"verified_on__lte": "2021-01-01", "confidence": "C"}).content.decode()
    assert "old" in html
    assert "Source" in html
    assert "fresh" not in html


def test_pages_are_edited_and_previewed(as_admin, course):
    for page in (course, course.get_parent().specific, lessons_of(course)[0]):
        assert as_admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
        response = as_admin.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert response.status_code == 200
        assert page.title in response.content.decode()


def test_a_question_is_previewed(course):
    question = quiz_of(course).slots.first().question
    request = RequestFactory().get("/")
    html = question.make_preview_request(request, "").render().content.decode()
    assert question.prompt in html
    assert "Parce que c’est libre." in html


@pytest.mark.parametrize("name", list(LessonBodyBlock().child_blocks))
def test_a_lesson_block_previews_itself(name):
    block = LessonBodyBlock().child_blocks[name]
    assert block.is_previewable
    assert block.render(block.get_preview_value()).strip()
