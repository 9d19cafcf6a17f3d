"""What every test may lean on: three fixed people, prepared databases, and no way out but localhost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from .databases import TestDatabases

_databases: list[TestDatabases] = []
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_reset_sequences"}


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_test_environment, django_db_blocker) -> Iterator[None]:
    """Replaces pytest-django's: the databases are copies of templates (tests/databases.py)."""
    with django_db_blocker.unblock():
        databases()
    yield
    with django_db_blocker.unblock():
        for prepared in _databases:
            prepared.close()
        _databases.clear()


def databases() -> TestDatabases:
    if not _databases:
        import os

        _databases.append(TestDatabases(os.environ.get("PYTEST_XDIST_WORKER", "main")))
    return _databases[0]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
        databases().use("catalogue" if item.get_closest_marker("catalogue") else "base")


def _restore(self: TransactionTestCase) -> None:
    databases().restore()


TransactionTestCase._fixture_teardown = _restore  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _french_first() -> Iterator[None]:
    """Each test begins in the default language, whatever language a request of another one left active."""
    translation.activate(settings.LANGUAGE_CODE)
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def drain() -> Callable[[], None]:
    """Do all the work that is due, as the worker's sweep would."""
    from core import sweep

    def run() -> None:
        for _ in range(3):
            sweep.run_all()

    return run


@pytest.fixture
def queries() -> Callable[[], CaptureQueriesContext]:
    """`with queries() as captured: ...` then `len(captured)`."""
    return lambda: CaptureQueriesContext(connection)
