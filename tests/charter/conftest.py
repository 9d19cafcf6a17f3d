"""A published version, and three people: Alice volunteers, Bob is HR and legal, Charlie is a stranger."""

from __future__ import annotations

import pytest

from charter.models import CharterVersion
from people.models import User
from tests.factories.charter import fill_company, make_version
from tests.factories.people import MembershipFactory, UserFactory


@pytest.fixture(autouse=True)
def core_path_not_asked_for(settings):
    """The core path is learning's; the tests that speak of it turn it on."""
    settings.SIGNING_REQUIRES_CORE_PATH = False


@pytest.fixture
def bob(db) -> User:
    return UserFactory(email="bob@example.com", first_name="Bob", last_name="Renard", roles=["hr", "legal"])


@pytest.fixture
def version(bob) -> CharterVersion:
    fill_company()
    return make_version(bob)


@pytest.fixture
def alice(db) -> User:
    person = UserFactory(email="alice@example.com", first_name="Alice", last_name="Œuvrard-D’Arc")
    MembershipFactory(user=person)
    return person


@pytest.fixture
def charlie(db) -> User:
    person = UserFactory(email="charlie@example.com", first_name="Charlie", last_name="Petit")
    MembershipFactory(user=person)
    return person
