"""Editors write, legal or the programme manager approves: the workflow of the demo."""

from __future__ import annotations

import pytest
from wagtail.models import Workflow

from home.actions.demo import make_workflow
from learning.models import Question
from tests.factories.learning import lessons_of, make_course, make_question

pytestmark = pytest.mark.django_db


def test_the_workflow_is_made_once_and_holds_for_courses_and_questions():
    course = make_course()
    make_workflow()
    make_workflow()
    workflow = Workflow.objects.get(name__contains="Relecture")
    groups = workflow.tasks.first().specific.groups
    assert set(groups.values_list("name", flat=True)) == {"legal", "programme_manager"}
    assert lessons_of(course)[0].get_workflow() == workflow
    assert Question.objects.get(pk=make_question().pk).get_workflow() == workflow
