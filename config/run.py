"""`make run`: prepare the data once, then web, worker and beat together, stopped together.

Run: `python -m config.run`. Environment: PORT (8000), DATA_DIR (var/).
"""

from __future__ import annotations

import hashlib
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STOP_SECONDS = 15


class CannotStart(Exception):
    """A reason why the application cannot start, as one sentence."""


def port() -> int:
    """The port asked for; raises CannotStart when it is no port."""
    raw = os.environ.get("PORT", "8000")
    if not raw.isdigit() or not 0 < int(raw) < 65536:
        raise CannotStart(f"PORT must be a number between 1 and 65535, not “{raw}”.")
    return int(raw)


def check_port(number: int) -> None:
    """Raises CannotStart when somebody listens on it already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            raise CannotStart(
                f"Port {number} is taken by another program. Stop it, or choose another: PORT=8001 make run"
            ) from None


def check_data_dir() -> Path:
    """The data folder, made if need be; raises CannotStart when nothing can be written there."""
    folder = Path(os.environ.get("DATA_DIR", str(ROOT / "var"))).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".write-test"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise CannotStart(f"DATA_DIR {folder} cannot be written: {error.strerror}. Choose another folder.") from None
    return folder


def fingerprint() -> str:
    """A hash of what a first start prepares: migrations, catalogue, static files, translations, dependencies."""
    digest = hashlib.sha256()
    for pattern in ("*/migrations/*.py", "*/catalogue/**/*", "static/**/*", "locale/**/*.po", "requirements.txt"):
        for path in sorted(p for p in ROOT.glob(pattern) if p.is_file() and ".venv" not in p.parts):
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def prepare(folder: Path) -> None:
    """Migrate, load the catalogue and the demo people: once for each state of the code."""
    stamp = folder / "prepared"
    wanted = fingerprint()
    if stamp.exists() and stamp.read_text() == wanted and (folder / "db.sqlite3").exists():
        return
    import django
    from django.core.management import call_command

    from .translations import compile_catalogues

    say("Preparing the data (once, about a minute) ...")
    compile_catalogues()
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("make_development_seal", verbosity=0)
    call_command("load_catalogue", verbosity=0)
    call_command("load_demo", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
    stamp.write_text(wanted)


def commands(number: int, folder: Path) -> dict[str, list[str]]:
    """The processes to run side by side, by name."""
    python = [sys.executable, "-m"]
    threads = ["--workers", "1", "--blocking-threads", "8"]
    return {
        "web": [
            *python,
            "granian",
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(number),
            *threads,
            "--no-ws",
            "--log-level",
            "warning",
            "config.wsgi:application",
        ],
        "worker": [
            *python,
            "celery",
            "-A",
            "config",
            "worker",
            "-B",
            "-P",
            "solo",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
            "-Q",
            "sweep,default,pdf",
            "-l",
            "warning",
            "-s",
            str(folder / "beat-schedule"),
        ],
    }


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def announce(number: int) -> None:
    """The address and the demo sign-ins."""
    from home.demo_people import DEMO_PASSWORD, NAMED_PEOPLE

    say(f"\nPorte-voix answers at http://localhost:{number}/fr/ and http://localhost:{number}/en/")
    say(f"Demo sign-ins, password “{DEMO_PASSWORD}”:")
    for person in NAMED_PEOPLE:
        say(f"  {person.email:<32} {person.what}")
    say("Stop with Ctrl-C.\n")


def main() -> int:
    """Start everything. Out: the exit code; 1 with one sentence when it cannot start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    os.chdir(ROOT)
    try:
        number = port()
        check_port(number)
        folder = check_data_dir()
        prepare(folder)
    except CannotStart as error:
        print(f"Porte-voix cannot start: {error}", file=sys.stderr)  # noqa: T201
        return 1
    import shlex

    from honcho import manager

    manager.KILL_WAIT = STOP_SECONDS
    processes = manager.Manager()
    for name, command in commands(number, folder).items():
        kept = [sys.executable, "-m", "config.keeper", *command]
        processes.add_process(name, shlex.join(kept), env={**os.environ, "PYTHONUNBUFFERED": "1"})
    announce(number)
    processes.loop()
    return 0 if processes.returncode in (0, None, -2, -15, 130, 143) else int(processes.returncode)


if __name__ == "__main__":
    sys.exit(main())
