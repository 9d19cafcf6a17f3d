"""The worker of a company's installation is killed in the middle of a seal, with Redis and PostgreSQL."""

from __future__ import annotations

import pytest

from tests.kills import check_kills, check_one_file_each, inside

from .production import production_app

pytestmark = [pytest.mark.services, pytest.mark.timeout(300)]


@pytest.fixture
def app(tmp_path):
    with production_app(tmp_path, redis_database=12) as app:
        app.start("beat")
        yield app


def test_a_worker_killed_in_the_middle_leaves_one_file_for_each_agreement(app):
    check_kills(app, app.folder / "files" / "private")


def test_a_signature_made_while_no_worker_runs_is_sealed_by_the_next(app):
    app.start("worker")
    app.kill("worker")
    agreements = set(inside(app, "sign_by(1)"))
    app.start("worker")
    check_one_file_each(app, agreements, app.folder / "files" / "private")
