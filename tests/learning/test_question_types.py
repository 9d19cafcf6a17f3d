"""What the types forgive and what they do not, and what each shows afterwards."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError

from learning import grading
from learning.question_types import REGISTRY
from learning.question_types._wording import distance
from learning.question_types.number import readings


def config_of(key, **changes):
    kind = REGISTRY[key]
    block = kind.block()
    return kind.config(block.clean(block.to_python({**kind.example.block, **changes})))


def refused(key, **changes):
    block = REGISTRY[key].block()
    with pytest.raises(ValidationError) as caught:
        block.clean(block.to_python({**REGISTRY[key].example.block, **changes}))
    return caught.value


def items(*values):
    return [{"type": "item", "id": f"i{n}", "value": value} for n, value in enumerate(values)]


# --- Ordering ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("places", "share"),
    [
        ([None, None, None], Fraction(0)),
        ([3, 2, 1], Fraction(0)),
        ([1, 1, 1], Fraction(0)),
        ([1, None, None], Fraction(0)),
        ([1, 3, 2], Fraction(2, 3)),
        ([1, 2, None], Fraction(1, 3)),
        ([1, 2, 3], Fraction(1)),
    ],
)
def test_ordering_earns_a_part_for_each_pair_in_order(places, share):
    assert grading.pairs_in_order(places) == share
    kind, config = REGISTRY["ordering"], config_of("ordering")
    answer = {key: str(place) for key, place in zip(config["order"], places, strict=True) if place}
    assert kind.grade(config, answer or None) == share


def test_ordering_may_be_all_or_nothing():
    config = config_of("ordering", marking="all_or_nothing")
    assert REGISTRY["ordering"].grade(config, {"a1": "1", "b2": "3", "c3": "2"}) == 0
    assert REGISTRY["ordering"].grade(config, {"a1": "1", "b2": "2", "c3": "3"}) == 1


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("shuffle", [True, False])
def test_ordering_is_never_shown_in_the_right_order(seed, shuffle):
    for count in (2, 3):
        config = config_of("ordering", items=items(*"abc"[:count]))
        shown = REGISTRY["ordering"].shown(config, random.Random(seed), shuffle=shuffle)
        assert [item["id"] for item in shown["items"]] != shown["order"]
        assert sorted(item["id"] for item in shown["items"]) == sorted(shown["order"])


def test_ordering_and_matching_refuse_what_is_not_offered():
    for key, answer in (("ordering", {"a1": "9"}), ("ordering", {"zz": "1"}), ("matching", {"a1": "zz"})):
        with pytest.raises(ValidationError):
            REGISTRY[key].field(config_of(key)).clean(answer)


def test_ordering_shows_the_given_order_then_the_right_one():
    lines = REGISTRY["ordering"].review(config_of("ordering"), {"a1": "2", "b2": "1"})
    assert [line.text[:2] for line in lines[:-1]] == ["1.", "2."]
    assert [line.is_chosen for line in lines] == [True, True, False]
    assert len(lines[-1].parts) == 3


# --- Matching ------------------------------------------------------------------------------------------------------
def test_matching_earns_the_share_of_right_pairs():
    kind, config = REGISTRY["matching"], config_of("matching")
    right = config["pairs"]
    assert kind.grade(config, {"a1": right["a1"]}) == Fraction(1, 2)
    assert kind.grade(config, {"a1": right["b2"], "b2": right["a1"]}) == 0
    assert kind.grade(config, right) == 1


def test_matching_takes_counterparts_with_the_same_words_as_one():
    pairs = items({"left": "A", "right": "X"}, {"left": "B", "right": "X"}, {"left": "C", "right": "Y"})
    config = config_of("matching", pairs=pairs, extra=[])
    assert len(config["rights"]) == 2
    assert config["pairs"]["i0"] == config["pairs"]["i1"]


def test_matching_refuses_a_wrong_counterpart_that_is_right():
    same = items({"left": "A", "right": "X"}, {"left": "A", "right": "Y"})
    assert "pairs" in refused("matching", pairs=same, extra=[]).block_errors
    twice = items({"left": "A", "right": "X"}, {"left": "B", "right": "Y"})
    assert "extra" in refused("matching", pairs=twice, extra=items("Y")).block_errors


# --- Short text ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [("", "", 0), ("abc", "abc", 0), ("abc", "ab", 1), ("abcd", "abdc", 1), ("ab", "", 2), ("kitten", "sitting", 3)],
)
def test_distance(one, other, steps):
    assert distance(one, other) == distance(other, one) == steps


@pytest.mark.parametrize(
    ("given", "is_right"),
    [
        ("", False),
        ("ameconage", False),  # two slips
        ("capture", False),
        ("hameçonnage", True),
        ("HAMECONNAGE", True),
        ("  L'hameçonnage. ", True),
        ("hameçonnaeg", True),  # two letters exchanged
        ("hamconnage", True),
        ("œuf", True),
        ("oeuf", True),
        ("oeuv", False),  # a short word holds no slip
        ("faire un hameçonage", True),
        ("fairre un hameçonage", False),  # one slip in all
    ],
)
def test_short_text_forgives_case_accents_and_one_slip_in_a_long_word(given, is_right):
    accepted = "hameçonnage\nl’hameçonnage\n\nŒuf\nfaire un hameçonnage"
    assert REGISTRY["short_text"].grade(config_of("short_text", accepted=accepted), given) == int(is_right)


def test_short_text_is_as_strict_as_its_author():
    strict = config_of("short_text", accepted="Été", ignore_case=False, ignore_accents=False, typos=0)
    grade = REGISTRY["short_text"].grade
    assert [grade(strict, text) for text in ("été", "Ete", "Été")] == [0, 0, 1]


# --- Number --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", []),
        ("abc", []),
        ("1,2,3", []),
        ("12.", []),
        ("--1", []),
        ("1e5", []),
        ("0", [0]),
        ("-0,5", [Fraction(-1, 2)]),
        ("−3", [-3]),
        ("2,5", [Fraction(5, 2)]),
        ("2.5", [Fraction(5, 2)]),
        (".5", [Fraction(1, 2)]),
        ("1 234,5", [Fraction(2469, 2)]),
        ("1\u202f234", [1234]),
        ("1,234.5", [Fraction(2469, 2)]),
        ("1,234", [1234, Fraction(1234, 1000)]),
        ("220 Caractères", [220]),
    ],
)
def test_readings_of_a_number(text, values):
    assert readings(text, "caractères") == values


def test_zero_is_an_answer():
    kind = REGISTRY["number"]
    config = config_of("number", answer="0", unit="")
    assert kind.clean(kind.field(config).clean("0")) == "0"
    assert kind.grade(config, "0") == 1
    assert kind.grade(config, None) == 0
    assert [line.is_chosen for line in kind.review(config, "0")] == [True]


def test_what_is_no_number_is_told_and_not_saved():
    with pytest.raises(ValidationError):
        REGISTRY["number"].field(config_of("number")).clean("about ten")


def test_a_tolerance_is_exact_at_its_edge():
    config = config_of("number", answer="0.3", tolerance="0.1")
    grade = REGISTRY["number"].grade
    assert [grade(config, text) for text in ("0,2", "0.4", "0.41", "0,19")] == [1, 1, 0, 0]


# --- Scenario, open answer -----------------------------------------------------------------------------------------
def test_a_scenario_gives_graded_credit_and_has_one_best_option():
    kind, config = REGISTRY["scenario"], config_of("scenario")
    assert [kind.grade(config, key) for key in ("a1", "b2", "c3")] == [1, Fraction(1, 2), 0]
    assert [line.is_partly for line in kind.review(config, "b2")] == [False, True, False]
    best = {"text": "x", "credit": "1", "feedback": "y"}
    assert "options" in refused("scenario", options=items(best, best)).block_errors


def test_an_open_answer_has_no_mark_and_shows_its_criteria():
    kind, config = REGISTRY["open_answer"], config_of("open_answer", read_by_coach=True)
    assert not kind.counts
    assert kind.grade(config, "Anything") == 0
    assert config["read_by_coach"] is True
    assert kind.review(config, "Mine")[0].text == "Mine"
    assert len(kind.review(config, None)) == len(config["rubric"])
