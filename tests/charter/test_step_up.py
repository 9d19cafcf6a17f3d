"""Proving, again, who is there."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from charter.actions import confirm_identity
from charter.evidence import StepUp
from charter.forms import proof_from_session, proof_to_session
from core.errors import LimitReached, WrongState
from people.actions import send_step_up_code

pytestmark = pytest.mark.django_db
PASSWORD = "porte-voix-test"


def test_a_wrong_password_is_refused(alice):
    with pytest.raises(WrongState):
        confirm_identity(user=alice, method="password", secret="nope")


def test_the_sixth_wrong_password_waits_and_so_does_the_right_one(alice):
    for _ in range(5):
        with pytest.raises(WrongState):
            confirm_identity(user=alice, method="password", secret="nope")
    with pytest.raises(LimitReached):
        confirm_identity(user=alice, method="password", secret=PASSWORD)


def test_the_limit_is_a_persons_own(alice, charlie):
    for _ in range(5):
        with pytest.raises(WrongState):
            confirm_identity(user=alice, method="password", secret="nope")
    assert confirm_identity(user=charlie, method="password", secret=PASSWORD).method == "password"


def test_a_right_password_forgets_the_wrong_ones(alice):
    for _ in range(4):
        with pytest.raises(WrongState):
            confirm_identity(user=alice, method="password", secret="nope")
    confirm_identity(user=alice, method="password", secret=PASSWORD)
    with pytest.raises(WrongState):
        confirm_identity(user=alice, method="password", secret="nope")


def test_a_code_works_once(alice):
    send_step_up_code(user=alice)
    code = re.search(r"\b(\d{6})\b", mail.outbox[0].body)[1]
    assert confirm_identity(user=alice, method="code", secret=code).is_fresh()
    with pytest.raises(WrongState):
        confirm_identity(user=alice, method="code", secret=code)


@pytest.mark.parametrize(
    "kept", [None, {}, {"method": "password"}, {"method": "password", "at": "x"}, "text", {"method": "code", "at": 3}]
)
def test_a_session_without_a_proof_has_none(kept):
    assert proof_from_session(kept) is None


def test_a_proof_is_kept_ten_minutes(alice, later):
    proof = confirm_identity(user=alice, method="password", secret=PASSWORD)
    kept = proof_to_session(proof)
    assert proof_from_session(kept) == proof
    later(601)
    assert proof_from_session(kept) is None
    assert not StepUp(proof.method, proof.at).is_fresh()


@pytest.fixture
def later():
    """Move the clock by seconds."""
    import time

    import time_machine

    travellers = []

    def move(seconds: int) -> None:
        traveller = time_machine.travel(time.time() + seconds, tick=True)
        traveller.start()
        travellers.append(traveller)

    yield move
    for traveller in travellers:
        traveller.stop()
