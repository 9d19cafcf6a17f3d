"""Runs of one case against one engine, and what they say."""

from __future__ import annotations

import itertools
import json
import statistics
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from . import cpu
from .cases import Case, Item, Scene
from .engines import CSRF_TOKEN, Engine
from .load import Share, Timings, Visitor, percentile, run


@dataclass(frozen=True)
class Plan:
    """How long and how often."""

    seconds: float = 4.0
    rounds: int = 3
    connections: tuple[int, ...] = (1, 8)
    people: int = 250
    requests: int = 10_000
    claim_seconds: float = 6.0
    charters: int = 40
    classroom: int = 200
    learners: int = 10_000
    courses: int = 20

    @classmethod
    def quick(cls) -> Plan:
        """Just enough to see that everything still runs."""
        people, requests = 40, 400
        return cls(
            0.5, 1, (1, 2), people, requests, claim_seconds=1.0, charters=4, classroom=8, learners=300, courses=10
        )


@dataclass(frozen=True)
class Round:
    """One run. Times in milliseconds; processor time per flow, of web, database and cache apart.

    `foreign`: cores that other work on the machine took meanwhile.
    """

    flows: int
    rate: float
    p50: float
    p95: float
    p99: float
    web: float
    database: float
    cache: float
    client: float
    foreign: float

    @property
    def cpu(self) -> float:
        return self.web + self.database + self.cache


@dataclass
class Figure:
    """One case with a number of connections on one engine."""

    engine: str
    case: str
    connections: int
    rounds: list[Round]
    steps: dict[str, list[float]] = field(default_factory=dict)

    def median(self, name: str) -> float:
        return statistics.median(getattr(one, name) for one in self.rounds)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def figures(engine: Engine, case: Case, scene: Scene, plan: Plan) -> Iterator[Figure]:
    """Measure a case with each number of connections."""
    supply = portions(case, scene, plan)
    if case.repeat:
        warm(engine, case, scene, plan)
    for connections in plan.connections:
        timings, rounds = [], []
        for _ in range(plan.rounds):
            shares = shares_of(case, scene, engine, next(supply), connections)
            measured, before, after = run(engine.door, shares, plan.seconds, engine.meter)
            timings.append(measured)
            rounds.append(round_of(measured, after.since(before)))
        yield Figure(engine.name, case.name, connections, rounds, steps_of(timings))


def warm(engine: Engine, case: Case, scene: Scene, plan: Plan) -> None:
    """Fill the caches of every process of the server. What can be done only once is made of pages measured before."""
    connections = max(plan.connections)
    run(engine.door, shares_of(case, scene, engine, case.for_load(scene), connections), plan.seconds / 2, engine.meter)


def portions(case: Case, scene: Scene, plan: Plan) -> Iterator[list[Item]]:
    """What there is to do in each run: all of it, or an equal part where each thing is done once."""
    items = case.for_load(scene)
    if case.repeat:
        yield from itertools.repeat(items)
    size = len(items) // (plan.rounds * len(plan.connections))
    yield from (items[start : start + size] for start in range(0, len(items), size))


def shares_of(case: Case, scene: Scene, engine: Engine, items: list[Item], connections: int) -> list[Share]:
    """Deal the work out: no two connections are the same person, unless there are fewer people than connections."""
    shares = []
    for n in range(connections):
        own = items[n::connections] if len(items) >= connections else items
        visits = [(visitor(engine, item), lambda item=item: case.flow(scene, item)) for item in own]
        shares.append(Share(visits, case.repeat))
    return shares


def visitor(engine: Engine, item: Item) -> Visitor:
    return engine.visitor(item.session) if item.session else Visitor()


def round_of(timings: Timings, spent: cpu.Reading) -> Round:
    flows = len(timings.flows)
    per_flow = 1000 / flows
    foreign = (spent.machine - spent.servers - timings.client_cpu) / timings.elapsed
    return Round(
        flows=flows,
        rate=flows / timings.elapsed,
        p50=percentile(timings.flows, 50) * 1000,
        p95=percentile(timings.flows, 95) * 1000,
        p99=percentile(timings.flows, 99) * 1000,
        web=spent.web * per_flow,
        database=spent.database * per_flow,
        cache=spent.cache * per_flow,
        client=timings.client_cpu * per_flow,
        foreign=max(0.0, foreign),
    )


def steps_of(timings: list[Timings]) -> dict[str, list[float]]:
    """Step -> [p50, p95] in milliseconds, over all runs."""
    spent: dict[str, list[float]] = {}
    for one in timings:
        for name, seconds in one.steps:
            spent.setdefault(name, []).append(seconds * 1000)
    return {name: [percentile(values, 50), percentile(values, 95)] for name, values in spent.items()}


def statements(engine: Engine, cases: list[Case], scene: Scene, folder: Path) -> dict[str, dict[str, list[int]]]:
    """Case -> step -> [reads, writes], counted in a process with the engine's settings."""
    path = scene_file(engine, scene, folder)
    found: dict[str, dict[str, list[int]]] = engine.python("sql", str(path), *(case.name for case in cases))
    return found


def scene_file(engine: Engine, scene: Scene, folder: Path) -> Path:
    """What Django's test client needs to be one of the scene's browsers."""
    path = folder / f"scene-{engine.name}.json"
    browser = {"headers": engine.door.headers, "cookie_names": engine.cookies, "csrf_token": CSRF_TOKEN}
    path.write_text(json.dumps({**scene, **browser}))
    return path
