"""The application as people run it: real processes on a data folder of their own, with the demo people in it."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from .databases import CACHE, ROOT, fingerprint
from .with_services import free_port


def _code_fingerprint() -> str:
    digest = hashlib.sha256(fingerprint("catalogue").encode())
    for pattern in ("home/**/*.py", "charter/**/*.py", "static/**/*", "locale/**/*.po", "config/*.py"):
        for path in sorted(p for p in ROOT.glob(pattern) if p.is_file() and "__pycache__" not in p.parts):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def environment(folder: Path, port: int) -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    return {**env, "DJANGO_SETTINGS_MODULE": "config.settings.embedded", "DATA_DIR": str(folder), "PORT": str(port)}


def demo_folder(target: Path) -> Path:
    """A data folder prepared as by a first `make run` (once per state of the code), copied to `target`."""
    CACHE.mkdir(parents=True, exist_ok=True)
    prepared = CACHE / f"demo-{_code_fingerprint()}"
    with (CACHE / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not prepared.exists():
            part = CACHE / f"{prepared.name}.part"
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(parents=True)
            code = "from config.run import prepare; from pathlib import Path; import sys; prepare(Path(sys.argv[1]))"
            subprocess.run([sys.executable, "-c", code, str(part)], cwd=ROOT, env=environment(part, 8000), check=True)
            part.rename(prepared)
    shutil.copytree(prepared, target, dirs_exist_ok=True)
    return target


class RunningApp:
    """Web and worker processes that a test may kill, and the database they share."""

    def __init__(self, folder: Path, env: dict[str, str] | None = None) -> None:
        from config.run import commands

        self.folder = folder
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.env = {**environment(folder, self.port), **(env or {})}
        self.commands = commands(self.port, folder)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"{name}.log").open("ab")
        process = subprocess.Popen(self.commands[name], cwd=ROOT, env=self.env, stdout=log, stderr=log,
                                   start_new_session=True)  # fmt: skip
        self.processes[name] = process
        if name == "web":
            self.wait_until_it_answers()
        return process

    def wait_until_it_answers(self, seconds: float = 40) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                urllib.request.urlopen(f"{self.url}/health/live/", timeout=2)
                return
            time.sleep(0.2)
        raise AssertionError(f"no answer from {self.url}: {self.log('web')[-2000:]}")

    def log(self, name: str) -> str:
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def kill(self, name: str, how: int = signal.SIGKILL) -> None:
        """Send a signal to the whole group of a process and wait for its end."""
        process = self.processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        process.wait(30)

    def stop(self) -> None:
        for name in list(self.processes):
            self.kill(name, signal.SIGTERM)

    def rows(self, sql: str, *parameters: object) -> list[tuple[object, ...]]:
        """Read from the SQLite file beside the running processes."""
        with contextlib.closing(sqlite3.connect(self.folder / "db.sqlite3", timeout=20)) as connection:
            return connection.execute(sql, parameters).fetchall()


@contextlib.contextmanager
def running_app(folder: Path, *names: str, env: dict[str, str] | None = None) -> Iterator[RunningApp]:
    """The demo application, with the named processes started ("web", "worker"; both by default)."""
    app = RunningApp(demo_folder(folder), env)
    try:
        for name in names or ("worker", "web"):
            app.start(name)
        yield app
    finally:
        app.stop()
