"""The two ways the application runs, each as people start it: web server, data of its own, and a meter.

`sqlite`: the embedded settings, the web process of `make run`. `postgresql`: the production settings, `deploy/web`,
PostgreSQL and Redis; requests arrive as a TLS proxy sends them.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from redis import Redis

from tests.databases import ROOT
from tests.running import RunningApp, demo_folder
from tests.services.production import ProductionApp, production_app
from tests.with_services import postgresql, redis

from . import cpu
from .load import Door, Visitor

NAMES = ("sqlite", "postgresql")
REDIS_DATABASE = 12
MODULE_SECONDS = 900
CSRF_TOKEN = "b" * 32


@dataclass
class Engine:
    """A running web server and how to work beside it."""

    name: str
    env: dict[str, str]
    door: Door
    cookies: tuple[str, str]
    meter: Callable[[], cpu.Reading]
    versions: dict[str, str] = field(default_factory=dict)

    def python(self, module: str, *arguments: str) -> Any:
        """Run a module of benchmarks under this engine's settings and data. Out: the JSON of its last line of output."""
        command = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        process = subprocess.Popen(command, cwd=ROOT, env=self.env, text=True, start_new_session=True, **pipes)
        try:
            output, errors = process.communicate(timeout=MODULE_SECONDS)
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
        if process.returncode:
            raise RuntimeError(f"{' '.join(command[2:])} failed:\n{output[-2000:]}\n{errors[-4000:]}")
        return json.loads(output.splitlines()[-1])

    def visitor(self, session_key: str) -> Visitor:
        """Somebody whose session exists already, as after a sign-in."""
        session, csrf = self.cookies
        return Visitor({session: session_key, csrf: CSRF_TOKEN}, CSRF_TOKEN)


@contextlib.contextmanager
def running(name: str) -> Iterator[Engine]:
    """The engine of that name with its web server started; everything is stopped and removed at the end."""
    with tempfile.TemporaryDirectory(prefix="porte-voix-bench-") as folder:
        os.chmod(folder, 0o755)
        with _sqlite(Path(folder)) if name == "sqlite" else _postgresql(Path(folder)) as engine:
            yield engine


@contextlib.contextmanager
def _sqlite(folder: Path) -> Iterator[Engine]:
    app = RunningApp(demo_folder(folder))
    try:
        web = app.start("web").pid

        def meter() -> cpu.Reading:
            return cpu.Reading(cpu.group_seconds(web), 0.0, 0.0, cpu.machine_seconds())

        versions = {"SQLite": sqlite3.sqlite_version}
        door = Door(app.port, {"Host": f"localhost:{app.port}", "Origin": app.url})
        yield Engine("sqlite", app.env, door, ("sessionid", "csrftoken"), meter, versions)
    finally:
        app.stop()


@contextlib.contextmanager
def _postgresql(folder: Path) -> Iterator[Engine]:
    with contextlib.ExitStack() as stack:
        _servers(stack)
        app = stack.enter_context(production_app(folder, REDIS_DATABASE))
        done = app.manage("collectstatic", "--noinput", "-v0")
        if done.returncode:
            raise RuntimeError(done.stderr[-4000:])
        app.start("web")
        base = app.env["BASE_URL"]
        headers = {
            "Host": base.removeprefix("https://"),
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "203.0.113.7",
            "Origin": base,
            "Referer": f"{base}/",
        }
        meter, versions = stack.enter_context(_meter(app))
        cookies = ("__Host-session", "__Host-csrf")
        yield Engine("postgresql", app.env, Door(app.port, headers), cookies, meter, versions)


def _servers(stack: contextlib.ExitStack) -> None:
    """PostgreSQL and Redis: those of the environment, or private ones. Raises NoServer."""
    for name, server in (("DATABASE_URL", lambda: postgresql(durable=True)), ("REDIS_URL", redis)):
        if not os.environ.get(name):
            os.environ[name] = stack.enter_context(server())
            stack.callback(os.environ.pop, name)


@contextlib.contextmanager
def _meter(app: ProductionApp) -> Iterator[tuple[Callable[[], cpu.Reading], dict[str, str]]]:
    """Reads web, PostgreSQL (its background processes too) and Redis; a server on another machine counts nothing."""
    web = app.processes["web"].pid
    with (
        psycopg.connect(app.database_url, autocommit=True) as connection,
        Redis.from_url(app.env["REDIS_URL"]) as cache,
    ):
        backend = connection.info.backend_pid
        fsync = connection.execute("SHOW fsync").fetchone()
        about = cache.info("server")
        versions = {
            "PostgreSQL": f"{connection.info.server_version // 10000} (fsync {fsync[0] if fsync else '?'})",
            "Redis": about["redis_version"],
        }
        database = cpu.of_postgresql(backend)

        def meter() -> cpu.Reading:
            return cpu.Reading(
                web=cpu.group_seconds(web),
                database=cpu.family_seconds(database) if database else 0.0,
                cache=cpu.process_seconds(about["process_id"], "redis-server"),
                machine=cpu.machine_seconds(),
            )

        yield meter, versions
