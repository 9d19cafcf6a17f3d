"""`make run`: what it says when it cannot start, and that it stops all it started."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.databases import ROOT
from tests.running import demo_folder, environment
from tests.with_services import free_port

pytestmark = [pytest.mark.embedded, pytest.mark.timeout(300)]


def run(folder: Path, port: object, **extra: str) -> subprocess.CompletedProcess[str]:
    env = {**environment(folder, 0), "PORT": str(port), **extra}
    return subprocess.run([sys.executable, "-m", "config.run"], cwd=ROOT, env=env, capture_output=True, text=True,
                          timeout=60)  # fmt: skip


def test_a_taken_port_is_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(tmp_path, taken.getsockname()[1])
    assert done.returncode == 1
    assert "is taken by another program" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_a_port_that_is_no_port_is_one_sentence(tmp_path, port):
    done = run(tmp_path, port)
    assert done.returncode == 1
    assert "between 1 and 65535" in done.stderr


def test_an_unwritable_data_folder_is_one_sentence(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("a file, not a folder")
    done = run(blocked / "data", free_port())
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert done.stderr.count("\n") == 1


def group_of(pid: int) -> set[int]:
    """Ids of the living processes started by `pid`, itself included."""
    listing = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listing.splitlines()[1:]]
    found = {pid}
    while more := {child for child, parent in pairs if parent in found} - found:
        found |= more
    return found


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}/stat").exists() and _state(pid) != "Z"}


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "Z"


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_a_start_on_a_prepared_folder_does_no_work_twice_and_stops_cleanly(tmp_path, stop):
    folder = demo_folder(tmp_path / "data")
    port = free_port()
    before = (folder / "prepared").stat().st_mtime_ns
    env = {**environment(folder, port)}
    process = subprocess.Popen([sys.executable, "-m", "config.run"], cwd=ROOT, env=env, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)  # fmt: skip
    try:
        _wait_for(port, process)
        started = group_of(process.pid)
        assert len(started) >= 3
        if stop == signal.SIGINT:
            os.killpg(process.pid, stop)
        else:
            process.send_signal(stop)
        output = process.communicate(timeout=40)[0]
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 0, output
    assert f"http://localhost:{port}/fr/" in output
    assert "newcomer@demo.example" in output
    assert "Preparing" not in output
    assert (folder / "prepared").stat().st_mtime_ns == before
    assert not alive(started)


def test_a_worker_that_is_killed_is_started_again_while_pages_answer(tmp_path):
    folder = demo_folder(tmp_path / "data")
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "config.run"], cwd=ROOT, env=environment(folder, port), text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)  # fmt: skip
    try:
        _wait_for(port, process)
        killed = _workers(process.pid)
        os.kill(max(killed), signal.SIGKILL)
        _wait_for(port, process)
        deadline = time.monotonic() + 30
        while not alive(_workers(process.pid) - killed):
            assert time.monotonic() < deadline
            time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        output = process.communicate(timeout=40)[0]
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 0, output
    assert "is started again" in output


def _workers(pid: int) -> set[int]:
    """The living Celery processes below `pid`, their keeper left out."""
    found = set()
    for each in alive(group_of(pid)):
        command = Path(f"/proc/{each}/cmdline").read_bytes().split(b"\0")
        if b"celery" in command and b"config.keeper" not in command and b"worker" in command:
            found.add(each)
    return found


def _wait_for(port: int, process: subprocess.Popen[str]) -> None:
    import urllib.error
    import urllib.request

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()[0]
        try:
            urllib.request.urlopen(f"http://localhost:{port}/health/live/", timeout=2)
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError("it never answered")
