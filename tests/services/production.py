"""The application as a company runs it: production settings, granian and Celery, real PostgreSQL and Redis."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import psycopg

from tests.check_deploy import make_seal, production_environment
from tests.databases import CACHE, ROOT, PostgresqlCopies
from tests.with_services import free_port


@contextlib.contextmanager
def database() -> Iterator[str]:
    """A database of its own with the whole catalogue loaded. Yields its URL."""
    import fcntl

    copies = PostgresqlCopies(f"production_{uuid.uuid4().hex[:8]}")
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "postgresql.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        copies.build("base")
        copies.build("catalogue")
        copies.fresh("catalogue")
    try:
        yield f"{copies.url}/{copies.name('catalogue')}"
    finally:
        copies._execute(f"DROP DATABASE IF EXISTS {copies.name('catalogue')} WITH (FORCE)")


class ProductionApp:
    """Web and worker under the production settings. Requests go as a TLS proxy would send them."""

    def __init__(self, folder: Path, database_url: str, redis_database: int) -> None:
        self.folder = folder
        self.database_url = database_url
        self.port = free_port()
        redis_url = os.environ["REDIS_URL"].rsplit("/", 1)[0] + f"/{redis_database}"
        self.env = {
            **os.environ, **production_environment(folder), "DATABASE_URL": database_url, "REDIS_URL": redis_url,
            "PORT": str(self.port), "WEB_HOST": "127.0.0.1", "WORKER_CONCURRENCY": "1",
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }  # fmt: skip
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def manage(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=self.env, capture_output=True,
                              text=True)  # fmt: skip

    def start(self, name: str) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen([f"deploy/{name}"], cwd=ROOT, env=self.env, stdout=log, stderr=log,
                                                start_new_session=True)  # fmt: skip
        if name == "web":
            self._wait()

    def _wait(self, seconds: float = 40) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                if self.get("/health/live/").status == 200:
                    return
            time.sleep(0.2)
        raise AssertionError((self.folder / "web.log").read_text()[-3000:])

    def get(self, path: str, **headers: str) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        proxy = {"Host": "porte-voix.example.com", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
        connection.request("GET", path, headers={**proxy, **headers})
        return connection.getresponse()

    def kill(self, name: str, how: int = signal.SIGKILL) -> None:
        process = self.processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        process.wait(30)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(sql).fetchall()  # type: ignore[arg-type]


@contextlib.contextmanager
def production_app(folder: Path, redis_database: int) -> Iterator[ProductionApp]:
    """Everything a test needs to start and kill processes; stopped and dropped at the end."""
    make_seal(folder)
    with database() as url:
        app = ProductionApp(folder, url, redis_database)
        try:
            yield app
        finally:
            for name in list(app.processes):
                app.kill(name)
