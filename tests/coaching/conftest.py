"""Alice asks, Bob is a coach, Charlie is a stranger; Dora leads the coaches."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.factories.people import MembershipFactory, UserFactory


@pytest.fixture(autouse=True)
def _in_french() -> Iterator[None]:
    """Addresses begin with the active language, and a page read in English would leave English active."""
    with translation.override("fr"):
        yield


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
