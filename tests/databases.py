"""Test databases copied from a template that was migrated once, instead of migrated again by every worker.

Two templates: `base` (migrations only) and `catalogue` (everything loaded). A test that commits gets the copy made
again afterwards, so neither append-only triggers nor rows made by migrations stand in the way of a flush.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connections

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / "var" / "test-databases"
PATTERNS = {
    "base": ["*/migrations/*.py", "core/operations.py", "requirements.txt"],
    "catalogue": [
        "*/catalogue/**/*",
        "*/actions/*.py",
        "*/models.py",
        "*/models/*.py",
        "*/blocks.py",
        "*/blocks/*.py",
        "*/question_types/*.py",
        "*/management/commands/*.py",
    ],
}


@lru_cache
def fingerprint(kind: str) -> str:
    """A hash of every file a template depends on, read once: a file saved during the run renames no template."""
    patterns = PATTERNS["base"] + (PATTERNS["catalogue"] if kind == "catalogue" else [])
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and ".venv" not in path.parts and "__pycache__" not in path.parts:
                digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _manage(url: str, *command: str) -> None:
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    done = subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"manage.py {' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")


class SqliteCopies:
    """Files copied beside the template; `name` tells the databases of this worker apart."""

    def __init__(self, worker: str) -> None:
        self.worker = worker
        self.folder = Path(settings.DATA_DIR)

    def template(self, kind: str) -> Path:
        return CACHE / f"{kind}-{fingerprint(kind)}.sqlite3"

    def build(self, kind: str) -> None:
        path = self.template(kind)
        if path.exists():
            return
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        if kind == "catalogue":
            shutil.copy(self.template("base"), part)
            _manage(f"sqlite:///{part}", "load_catalogue")
        else:
            _manage(f"sqlite:///{part}", "migrate", "-v0")
        part.rename(path)

    def name(self, kind: str) -> str:
        return str(self.folder / f"{kind}-{self.worker}.sqlite3")

    def fresh(self, kind: str) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(self.name(kind) + suffix).unlink(missing_ok=True)
        shutil.copy(self.template(kind), self.name(kind))

    def drop_all(self) -> None:
        for kind in PATTERNS:
            Path(self.name(kind)).unlink(missing_ok=True)


class PostgresqlCopies:
    """Databases made with CREATE DATABASE ... TEMPLATE on the server of DATABASE_URL."""

    def __init__(self, worker: str) -> None:
        self.worker = worker
        self.url = os.environ["DATABASE_URL"].rsplit("/", 1)[0]

    def _execute(self, *statements: str) -> list[tuple[object, ...]]:
        import psycopg

        with psycopg.connect(f"{self.url}/postgres", autocommit=True) as connection:
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def template(self, kind: str) -> str:
        return f"pv_template_{kind}_{fingerprint(kind)}"

    def build(self, kind: str) -> None:
        name = self.template(kind)
        if self._execute(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
            return
        part = f"{name}_part"
        source = f" TEMPLATE {self.template('base')}" if kind == "catalogue" else ""
        self._execute(f"DROP DATABASE IF EXISTS {part} WITH (FORCE)", f"CREATE DATABASE {part}{source}")
        _manage(f"{self.url}/{part}", *(["load_catalogue"] if kind == "catalogue" else ["migrate", "-v0"]))
        self._execute(f"ALTER DATABASE {part} RENAME TO {name}")

    def name(self, kind: str) -> str:
        return f"pv_test_{kind}_{self.worker}_{os.getppid() if self.worker != 'main' else os.getpid()}"

    def fresh(self, kind: str) -> None:
        name = self.name(kind)
        self._execute(
            f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name} TEMPLATE {self.template(kind)}"
        )

    def drop_all(self) -> None:
        for kind in PATTERNS:
            self._execute(f"DROP DATABASE IF EXISTS {self.name(kind)} WITH (FORCE)")


class TestDatabases:
    """The databases of one test process: made when first asked for, switched per test."""

    __test__ = False

    def __init__(self, worker: str) -> None:
        vendor = connections["default"].vendor
        self.copies = PostgresqlCopies(worker) if vendor == "postgresql" else SqliteCopies(worker)
        self.ready: set[str] = set()
        self.current = ""

    def use(self, kind: str) -> None:
        """Point the default connection at this worker's copy of a template."""
        if kind == self.current and kind in self.ready:
            return
        connections["default"].close()
        if kind not in self.ready:
            self._prepare(kind)
        connections["default"].settings_dict["NAME"] = self.copies.name(kind)
        self.current = kind

    def restore(self) -> None:
        """Make the current copy again, after a test that committed."""
        connections.close_all()
        self.copies.fresh(self.current)

    def _prepare(self, kind: str) -> None:
        CACHE.mkdir(parents=True, exist_ok=True)
        with (CACHE / f"{connections['default'].vendor}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.copies.build("base")
            self.copies.build(kind)
            self.copies.fresh(kind)
        self.ready.add(kind)

    def close(self) -> None:
        connections.close_all()
        self.copies.drop_all()
