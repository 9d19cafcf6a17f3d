"""Run a command with DATABASE_URL and REDIS_URL: those given, or private servers started for it and stopped after it.

Run: `python -m tests.with_services COMMAND ...`. PostgreSQL refuses to run as root: then it runs as `postgres` or
`nobody`. When no server can be had, one sentence says so and the exit code is 1.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path


class NoServer(Exception):
    """No PostgreSQL or Redis can be had; the message says what to do."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def unprivileged() -> tuple[list[str], str]:
    """A command prefix that drops root, and the user it runs as."""
    if os.geteuid() != 0:
        return [], pwd.getpwuid(os.geteuid()).pw_name
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    return ["setpriv", "--reuid", user, "--regid", str(pwd.getpwnam(user).pw_gid), "--clear-groups"], user


def postgresql_programs() -> Path:
    """The folder of initdb and postgres, newest version first. Raises NoServer."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    if path := shutil.which("initdb"):
        return Path(path).resolve().parent
    raise NoServer("PostgreSQL is not installed: set DATABASE_URL, or install it (Debian: apt-get install postgresql).")


@contextlib.contextmanager
def postgresql(durable: bool = False) -> Iterator[str]:
    """A private PostgreSQL in a temporary folder; without fsync unless `durable`. Yields its URL."""
    programs, (prefix, user) = postgresql_programs(), unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="porte-voix-pg-"))
    if prefix:
        shutil.chown(folder, user)
    port = free_port()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    data = folder / "data"
    subprocess.run([*prefix, programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync",
                    "-E", "UTF8", "--locale", "C.UTF-8"], check=True, **quiet)  # fmt: skip
    hurry = [] if durable else ["-c", "fsync=off", "-c", "full_page_writes=off"]
    options = [*hurry, "-c", "max_connections=200", "-k", folder]
    server = subprocess.Popen([*prefix, programs / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), *options],
                              **quiet)  # fmt: skip
    try:
        wait_for(port, "PostgreSQL")
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """A private Redis that keeps nothing on disk. Yields its URL."""
    program = shutil.which("redis-server")
    if not program:
        raise NoServer("Redis is not installed: set REDIS_URL, or install it (Debian: apt-get install redis-server).")
    port = free_port()
    server = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL, cwd="/",
    )  # fmt: skip
    try:
        wait_for(port, "Redis")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)


def wait_for(port: int, name: str, seconds: float = 20) -> None:
    """Return when something listens; raises NoServer after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            time.sleep(0.3)
            return
        time.sleep(0.1)
    raise NoServer(f"{name} did not start within {seconds:.0f} s.")


def main(command: list[str]) -> int:
    with contextlib.ExitStack() as stack:
        try:
            env = dict(os.environ)
            if not env.get("DATABASE_URL"):
                env["DATABASE_URL"] = stack.enter_context(postgresql())
            if not env.get("REDIS_URL"):
                env["REDIS_URL"] = stack.enter_context(redis())
        except NoServer as error:
            print(error, file=sys.stderr)  # noqa: T201
            return 1
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
