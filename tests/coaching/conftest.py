"""Alice asks, Bob is a coach, Charlie is a stranger; Dora leads the coaches."""

from __future__ import annotations

import pytest

from tests.factories.people import MembershipFactory, UserFactory


@pytest.fixture
def alice(db):
    return MembershipFactory(user=UserFactory(first_name="Alice", last_name="Martin")).user


@pytest.fixture
def bob(db):
    return UserFactory(first_name="Bob", last_name="Durand", roles=["coach"])


@pytest.fixture
def charlie(db):
    return UserFactory(first_name="Charlie", last_name="Petit")


@pytest.fixture
def dora(db):
    return UserFactory(first_name="Dora", last_name="Blanc", roles=["lead_coach"])
