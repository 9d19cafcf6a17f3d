"""What a run says: lines on the screen, JSON in var/bench/, tables in docs/reference/performance.md.

`python -m benchmarks.report var/bench/FILE.json` writes the tables of an earlier run again.
"""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path
from typing import Any

from .cases import CASES, Case

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "performance.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
TITLES = {"sqlite": "SQLite, as `make run` starts it", "postgresql": "PostgreSQL, production settings"}
FOREIGN = 0.2  # cores of other work from which a figure is marked

Result = dict[str, Any]
HEAD = f"{'engine':<11}{'case':<16}{'c':>2} {'per s':>8} {'p50':>8} {'p95':>8} {'cpu ms':>7} {'of which web/db/cache':>22}  SQL"


def say(text: str = "") -> None:
    print(text, flush=True)


# --- The screen ------------------------------------------------------------------------------------------------------
def say_figure(figure: dict[str, Any], sql: dict[str, list[int]]) -> None:
    one = summary(figure)
    parts = f"{one['web']:.1f} / {one['database']:.1f} / {one['cache']:.1f}"
    mark = f"  (other work: {one['foreign']:.2f} core)" if one["foreign"] > FOREIGN else ""
    say(
        f"{figure['engine']:<11}{figure['case']:<16}{figure['connections']:>2} {one['rate']:>8.1f} {one['p50']:>8.1f} "
        f"{one['p95']:>8.1f} {one['cpu']:>7.1f} {parts:>22}  {sql_text(sql)}{mark}"
    )


def summary(figure: dict[str, Any]) -> dict[str, float]:
    """The median of the rounds; of other work on the machine, the most."""
    names = ("rate", "p50", "p95", "p99", "web", "database", "cache", "client")
    found = {name: statistics.median(one[name] for one in figure["rounds"]) for name in names}
    found["cpu"] = statistics.median(one["web"] + one["database"] + one["cache"] for one in figure["rounds"])
    found["foreign"] = max(one["foreign"] for one in figure["rounds"])
    return found


def sql_text(steps: dict[str, list[int]]) -> str:
    """reads/writes of the whole flow."""
    if not steps:
        return "–"
    return f"{sum(reads for reads, _ in steps.values())}/{sum(writes for _, writes in steps.values())}"


def say_claims(claims: dict[str, Any]) -> None:
    action, hand = claims["action"], claims["hand"]
    say(
        f"claims, 16 threads: action {action['rate']:.0f}/s (p50 {action['p50']:.1f} ms, p95 {action['p95']:.1f} ms), by hand "
        f"{hand['rate']:.0f}/s, ratio {action['rate'] / hand['rate']:.2f}, doubles {action['doubles']} and {hand['doubles']}"
    )


def say_charters(charters: list[dict[str, Any]]) -> None:
    for one in charters:
        whole, bare = one["whole"], one["bare"]
        say(
            f"charters, {one['processes']} process(es): whole {whole['rate']:.2f}/s ({whole['cpu']:.0f} ms cpu), bare "
            f"{bare['rate']:.2f}/s ({bare['cpu']:.0f} ms cpu), ratio {whole['cpu'] / bare['cpu']:.2f}"
        )


def say_classroom(found: dict[str, Any]) -> None:
    say(
        f"{found['learners']} learners at once, 4 workers: {found['rate']:.0f} answers/s (p50 {found['p50']:.0f} ms, p95 "
        f"{found['p95']:.0f} ms), {found['answers']} taken, {found['lost']} lost, {found['doubled']} doubled"
    )


def say_reports(one: dict[str, Any]) -> None:
    say(
        f"reports, {one['learners']} learners x {one['courses']} courses: page {one['page_ms']:.0f} ms (first reader "
        f"{one['cold_ms']:.0f} ms), {one['statements']} statements; CSV {one['csv_s']:.2f} s, workbook {one['xlsx_s']:.2f} s, "
        f"+{one['export_mb']:.0f} MB; sums worked out in {one['rebuild_s']:.0f} s, checked in {one['check_s']:.1f} s"
    )


# --- The file --------------------------------------------------------------------------------------------------------
def save(result: Result, path: Path | None = None) -> Path:
    """Keep everything that was measured. In: where, var/bench/ when not said. Out: the file."""
    path = path or ROOT / "var" / "bench" / f"{result['date'].replace(':', '')}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=1))
    return path


# --- The page --------------------------------------------------------------------------------------------------------
def write(result: Result) -> None:
    """Put the tables of a run between the markers of the page. Raises ValueError when the markers are not there."""
    text = PAGE.read_text()
    if BEGIN not in text or END not in text:
        raise ValueError(f"{PAGE} has lost its markers")
    head, rest = text.split(BEGIN, 1)
    PAGE.write_text(f"{head}{BEGIN}\n\n{tables(result)}\n\n{END}{rest.split(END, 1)[1]}")


def tables(result: Result) -> str:
    parts = [about(result), compared(result)]
    for engine in result["engines"]:
        parts += [f"### {TITLES[engine]}", figures_table(result, engine), steps_table(result, engine)]
    parts += [claims_table(result), classroom_table(result), charters_table(result), reports_table(result)]
    return "\n\n".join(part for part in parts if part)


def about(result: Result) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in result["versions"].items())
    load = f"load average at the start {result['load_average']:.2f}"
    return f"Measured on {result['date'][:10]}: {result['machine']}, {versions}; {load}."


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def compared(result: Result) -> str:
    """Our processor time and statements beside the goals and the peers, with one connection."""
    rows = []
    for case in CASES:
        cells = [ours(result, engine, case) for engine in result["engines"]]
        rows.append([case.label, *cells, case.goal, case.peers])
    head = ["", *(f"{'SQLite' if engine == 'sqlite' else 'PostgreSQL'}: CPU ms / SQL" for engine in result["engines"])]
    return table([*head, "goal", "peers"], rows)


def ours(result: Result, engine: str, case: Case) -> str:
    found = [f for f in result["figures"] if f["engine"] == engine and f["case"] == case.name]
    if not found:
        return "–"
    sql = result["sql"][engine].get(case.name, {})
    number = summary(min(found, key=lambda figure: figure["connections"]))["cpu"]
    return f"{number:.1f} / {sum(map(sum, sql.values()))}"


def figures_table(result: Result, engine: str) -> str:
    rows = []
    for figure in (f for f in result["figures"] if f["engine"] == engine):
        one, label = summary(figure), next(case.label for case in CASES if case.name == figure["case"])
        rates = sorted(each["rate"] for each in figure["rounds"])
        mark = " (f)" if one["foreign"] > FOREIGN else ""
        rows.append(
            [
                f"{label}{mark}",
                str(figure["connections"]),
                " / ".join(f"{rate:.1f}" for rate in (rates[0], one["rate"], rates[-1])),
                *(f"{one[name]:.1f}" for name in ("p50", "p95", "p99", "cpu")),
                f"{one['web']:.1f} / {one['database']:.1f} / {one['cache']:.1f}",
                sql_text(result["sql"][engine].get(figure["case"], {})),
            ]
        )
    head = [
        "",
        "c",
        "per s, min / median / max",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "CPU ms",
        "web / database / cache",
        "SQL, reads/writes",
    ]
    return table(head, rows)


def steps_table(result: Result, engine: str) -> str:
    """The requests of the cases that have several, one connection."""
    rows = []
    for figure in result["figures"]:
        if figure["engine"] == engine and figure["connections"] == 1 and len(figure["steps"]) > 1:
            label = next(case.label for case in CASES if case.name == figure["case"])
            sql = result["sql"][engine].get(figure["case"], {})
            for step, (p50, p95) in figure["steps"].items():
                statements = "/".join(str(n) for n in sql.get(step, [])) or "–"
                rows.append([label, step, f"{p50:.1f}", f"{p95:.1f}", statements])
    return table(["flow", "request", "p50 ms", "p95 ms", "SQL of all of them, reads/writes"], rows) if rows else ""


def claims_table(result: Result) -> str:
    if not result.get("claims"):
        return ""
    action, hand = result["claims"]["action"], result["claims"]["hand"]
    rows = [
        [name, f"{one['rate']:.0f}", f"{one['p50']:.1f}", f"{one['p95']:.1f}", str(one["claims"]), str(one["doubles"])]
        for name, one in (("the action", action), ("the same transaction, written by hand in SQL", hand))
    ]
    ratio = f"Ratio: {action['rate'] / hand['rate']:.2f} (goal 0.5, bar 0.25 and 200/s)."
    head = ["PostgreSQL, 16 coaches at once", "claims per s", "p50 ms", "p95 ms", "claims", "doubles"]
    return f"### Claims\n\n{table(head, rows)}\n\n{ratio}"


def classroom_table(result: Result) -> str:
    found = result.get("classroom")
    if not found:
        return ""
    head = ["PostgreSQL, 4 web workers", "answers per s", "p50 ms", "p95 ms", "answers", "lost", "doubled"]
    name = f"{found['learners']} learners answering at once"
    times = [f"{found['rate']:.0f}", f"{found['p50']:.0f}", f"{found['p95']:.0f}"]
    row = [name, *times, str(found["answers"]), str(found["lost"]), str(found["doubled"])]
    return f"### A room full of learners\n\n{table(head, [row])}"


def charters_table(result: Result) -> str:
    rows = []
    for engine, runs in result["charters"].items():
        for one in runs:
            whole, bare = one["whole"], one["bare"]
            ratio = f"{whole['cpu'] / bare['cpu']:.2f}"
            cells = [f"{whole['rate']:.2f}", f"{whole['cpu']:.0f}", f"{bare['rate']:.2f}", f"{bare['cpu']:.0f}", ratio]
            rows.append([TITLES[engine].split(",")[0], str(one["processes"]), *cells])
    if not rows:
        return ""
    head = [
        "",
        "processes",
        "signed charters per s",
        "CPU ms",
        "bare render and seal per s",
        "CPU ms",
        "ratio of CPU (goal 1.25)",
    ]
    return f"### Signed charters\n\n{table(head, rows)}"


def reports_table(result: Result) -> str:
    rows = []
    for engine, one in result.get("reports", {}).items():
        times = [f"{one[name]:.0f}" for name in ("page_ms", "page_worst_ms", "cold_ms")]
        exports = [f"{one['csv_s']:.2f}", f"{one['xlsx_s']:.2f}", f"{one['export_mb']:.0f}"]
        sums = [f"{one['rebuild_s']:.0f}", f"{one['check_s']:.1f}"]
        rows.append([TITLES[engine].split(",")[0], *times, str(one["statements"]), *exports, *sums])
    if not rows:
        return ""
    one = next(iter(result["reports"].values()))
    head = [
        f"{one['learners']:,} learners, {one['courses']} courses",
        "page ms (goal 300)",
        "the worst of 20",
        "first reader ms",
        "SQL",
        "CSV s (goal 5)",
        "workbook s",
        "MB more for both",
        "all sums worked out, s",
        "checked, s",
    ]
    return f"### Learning report\n\n{table(head, rows)}"


def main() -> None:
    (path,) = sys.argv[1:]
    write(json.loads(Path(path).read_text()))


if __name__ == "__main__":
    main()
