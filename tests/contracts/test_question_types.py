"""Every question type keeps its contract: a file dropped into the folder is held to all of this."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from django import forms
from django.template.loader import get_template

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
    assert kind.grade(config, kind.example.right) == 1


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
