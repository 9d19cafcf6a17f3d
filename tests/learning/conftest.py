"""Alice learns, Bob is a colleague who holds a right, Charlie is a stranger."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.learning import make_course, quiz_of
from tests.factories.people import UserFactory


@pytest.fixture
def alice():
    return UserFactory(first_name="Alice")


@pytest.fixture
def bob():
    return UserFactory(first_name="Bob", roles=["editor"])


@pytest.fixture
def charlie():
    return UserFactory(first_name="Charlie")


@pytest.fixture
def course():
    return make_course()


@pytest.fixture
def quiz(course):
    return quiz_of(course)


@pytest.fixture
def as_alice(alice):
    client = Client()
    client.force_login(alice)
    return client


@pytest.fixture
def queries_(queries):
    """The counter of SQL queries, where `queries` is the module under test."""
    return queries
