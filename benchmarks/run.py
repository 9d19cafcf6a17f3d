"""`make bench`: every case on both engines. `python -m benchmarks.run --help` for a part of it.

Nothing here passes or fails by a time; a wrong answer stops the run.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from . import classroom, cpu, report
from .cases import CASES, named
from .engines import NAMES, Engine, running
from .measure import Plan, figures, scene_file, statements
from .report import Result, say

OTHERS = ("claims", "charters", "classroom", "reports")
PACKAGES = ("Django", "Wagtail", "granian", "psycopg", "WeasyPrint", "pyHanko")


def main() -> int:
    options = parse(sys.argv[1:])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    plan = Plan.quick() if options.quick else Plan(requests=options.requests)
    result = empty_result()
    with tempfile.TemporaryDirectory(prefix="porte-voix-bench-") as folder:
        for name in options.engine or NAMES:
            with running(name) as engine:
                measure(engine, options.only, plan, result, Path(folder), profile=options.profile)
        if "postgresql" in (options.engine or NAMES) and (not options.only or "classroom" in options.only):
            measure_classroom(plan, result)
    say(f"\n{report.save(result, options.json)}")
    if options.write:
        report.write(result)
        say(str(report.PAGE))
    return 0


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    known = [*(case.name for case in CASES), *OTHERS]
    parser.add_argument("--quick", action="store_true", help="little data, half a second each: does it still run?")
    parser.add_argument("--only", action="append", choices=known, default=[], help="one case; may be given again")
    parser.add_argument("--profile", action="store_true", help="also say where the time of each case goes")
    parser.add_argument("--engine", action="append", choices=NAMES, help="one engine; both when not given")
    parser.add_argument("--requests", type=int, default=Plan.requests, help="open requests in the queue")
    parser.add_argument("--json", type=Path, help="where to keep what was measured; var/bench/ when not given")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/reference/performance.md")
    options = parser.parse_args(arguments)
    if options.write and (options.quick or options.only or options.engine):
        parser.error("--write needs the whole benchmark")
    return options


def empty_result() -> Result:
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": cpu.machine(),
        "load_average": os.getloadavg()[0],
        "versions": {"Python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
        "engines": [],
        "figures": [],
        "sql": {},
        "claims": None,
        "charters": {},
        "reports": {},
        "classroom": None,
    }


def measure(
    engine: Engine, only: list[str], plan: Plan, result: Result, folder: Path, *, profile: bool = False
) -> None:
    """Everything on one engine, into `result`."""
    say(f"\n{report.TITLES[engine.name]}: preparing {plan.people} people and {plan.requests} requests ...")
    scene = engine.python("data", f"--people={plan.people}", f"--requests={plan.requests}")
    result["engines"].append(engine.name)
    result["versions"] |= engine.versions
    cases = [case for case in named([]) if not only or case.name in only]
    sql = result["sql"][engine.name] = statements(engine, cases, scene, folder) if cases else {}
    say(report.HEAD)
    for case in cases:
        for figure in figures(engine, case, scene, plan):
            result["figures"].append(figure.as_json())
            report.say_figure(figure.as_json(), sql[case.name])
        if profile:
            say(engine.python("hotspots", str(scene_file(engine, scene, folder)), case.name))
    measure_others(engine, only, plan, result)


def measure_others(engine: Engine, only: list[str], plan: Plan, result: Result) -> None:
    """What is not a page. SQLite writes one at a time: sixteen claims at once say nothing there."""
    if engine.name == "postgresql" and (not only or "claims" in only):
        result["claims"] = engine.python("claims", str(plan.claim_seconds))
        report.say_claims(result["claims"])
    if not only or "charters" in only:
        charters: Any = engine.python("charters", str(plan.charters))
        result["charters"][engine.name] = charters
        report.say_charters(charters)
    if not only or "reports" in only:
        found = engine.python("reports", str(plan.learners), str(plan.courses))
        result["reports"][engine.name] = found
        report.say_reports(found)


def measure_classroom(plan: Plan, result: Result) -> None:
    """A server of its own, with more workers. Raises AssertionError when an answer is lost or doubled."""
    os.environ["WEB_WORKERS"] = str(classroom.WORKERS)
    try:
        with running("postgresql") as engine:
            result["classroom"] = classroom.measure(engine, plan.classroom)
    finally:
        del os.environ["WEB_WORKERS"]
    report.say_classroom(result["classroom"])


if __name__ == "__main__":
    sys.exit(main())
