"""What deploy/ calls, under the production settings, against real PostgreSQL and Redis."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from tests.check_deploy import production_environment
from tests.databases import ROOT

from .production import production_app

pytestmark = [pytest.mark.services, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with production_app(tmp_path_factory.mktemp("production"), redis_database=11) as app:
        assert app.manage("collectstatic", "--noinput", "-v0").returncode == 0
        app.start("web")
        yield app


@pytest.mark.parametrize(
    "missing", ["SECRET_KEY", "BASE_URL", "DATABASE_URL", "REDIS_URL", "SEAL_P12_PATH", "EMAIL_URL"]
)
def test_a_missing_value_stops_the_start_with_its_name(tmp_path, missing):
    env = {**os.environ, **production_environment(tmp_path)}
    env.pop(missing)
    done = subprocess.run([sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode != 0
    assert f"The environment variable {missing} is missing" in done.stderr


def test_demo_people_are_refused(app):
    done = app.manage("load_demo")
    assert done.returncode != 0
    assert app.rows("SELECT count(*) FROM people_user") == [(0,)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_home_page_is_served_with_its_security_headers(app, language):
    answer = app.get(f"/{language}/")
    body = answer.read().decode()
    assert answer.status == 200
    assert f'lang="{language}"' in body
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_plain_http_is_sent_to_https(app):
    answer = app.get("/fr/", **{"X-Forwarded-Proto": "http"})
    assert answer.status == 301
    assert answer.headers["Location"] == "https://porte-voix.example.com/fr/"


def test_another_host_is_refused(app):
    assert app.get("/fr/", Host="evil.example").status == 400


def test_the_worker_sweeps_and_leaves_a_sign_of_life(app):
    app.start("worker")
    app.start("beat")
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline and app.rows("SELECT count(*) FROM core_heartbeat") == [(0,)]:
        time.sleep(0.5)
    assert app.rows("SELECT name FROM core_heartbeat") == [("worker",)]
