"""The two tables are complete, and the transition function is held to them for every state, event and person."""

from __future__ import annotations

import uuid

import pytest

from coaching import actions, states
from coaching.actions.transitions import move
from coaching.models import EVENTS, CoachingRequest
from core.errors import ActionError, NotAllowed, StaleVersion, WrongState
from tests.factories.coaching import CrisisFactory

EVERY_PAIR = [(state, event) for state in states.STATES for event in states.OWNERS]
PEOPLE = ["requester", "assignee", "coach", "lead", "manager_coach", "stranger"]


def test_every_event_has_owners_and_a_place():
    assert {event for _state, event in states.TRANSITIONS} == set(states.OWNERS)
    assert all(owners and owners <= states.OWNER_NAMES for owners in states.OWNERS.values())


def test_every_state_has_its_words_and_every_open_one_a_way_out():
    assert set(states.STATES) == set(states.STATES_FOR_REQUESTER) == set(states.TONES)
    leaving = {source for (source, _event), to in states.TRANSITIONS.items() if to != source}
    assert leaving == set(states.OPEN) | {states.RESOLVED}
    assert set(states.TRANSITIONS.values()) == set(states.STATES)


def test_nothing_follows_the_end():
    assert not [s for s, _event in states.TRANSITIONS if s in (states.CLOSED, states.CANCELLED)]


def test_every_event_that_leaves_a_line_has_its_sentence():
    assert set(EVENTS) == set(states.OWNERS) - {"reply", "ask", "answer", "note"}


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "event"), EVERY_PAIR)
def test_move_follows_the_table(alice, bob, state, event):
    held = None if state in states.WITHOUT_ASSIGNEE else bob
    request = CrisisFactory(requester=alice, held_by=held, state=state)
    values = {"assignee": bob} if event in ("claim", "assign") else {"assignee": None} if event == "release" else {}
    if event == "resolve":
        values["resolved_at"] = request.created_at
    if event == "close":
        values["closed_at"] = request.created_at
    if (state, event) not in states.TRANSITIONS:
        with pytest.raises(WrongState):
            move(request, event, by=bob, **values)
        assert CoachingRequest.objects.get(pk=request.pk).version == 0
        return
    move(request, event, by=bob, **values)
    fresh = CoachingRequest.objects.get(pk=request.pk)
    assert (fresh.state, fresh.version) == (states.TRANSITIONS[state, event], 1) == (request.state, request.version)


@pytest.mark.django_db
def test_move_refuses_a_row_that_has_moved_on_and_names_its_state(alice, bob):
    request = CrisisFactory(requester=alice)
    seen = CoachingRequest.objects.get(pk=request.pk)
    actions.claim_request(request=request, by=bob)
    with pytest.raises(StaleVersion) as refusal:
        move(seen, "end", by=None)
    assert str(states.STATES[states.CLAIMED]) in refusal.value.message


# --- Every (state, event, person), through the actions ------------------------------------------------------------
def acts(request, person, bob):
    token = uuid.uuid4()
    return {
        "claim": lambda: actions.claim_request(request=request, by=person),
        "assign": lambda: actions.assign_request(request=request, to=bob, by=person),
        "release": lambda: actions.release_request(request=request, by=person),
        "reply": lambda: actions.reply_to_request(request=request, by=person, body="x", token=token),
        "ask": lambda: actions.reply_to_request(request=request, by=person, body="x", token=token, waits=True),
        "answer": lambda: actions.answer_request(request=request, by=person, body="x", token=token),
        "note": lambda: actions.add_note(request=request, by=person, body="x", token=token),
        "change_level": lambda: actions.change_level(request=request, level=2, by=person),
        "restrict": lambda: actions.restrict_request(request=request, by=person),
        "unrestrict": lambda: actions.unrestrict_request(request=request, by=person),
        "resolve": lambda: actions.resolve_request(request=request, by=person, body="x", token=token),
        "reopen": lambda: actions.reopen_request(request=request, by=person),
        "cancel": lambda: actions.cancel_request(request=request, by=person),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("state", states.STATES)
def test_every_event_asks_who_and_when(alice, bob, charlie, dora, state, person):
    from tests.factories.people import UserFactory

    manager, other, eve = (
        UserFactory(roles=["coach", "lead_coach"]),
        UserFactory(roles=["coach"]),
        UserFactory(roles=["coach"]),
    )
    alice.line_manager = manager
    alice.save()
    people = {
        "requester": (alice, {states.REQUESTER}),
        "assignee": (bob, {states.COACH, states.ASSIGNEE}),
        "coach": (other, {states.COACH}),
        "lead": (dora, {states.COACH, states.LEAD}),
        "manager_coach": (manager, set()),
        "stranger": (charlie, set()),
    }
    actor, is_owner = people[person]
    for event in acts(None, actor, bob):
        held = None if state in states.WITHOUT_ASSIGNEE else bob
        request = CrisisFactory(requester=alice, held_by=held, state=state, restricted=event == "unrestrict")
        act = acts(request, actor, eve)[event]
        owner = bool(states.OWNERS[event] & is_owner) and not (
            state in states.WITHOUT_ASSIGNEE and _only_held(event, is_owner)
        )
        if event == "unrestrict" and person != "requester":
            owner = False
        possible = states.is_possible(state, event)
        already_mine = event == "claim" and person == "assignee" and state in states.IN_HAND
        if owner and (possible or already_mine):
            act()
        else:
            with pytest.raises(WrongState if owner else NotAllowed):
                act()


def _only_held(event, is_owner):
    """Bob is in charge of nothing while nobody is."""
    return states.OWNERS[event] & is_owner == {states.ASSIGNEE}


@pytest.mark.django_db
def test_a_refusal_is_a_sentence(alice, charlie):
    with pytest.raises(ActionError) as refusal:
        actions.claim_request(request=CrisisFactory(requester=alice), by=charlie)
    assert refusal.value.message.endswith(".")
