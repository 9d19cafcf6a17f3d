"""Waking a worker: after commit, by a name that exists, and never at the request's expense."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.db import transaction

from core import sweep
from core.models import Heartbeat
from core.queue import queue_of, wake

APPS = ("core", "people", "learning", "coaching", "charter", "home")


@pytest.fixture
def sent(monkeypatch):
    calls: list[tuple[str, dict]] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: calls.append((name, options)))
    return calls


@pytest.mark.django_db
def test_nothing_is_sent_before_the_commit(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        wake("core.deliver_notifications")
    assert not sent
    assert len(callbacks) == 1


@pytest.mark.django_db
def test_nothing_is_sent_when_the_act_is_undone(sent, django_capture_on_commit_callbacks):
    @transaction.atomic
    def act() -> None:
        wake("core.deliver_notifications")
        raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        act()
    assert not sent


@pytest.mark.django_db
def test_a_wake_up_names_its_queue_and_is_not_retried(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        wake("charter.seal_agreement", agreement_id=3)
    assert sent == [("charter.seal_agreement", {"kwargs": {"agreement_id": 3}, "queue": "pdf", "retry": False})]


@pytest.mark.django_db
def test_a_broker_that_is_down_is_a_warning_only(monkeypatch, caplog, django_capture_on_commit_callbacks):
    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError("no broker")

    monkeypatch.setattr(current_app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        wake("core.deliver_notifications")
    assert "broker not reached" in caplog.text


@pytest.mark.parametrize(
    ("name", "queue"),
    [("home.sweep", "sweep"), ("charter.seal_agreement", "pdf"), ("core.deliver_notifications", "default")],
)
def test_slow_work_never_waits_in_front_of_the_sweep(name, queue):
    assert queue_of(name) == queue


def test_every_name_woken_or_scheduled_is_a_registered_task():
    current_app.loader.import_default_modules()
    woken = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    for app in APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            woken |= set(re.findall(r'\bwake\(\s*"([^"]+)"', Path(path).read_text()))
    assert woken >= {"home.sweep", "core.deliver_notifications", "charter.seal_agreement"}
    assert woken <= set(current_app.tasks)


@pytest.mark.django_db
def test_a_sweep_that_fails_does_not_stop_the_others(monkeypatch, caplog):
    done = []
    monkeypatch.setattr(sweep, "_functions", {"broken": lambda: 1 / 0, "fine": lambda: done.append(1)})
    sweep.run_all()
    assert done == [1]
    assert "sweep broken failed" in caplog.text


@pytest.mark.django_db
def test_the_sweep_task_runs_everything_and_leaves_a_sign_of_life(monkeypatch):
    done = []
    monkeypatch.setattr(sweep, "_functions", {"one": lambda: done.append(1)})
    current_app.loader.import_default_modules()
    for _tick in range(2):
        current_app.tasks["home.sweep"].run()
    assert done == [1, 1]
    assert Heartbeat.objects.filter(name="worker").count() == 1


def test_every_app_registers_its_sweep():
    assert {"core.deliver_due", "people.resume_ended_pauses", "coaching.close_resolved", "charter.seal_due"} <= set(
        sweep._functions
    )
