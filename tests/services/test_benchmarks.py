"""The benchmark still runs: little data, half a second, no time is asserted."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.databases import ROOT

pytestmark = [pytest.mark.services, pytest.mark.timeout(400)]


def test_a_quiz_is_measured_on_postgresql(tmp_path):
    path = tmp_path / "result.json"
    options = ["--quick", "--engine", "postgresql", "--only", "quiz", "--json", str(path)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.run", *options], cwd=ROOT, capture_output=True, text=True, timeout=380
    )
    assert done.returncode == 0, done.stderr[-3000:]
    result = json.loads(path.read_text())
    assert [(f["case"], f["connections"]) for f in result["figures"]] == [("quiz", 1), ("quiz", 2)]
    assert all(one["flows"] > 0 for figure in result["figures"] for one in figure["rounds"])
    assert set(result["sql"]["postgresql"]["quiz"]) == {"start", "questions", "answer", "submit", "result"}
