"""Every question type keeps its contract: a file dropped into the folder is held to all of this."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.http import QueryDict
from django.template.loader import get_template, render_to_string

from learning.forms import QuestionForm
from learning.models import AttemptQuestion
from learning.question_types import REGISTRY

SHIPPED = Path(__file__).with_name("shipped_kinds.txt").read_text().split()
TYPES = [kind.key for kind in REGISTRY]


def shipped(registry: str) -> set[str]:
    return {line.removeprefix(registry) for line in SHIPPED if line.startswith(registry)}


def config_of(kind):
    block = kind.block()
    return kind.config(block.clean(block.to_python(kind.example.block)))


def test_every_type_ever_shipped_is_still_there():
    assert shipped("learning.question_types.") <= set(TYPES)


def test_every_type_is_listed_as_shipped():
    assert set(TYPES) <= shipped("learning.question_types.")


@pytest.mark.parametrize("key", TYPES)
def test_a_type_has_a_label_and_an_example(key):
    kind = REGISTRY[key]
    assert str(kind.label)
    assert str(kind.example.prompt)


@pytest.mark.parametrize("key", TYPES)
def test_the_configuration_is_json_and_survives_it(key):
    kind = REGISTRY[key]
    config = config_of(kind)
    assert json.loads(json.dumps(config)) == config
    assert kind.shown(config, random.Random(1), shuffle=False) == config


@pytest.mark.parametrize("key", TYPES)
def test_the_example_is_marked_right_and_wrong(key):
    kind = REGISTRY[key]
    config = kind.shown(config_of(kind), random.Random(1), shuffle=True)
    assert kind.grade(config, kind.example.wrong) < 1
    assert kind.grade(config, None) == 0
    assert kind.grade(config, kind.example.right) == (1 if kind.counts else 0)


@pytest.mark.parametrize("key", TYPES)
def test_the_solution_earns_the_full_mark_and_can_be_given(key):
    kind = REGISTRY[key]
    config = kind.shown(config_of(kind), random.Random(1), shuffle=True)
    solution = kind.solution(config)
    assert kind.clean(kind.field(config).clean(solution)) == solution
    assert kind.grade(config, solution) == (1 if kind.counts else 0)


@pytest.mark.parametrize("key", TYPES)
@pytest.mark.parametrize("answer", ["right", "wrong"])
def test_the_learners_field_takes_the_example(key, answer):
    kind = REGISTRY[key]
    given = getattr(kind.example, answer)
    field = kind.field(config_of(kind))
    assert isinstance(field, forms.Field)
    assert kind.clean(field.clean(given)) == given
    assert json.loads(json.dumps(given)) == given


@pytest.mark.parametrize("key", TYPES)
def test_no_answer_is_none_and_not_an_error(key):
    kind = REGISTRY[key]
    field = kind.field(config_of(kind))
    assert not field.required
    assert kind.clean(field.clean(field.to_python(None))) is None


@pytest.mark.parametrize("key", TYPES)
def test_the_review_shows_what_was_chosen_and_what_is_right(key):
    kind = REGISTRY[key]
    config = config_of(kind)
    assert any(line.is_correct for line in kind.review(config, None))
    assert not any(line.is_chosen for line in kind.review(config, None))
    assert any(line.is_chosen for line in kind.review(config, kind.example.wrong))


@pytest.mark.parametrize("key", TYPES)
def test_the_block_previews_itself_and_its_form_has_a_template(key):
    kind = REGISTRY[key]
    block = kind.block()
    assert block.is_previewable
    assert str(block.label)
    get_template(kind.answer_template)
    assert block.render(block.to_python(kind.example.block)).strip()
    get_template(kind.review_template)


def form_of(kind, answer=None, data=None):
    """The form of the example, in a snapshot's order."""
    config = kind.shown(config_of(kind), random.Random(1), shuffle=True)
    snapshot = {"type": kind.key, "prompt": str(kind.example.prompt), "config": config}
    return QuestionForm(AttemptQuestion(position=1, snapshot=snapshot, answer=answer), data)


def sent(html):
    """What a browser without JavaScript would send of this form."""
    data = QueryDict(mutable=True)
    for control in html.select("input, select, textarea"):
        if control.name == "select":
            chosen = control.select_one("option[selected]") or control.select_one("option")
            data.appendlist(control["name"], chosen["value"])
        elif control.name == "textarea":
            data.appendlist(control["name"], control.text.removeprefix("\n"))
        elif control.get("type") not in ("radio", "checkbox") or control.has_attr("checked"):
            data.appendlist(control["name"], control.get("value", ""))
    return data


@pytest.mark.parametrize("key", TYPES)
@pytest.mark.parametrize("answer", ["right", "wrong"])
def test_the_form_works_without_javascript_and_shows_what_was_saved(key, answer):
    kind = REGISTRY[key]
    given = getattr(kind.example, answer)
    form = form_of(kind, given)
    html = BeautifulSoup(render_to_string(kind.answer_template, {"form": form}), "html.parser")
    data = sent(html)
    data["q1-sequence"] = "0"
    assert set(data) == {"q1-answer", "q1-sequence"}, "the page sends these two names only"
    bound = form_of(kind, None, data)
    assert bound.is_valid(), bound.errors
    assert bound.given("page").answer == given


@pytest.mark.parametrize("key", TYPES)
def test_every_control_has_a_label_and_nothing_is_to_be_dragged(key):
    kind = REGISTRY[key]
    html = BeautifulSoup(render_to_string(kind.answer_template, {"form": form_of(kind)}), "html.parser")
    controls = html.select("input:not([type=hidden]), select, textarea")
    assert controls
    for control in controls:
        assert html.select_one(f'label[for="{control["id"]}"]'), control
    assert not html.select("[draggable]")
    hint = html.select_one("#hint-1")
    assert bool(hint) == bool(form_of(kind)["answer"].help_text), "the fieldset is described by it"
