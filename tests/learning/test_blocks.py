"""What an editor may not write."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from learning.blocks import ChecklistBlock, LessonBodyBlock, StepKeyBlock
from learning.lessons import checklist_of, find_checklist, find_step, render_parts
from learning.question_types import REGISTRY
from tests.factories.learning import block, checklist, items, text_block


def cleaned(stream, blocks):
    return stream.clean(stream.to_python(blocks))


@pytest.mark.parametrize("key", ["", "Second factor", "second_factor", "-second", "é"])
def test_a_step_key_is_a_short_name_in_small_letters(key):
    with pytest.raises(ValidationError):
        StepKeyBlock().clean(key)


def test_two_steps_with_one_key_are_refused():
    step = {"key": "same", "text": "Un texte", "help": ""}
    value = {"network": "all", "steps": items(step, step), "facts": []}
    with pytest.raises(ValidationError):
        cleaned(ChecklistBlock(), value)


def test_two_checklists_for_one_network_are_refused():
    with pytest.raises(ValidationError):
        cleaned(LessonBodyBlock(), [checklist("x"), checklist("x")])
    assert len(cleaned(LessonBodyBlock(), [checklist("x"), checklist("all")])) == 2


def test_a_key_point_is_not_empty():
    with pytest.raises(ValidationError):
        cleaned(LessonBodyBlock(), [block("key_point", text="", facts=[])])


def test_an_image_asks_for_a_description():
    assert LessonBodyBlock().child_blocks["image"].child_blocks["alt"].required


def option(is_correct, text="Un texte"):
    return {"text": text, "is_correct": is_correct, "feedback": ""}


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("single_choice", [True, True]),
        ("single_choice", [False, False]),
        ("single_choice", [True]),
        ("multiple_choice", [False, False]),
        ("multiple_choice", [True]),
    ],
)
def test_options_that_make_no_question_are_refused(kind, options):
    value = {"options": items(*(option(is_correct) for is_correct in options)), "marking": "all_or_nothing"}
    with pytest.raises(ValidationError):
        cleaned(REGISTRY[kind].block(), value)


def test_partial_marking_is_an_option_of_multiple_choice():
    kind = REGISTRY["multiple_choice"]
    value = {"options": items(option(True, "a"), option(True, "b"), option(False, "c")), "marking": "partial"}
    config = kind.config(cleaned(kind.block(), value))
    first = config["options"][0]["id"]
    assert 0 < kind.grade(config, [first]) < 1


def test_a_true_or_false_statement_asks_for_its_answer():
    with pytest.raises(ValidationError):
        cleaned(REGISTRY["true_false"].block(), {"answer": ""})


def test_parts_of_a_lesson():
    parts = render_parts(LessonBodyBlock().to_python([text_block("<p>Un texte</p>"), checklist("x")]))
    assert "Un texte" in parts[0].html
    assert find_checklist(parts, "x").steps[0].key == "second-factor"
    assert find_checklist(parts, "linkedin") is None
    assert find_step(parts, "x", "codes").help == ""
    assert find_step(parts, "x", "gone") is find_step(parts, "all", "codes") is None
    assert checklist_of(LessonBodyBlock().to_python([checklist("x")])[0].value) == parts[1].checklist
