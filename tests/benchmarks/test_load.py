"""A benchmark that counts wrong answers, or reads its clock wrongly, is worse than none."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import time

import pytest

from benchmarks import cpu
from benchmarks.load import Ask, Door, Share, Visitor, percentile, run
from benchmarks.together import Failed
from tests.with_services import free_port, wait_for


@pytest.fixture
def door(tmp_path):
    """A web server of one page."""
    (tmp_path / "index.html").write_text("<p>bonjour</p>")
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--protocol", "HTTP/1.1"]
    server = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, "http.server")
        yield Door(port, {"Host": "localhost"})
    finally:
        server.terminate()
        server.wait(10)


def share(*asks: Ask, repeat: bool = True) -> Share:
    def flow():
        for ask in asks:  # noqa: UP028 - the answers are sent in, which a tuple does not take
            yield ask

    return Share([(Visitor(), flow)] * 2, repeat, warm_ups=1)


@pytest.mark.parametrize(
    ("status", "text"), [(200, "au revoir"), (302, "bonjour")], ids=["another text", "another status"]
)
def test_a_wrong_answer_stops_the_run(door, status, text):
    wrong = share(Ask("page", "GET", "/", status, text))
    right = share(Ask("page", "GET", "/", 200, "bonjour"))
    with pytest.raises(Failed, match="GET / \\(page\\): expected"):
        run(door, [right, wrong], 0.2, lambda: None)
    assert not multiprocessing.active_children()


def test_a_run_counts_every_flow_and_every_named_request(door):
    page = Ask("page", "GET", "/", 200, "bonjour")
    preparing = Ask("", "GET", "/", 200, "bonjour")
    timings, _, _ = run(door, [share(preparing, page, page)], 0.2, lambda: None)
    assert timings.flows
    assert len(timings.steps) == 2 * len(timings.flows)
    assert not multiprocessing.active_children()


def test_what_can_be_done_once_is_done_once(door):
    once = share(Ask("page", "GET", "/", 200, "bonjour"), repeat=False)
    timings, _, _ = run(door, [once, once], 60, lambda: None)
    assert len(timings.flows) == 2  # two connections of two flows, of which one each warms up


@pytest.mark.parametrize(("percent", "value"), [(50, 50), (95, 95), (99, 99), (100, 100), (0, 1)])
def test_percentiles_are_by_nearest_rank(percent, value):
    assert percentile(range(1, 101), percent) == value


def test_no_value_has_no_percentile():
    assert percentile([], 95) == 0


def test_processor_time_of_a_group_is_that_of_its_processes():
    busy = "import time; end = time.process_time() + 0.3\nwhile time.process_time() < end: pass\ntime.sleep(30)"
    process = subprocess.Popen([sys.executable, "-c", busy], start_new_session=True)
    try:
        deadline = time.monotonic() + 20
        while cpu.group_seconds(process.pid) < 0.3 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert 0.3 <= cpu.group_seconds(process.pid) < 5
    finally:
        process.kill()
        process.wait(10)
    assert cpu.group_seconds(process.pid) == 0
