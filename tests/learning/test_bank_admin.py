"""The bank in Wagtail: in categories, with tags, and with the quizzes that a change would touch."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning.models import Question, QuestionCategory, QuizSlot
from people.models import User
from tests.factories.learning import make_course, make_question, quiz_of

pytestmark = pytest.mark.django_db
URL = Question.snippet_viewset.get_url_name


@pytest.fixture
def as_admin(client):
    client.force_login(User.objects.create_superuser("admin@example.com", "porte-voix-test"))
    return client


def listed(client, **filters):
    """The prompts in the list, and what the page shows beside them."""
    response = client.get(reverse(URL("list")), filters)
    assert response.status_code == 200
    return {question.prompt: question for question in response.context["object_list"]}


@pytest.fixture
def bank():
    rules = QuestionCategory.objects.create(key="rules", name_fr="Règles", name_en="Rules")
    ruled = make_question(prompt="Avec catégorie ?")
    ruled.category = rules
    ruled.tags.set(["new"])
    ruled.save()
    make_question(prompt="À deux choix.", kind="true_false", value={"answer": "true"})
    return rules


def test_questions_are_filtered_by_category_tag_type_and_use(as_admin, bank):
    make_course(questions=1)
    assert set(listed(as_admin)) == {"Avec catégorie ?", "À deux choix.", "Question 1"}
    assert set(listed(as_admin, category=bank.pk)) == {"Avec catégorie ?"}
    assert set(listed(as_admin, tags=Question.tags.get(name="new").pk)) == {"Avec catégorie ?"}
    assert set(listed(as_admin, type="true_false")) == {"À deux choix."}
    assert set(listed(as_admin, is_used="true")) == {"Question 1"}
    assert set(listed(as_admin, is_used="false")) == {"Avec catégorie ?", "À deux choix."}


def test_the_list_says_in_how_many_quizzes_each_stands(as_admin):
    question = quiz_of(make_course(questions=1)).slots.get().question
    other = quiz_of(make_course(questions=1))
    QuizSlot.objects.create(quiz=other, question=question, sort_order=5, locale=other.locale)
    response = as_admin.get(reverse(URL("list")))
    assert {found.pk: found.quizzes for found in response.context["object_list"]}[question.pk] == 2


def test_the_list_costs_the_same_for_one_and_for_three(as_admin, bank):
    """But for what the translation buttons of each row ask by themselves."""

    def ours():
        with CaptureQueriesContext(connection) as captured:
            as_admin.get(reverse(URL("list")))
        theirs = ("wagtail_localize_translatableobject", 'FROM "wagtailcore_locale" WHERE NOT')
        return [query["sql"] for query in captured if not any(text in query["sql"] for text in theirs)]

    ours()
    before = len(ours())
    make_question(prompt="Encore une ?")
    make_question(prompt="Et une autre ?")
    assert len(ours()) == before


def test_before_a_change_the_quizzes_are_named(as_admin, bank):
    quiz = quiz_of(make_course(questions=1, title="Un cours nommé"))
    used = quiz.slots.get().question
    html = as_admin.get(reverse(URL("edit"), args=[used.pk])).content.decode()
    assert "Un cours nommé" in html
    unused = Question.objects.get(prompt="Avec catégorie ?")
    html = as_admin.get(reverse(URL("edit"), args=[unused.pk])).content.decode()
    assert "Un cours nommé" not in html
    assert as_admin.get(reverse(URL("add"))).status_code == 200


def test_a_question_in_a_quiz_is_not_deleted_and_the_page_says_where_it_is_used(as_admin):
    used = quiz_of(make_course(questions=1)).slots.get().question
    url = reverse(URL("delete"), args=[used.pk])
    assert reverse(URL("usage"), args=[used.pk]) in as_admin.get(url).content.decode()
    as_admin.post(url)
    assert Question.objects.filter(pk=used.pk).exists()


def test_a_category_with_questions_is_not_deleted(as_admin, bank):
    as_admin.post(reverse(QuestionCategory.snippet_viewset.get_url_name("delete"), args=[bank.pk]))
    assert QuestionCategory.objects.filter(pk=bank.pk).exists()
