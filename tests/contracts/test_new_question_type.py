"""A type is one file: dropped into the folder, it is written by an author, answered, marked and reviewed."""

from __future__ import annotations

import sys
from importlib import invalidate_caches

import pytest
from django.test import Client
from django.urls import reverse

import learning.question_types
from core.fields import KindsField
from learning.models import Attempt, Question, QuizSlot
from learning.question_types import REGISTRY
from tests.factories.learning import make_course, make_question, quiz_of
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

NEW_TYPE = '''
"""A word to be typed backwards."""

from fractions import Fraction

from django import forms
from wagtail import blocks

from learning.question_types._base import Example, QuestionType, ReviewLine


class BackwardsBlock(blocks.StructBlock):
    word = blocks.CharBlock()

    class Meta:
        template = "learning/question_types/preview_short_text.html"


class Backwards(QuestionType):
    label = "Backwards"
    answer_template = "learning/question_types/text.html"
    example = Example(prompt="Backwards?", block={"word": "abc"}, right="cba", wrong="abc")

    def block(self):
        return BackwardsBlock(label=self.label)

    def config(self, value):
        return {"word": value["word"]}

    def field(self, config):
        return forms.CharField(required=False)

    def grade(self, config, answer):
        return Fraction(int((answer or "") == config["word"][::-1]))

    def solution(self, config):
        return config["word"][::-1]

    def review(self, config, answer):
        given = [ReviewLine(answer, True, self.grade(config, answer) == 1)] if answer else []
        return [*given, ReviewLine("It is: " + config["word"][::-1], False, True)]
'''


@pytest.fixture
def backwards(tmp_path, monkeypatch):
    """The file in the folder, as when the process starts with it."""
    (tmp_path / "backwards.py").write_text(NEW_TYPE)
    monkeypatch.setattr(learning.question_types, "__path__", [*learning.question_types.__path__, str(tmp_path)])
    monkeypatch.setattr(REGISTRY, "_kinds", None)
    invalidate_caches()
    field = Question._meta.get_field("body")
    fresh = KindsField("learning.question_types.REGISTRY", min_num=1, max_num=1)
    monkeypatch.setitem(field.__dict__, "stream_block", fresh.stream_block)
    yield REGISTRY["backwards"]
    sys.modules.pop("learning.question_types.backwards", None)


def test_the_new_type_is_offered_to_authors(backwards):
    assert ("backwards", "Backwards") in REGISTRY.choices()
    assert "backwards" in Question._meta.get_field("body").stream_block.child_blocks


def test_a_quiz_with_the_new_type_is_taken_and_reviewed(backwards):
    course = make_course(questions=1)
    quiz = quiz_of(course)
    question = make_question(prompt="À l’envers ?", kind="backwards", value={"word": "noël"})
    quiz.slots.add(QuizSlot(question=question, sort_order=9, locale=quiz.locale))
    quiz.save_revision().publish()
    client = Client()
    client.force_login(UserFactory())

    page = client.post(reverse("learning:attempt_create", args=[quiz.translation_key]), follow=True)
    assert "À l’envers ?" in page.content.decode()
    answers = {"q2-answer": "lëon", "q2-sequence": "0", "confirm": "yes"}
    result = client.post(reverse("learning:attempt_submit", args=[Attempt.objects.get().pk]), answers, follow=True)
    assert "lëon" in result.content.decode()
    attempt = Attempt.objects.get()
    assert attempt.is_finished
    assert [row.mark for row in attempt.questions.all()] == [0, 1]
    assert attempt.score == 50
