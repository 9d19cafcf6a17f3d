"""The worker of `make run` is killed in the middle of a seal: one file for each agreement in the end."""

from __future__ import annotations

import pytest

from tests.kills import check_kills, check_one_file_each, inside
from tests.running import running_app

pytestmark = [pytest.mark.embedded, pytest.mark.timeout(300)]


def test_a_worker_killed_in_the_middle_leaves_one_file_for_each_agreement(tmp_path):
    with running_app(tmp_path / "data", "web") as app:
        check_kills(app, app.folder / "private")


def test_a_signature_made_while_no_worker_runs_is_sealed_by_the_next(tmp_path):
    with running_app(tmp_path / "data", "worker") as app:
        app.kill("worker")
        agreements = set(inside(app, "sign_by(1)"))
        inside(app, "run_leases_out()")
        app.start("worker")
        check_one_file_each(app, agreements, app.folder / "private")
