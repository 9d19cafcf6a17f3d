"""What an answer does to a question, and the table of states."""

from __future__ import annotations

import random

import pytest

from learning import states
from learning.quiz import Effect, QuestionSource, effect, snapshot, unanswered


@pytest.mark.parametrize(
    ("given", "given_sequence", "saved", "sequence", "expected"),
    [
        ("b", 1, "a", 2, Effect.CONFLICT),
        (None, 1, "a", 2, Effect.NOTHING),
        ("a", 1, "a", 2, Effect.NOTHING),
        ("a", 2, "a", 2, Effect.NOTHING),
        (None, 0, None, 0, Effect.NOTHING),
        ("a", 0, None, 0, Effect.SAVE),
        ("b", 2, "a", 2, Effect.SAVE),
        (None, 2, ["a"], 2, Effect.SAVE),
    ],
)
def test_effect(given, given_sequence, saved, sequence, expected):
    assert effect(given=given, given_sequence=given_sequence, saved=saved, sequence=sequence) is expected


@pytest.mark.parametrize(
    ("given_sequence", "seen_by_this_page", "expected"),
    [(1, 1, Effect.SAVE), (2, 1, Effect.SAVE), (0, 1, Effect.NOTHING), (1, None, Effect.CONFLICT)],
)
def test_a_page_whose_reply_was_lost_is_no_other_page(given_sequence, seen_by_this_page, expected):
    """Sent again after a lost reply: saved. A late copy of an earlier request: nothing. Another page: told."""
    found = effect(given="b", given_sequence=given_sequence, saved="a", sequence=2, seen_by_this_page=seen_by_this_page)
    assert found is expected


def test_unanswered_names_positions_in_order():
    assert unanswered({3: None, 1: "a", 2: None}) == [2, 3]


def _source() -> QuestionSource:
    options = [{"id": str(n), "text": str(n), "is_correct": n == 0, "feedback": ""} for n in range(6)]
    return QuestionSource("key", "single_choice", "?", {"options": options}, "!", "lesson", 7, ["fact"])


def test_a_snapshot_keeps_everything_and_the_order_shown():
    kept = snapshot(_source(), random.Random(4), shuffle=True)
    assert kept["revision"] == 7
    assert kept["facts"] == ["fact"]
    shown = [option["id"] for option in kept["config"]["options"]]
    assert sorted(shown) == list("012345")
    assert shown != list("012345")


def test_a_snapshot_keeps_the_authors_order_when_asked():
    kept = snapshot(_source(), random.Random(4), shuffle=False)
    assert [option["id"] for option in kept["config"]["options"]] == list("012345")


def test_every_event_has_an_owner_and_every_state_but_the_last_a_way_out():
    assert {event for _source, event in states.TRANSITIONS} == set(states.OWNERS)
    assert {source for source, _event in states.TRANSITIONS} == set(states.STATES) - {states.FINISHED}
    assert set(states.TRANSITIONS.values()) <= set(states.STATES)
