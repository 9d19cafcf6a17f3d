"""What a process reads at its start: slow libraries wait until something needs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SLOW = ("weasyprint", "fontTools", "pyhanko")
WEB = "import django; django.setup(); import config.urls, config.wsgi"
WORKER = """
import django; django.setup()
import config.celery
from celery.signals import celeryd_after_setup
celeryd_after_setup.send(sender="worker", instance=None, conf=None)
"""


def read_by(code: str, data_dir: Path) -> set[str]:
    """The slow libraries that are in memory after `code`, run by a process of its own as `make run` runs it."""
    ask = f"{code}\nimport sys; print(*(name for name in {SLOW!r} if name in sys.modules))"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.embedded", "DATA_DIR": str(data_dir)}
    done = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_a_web_process_starts_without_what_makes_and_seals_documents(tmp_path):
    assert read_by(WEB, tmp_path) == set()


def test_a_worker_reads_them_at_its_start(tmp_path):
    assert read_by(WORKER, tmp_path) == set(SLOW)
