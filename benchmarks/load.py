"""A small load client: one process a connection, sockets kept open, every answer checked.

A *flow* is a generator: it yields an `Ask`, receives the `Answer`, and may yield more. The same flows are driven here
over HTTP, and by Django's test client where statements are counted (benchmarks/sql.py).
"""

from __future__ import annotations

import gc
import math
import socket
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

from .together import meet, side_by_side

TIMEOUT = 60.0


class WrongAnswer(Exception):
    """The server answered something else than the benchmark asked for: its figures would mean nothing."""


@dataclass(frozen=True)
class Ask:
    """One request, and what its answer must be. `text` must stand in the page, or in the address redirected to.

    A request without a name (`step`) prepares: it is asked before the clock starts, and counts nowhere.
    `by_script`: sent by htmx, not by the browser itself.
    """

    step: str
    method: str
    path: str
    status: int
    text: str
    form: Sequence[tuple[str, str]] = ()
    by_script: bool = False


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: bytes

    def text(self) -> str:
        return self.body.decode(errors="replace")


Flow = Generator[Ask, Answer, None]


@dataclass(frozen=True)
class Visitor:
    """Who asks: cookies of a session made before the clock starts (none: signed out), and the token for forms."""

    cookies: dict[str, str] = field(default_factory=dict)
    csrf_token: str = ""


@dataclass(frozen=True)
class Door:
    """Where the server listens, and the headers that a browser (or the proxy before the server) would send."""

    port: int
    headers: dict[str, str]


@dataclass
class Timings:
    """What came out of one run. `flows`: seconds of each whole flow; `steps`: (name, seconds) of each request."""

    elapsed: float = 0.0
    flows: list[float] = field(default_factory=list)
    steps: list[tuple[str, float]] = field(default_factory=list)
    client_cpu: float = 0.0


def check(ask: Ask, answer: Answer) -> None:
    """Raises WrongAnswer unless the status is the one expected and the text is there."""
    found = answer.location if 300 <= answer.status < 400 else answer.text()
    if answer.status != ask.status or ask.text not in found:
        raise WrongAnswer(
            f"{ask.method} {ask.path} ({ask.step}): expected {ask.status} with {ask.text!r}, "
            f"got {answer.status} {answer.location} {answer.text()[:1500]!r}"
        )


class Connection:
    """One connection kept open, for one visitor at a time."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.socket = socket.create_connection(("127.0.0.1", door.port), timeout=TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = self.socket.makefile("rb")

    def close(self) -> None:
        self.stream.close()
        self.socket.close()

    def ask(self, ask: Ask, visitor: Visitor) -> Answer:
        """Send, read the whole answer, check it. Raises WrongAnswer, also when the server hangs up."""
        self.socket.sendall(self._request(ask, visitor))
        answer = self._read()
        check(ask, answer)
        return answer

    def _request(self, ask: Ask, visitor: Visitor) -> bytes:
        headers = {**self.door.headers, "Accept-Language": "fr", "Accept": "text/html"}
        if ask.by_script:
            headers["HX-Request"] = "true"
        if visitor.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
        body = b""
        if ask.method == "POST":
            body = urlencode([*ask.form, ("csrfmiddlewaretoken", visitor.csrf_token)]).encode()
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        lines = [f"{ask.method} {ask.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def _read(self) -> Answer:
        status_line = self.stream.readline()
        if not status_line:
            raise WrongAnswer("the server closed the connection")
        headers: dict[str, str] = {}
        while (line := self.stream.readline().strip()) != b"":
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        if headers.get("transfer-encoding", "").lower() == "chunked":
            body = b"".join(self._chunks())
        else:
            body = self.stream.read(int(headers.get("content-length", "0")))
        return Answer(int(status_line.split()[1]), headers.get("location", ""), body)

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.stream.readline().split(b";")[0], 16):
            yield self.stream.read(size)
            self.stream.readline()
        self.stream.readline()


def drive(flow: Flow, ask: Callable[[Ask], Answer]) -> list[tuple[str, float]]:
    """Run one flow to its end. Out: (step, seconds) of each of its named requests."""
    steps = []
    try:
        wanted = next(flow)
        while True:
            started = time.perf_counter()
            answer = ask(wanted)
            if wanted.step:
                steps.append((wanted.step, time.perf_counter() - started))
            wanted = flow.send(answer)
    except StopIteration:
        return steps


@dataclass(frozen=True)
class Share:
    """The part of one connection: whom to be and what to do, one (visitor, flow maker) after the other.

    `repeat`: go round and round; otherwise each is done once, and the connection stops early when all are done.
    """

    visits: Sequence[tuple[Visitor, Callable[[], Flow]]]
    repeat: bool
    warm_ups: int = 3

    def turns(self) -> Iterator[tuple[Visitor, Callable[[], Flow]]]:
        while True:
            yield from self.visits
            if not self.repeat:
                return


def run(door: Door, shares: Sequence[Share], seconds: float, meter: Callable[[], Any]) -> tuple[Timings, Any, Any]:
    """Drive one connection per share for `seconds`.

    In: `meter`, read right before the clock starts and right after it stops. Out: the timings and the two readings.
    Raises together.Failed when one answer is not the expected one; every process has ended when this returns.
    """
    jobs = [partial(_work, door, share, seconds) for share in shares]
    with side_by_side(jobs, parties=len(jobs) + 1) as (barrier, reports):
        meet(barrier)
        before = meter()
        meet(barrier)
        return _merge(reports(seconds + 2 * TIMEOUT)), before, meter()


def _work(door: Door, share: Share, seconds: float, barrier: Any) -> Timings:
    connection, turns, timings = Connection(door), share.turns(), Timings()
    for _, (visitor, make) in zip(range(share.warm_ups), turns, strict=False):
        drive(make(), partial(connection.ask, visitor=visitor))
    gc.freeze()
    gc.disable()
    barrier.wait(TIMEOUT)
    barrier.wait(TIMEOUT)
    started, cpu = time.perf_counter(), time.process_time()
    for visitor, make in turns:
        steps = drive(make(), partial(connection.ask, visitor=visitor))
        timings.steps += steps
        timings.flows.append(sum(spent for _, spent in steps))
        if time.perf_counter() - started > seconds:
            break
    timings.elapsed = time.perf_counter() - started
    timings.client_cpu = time.process_time() - cpu
    connection.close()
    return timings


def _merge(results: Sequence[Timings]) -> Timings:
    return Timings(
        elapsed=max(result.elapsed for result in results),
        flows=[spent for result in results for spent in result.flows],
        steps=[step for result in results for step in result.steps],
        client_cpu=sum(result.client_cpu for result in results),
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile; 0.0 of nothing."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)] if ordered else 0.0
