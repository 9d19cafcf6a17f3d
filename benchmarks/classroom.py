"""200 learners answering at once: each goes through a quiz, one answer a request, as fast as the server lets them.

Run by benchmarks/run.py on PostgreSQL with four web workers. The driver takes 8 processes of 25 threads, a connection a
learner. Afterwards `python -m benchmarks.classroom check FILE` reads every answer back: one that is not there, or that
was saved more than once, stops the benchmark.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from .load import Connection, Door, Visitor, percentile
from .together import meet, side_by_side

LEARNERS, PROCESSES, WORKERS = 200, 8, 4
AT_MOST_SECONDS = 300.0
Seat = dict[str, Any]


def main() -> None:
    """In a process with the engine's settings: `prepare COUNT`, or `check FILE`."""
    import django

    django.setup()
    act, argument = sys.argv[1:]
    print(json.dumps(prepare(int(argument)) if act == "prepare" else check(json.loads(Path(argument).read_text()))))


def prepare(count: int) -> list[Seat]:
    """An open attempt for each learner, at the quiz that no other case uses. Out: session, address, what to answer."""
    from django.utils import translation

    from learning import actions
    from learning.models import Quiz
    from learning.question_types import REGISTRY

    from .data import make_people, posted, sessions

    quizzes = Quiz.objects.filter(live=True, locale__language_code="fr", course__live=True)
    quiz = quizzes.select_related("course", "locale").order_by("pk").last()
    if quiz is None:
        raise LookupError("no quiz is published in French")
    learners = make_people("classroom", count)
    seats = []
    with translation.override("fr"):
        for learner, session in zip(learners, sessions(learners), strict=True):
            attempt = actions.start_attempt(quiz=quiz, by=learner)
            shown = [row.snapshot for row in attempt.questions.all()]
            answers = [posted(REGISTRY[one["type"]].solution(one["config"])) for one in shown]
            seats.append({"session": session, "path": attempt.get_absolute_url(), "answers": answers})
    return seats


def check(seats: Sequence[Seat]) -> dict[str, int]:
    """Read every attempt back. Out: how many answers are lost, and how many were saved more than once."""
    from learning.models import AttemptQuestion

    keys = [seat["path"].rstrip("/").rsplit("/", 1)[1] for seat in seats]
    rows = AttemptQuestion.objects.filter(attempt__in=keys)
    return {
        "lost": rows.filter(answer__isnull=True).count(),
        "doubled": rows.filter(sequence__gt=1).count(),
        "saved": rows.filter(answer__isnull=False).count(),
    }


def measure(engine: Any, learners: int = LEARNERS) -> dict[str, Any]:
    """The whole case on a running engine. Raises AssertionError when an answer is lost or doubled."""
    seats: list[Seat] = engine.python("classroom", "prepare", str(learners))
    timings, elapsed = answer_all(engine, seats)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(seats, file)
        file.flush()
        found = engine.python("classroom", "check", file.name)
    if found["lost"] or found["doubled"] or found["saved"] != len(timings):
        raise AssertionError(f"{len(timings)} answers were taken, and the database says {found}")
    spent = [seconds * 1000 for seconds in timings]
    return {
        "learners": learners,
        "answers": len(timings),
        "rate": len(timings) / elapsed,
        "p50": percentile(spent, 50),
        "p95": percentile(spent, 95),
        **found,
    }


def answer_all(engine: Any, seats: Sequence[Seat]) -> tuple[list[float], float]:
    """Everybody answers everything. Out: seconds of each answer, and of the whole."""
    processes = min(PROCESSES, len(seats))
    visitors = [(engine.visitor(seat["session"]), seat) for seat in seats]
    jobs = [partial(_row_of_seats, engine.door, visitors[n::processes]) for n in range(processes)]
    with side_by_side(jobs, parties=len(jobs) + 1) as (barrier, reports):
        meet(barrier)
        started = time.perf_counter()
        timings = [seconds for row in reports(AT_MOST_SECONDS) for seconds in row]
        return timings, time.perf_counter() - started


def _row_of_seats(door: Door, seats: Sequence[tuple[Visitor, Seat]], barrier: Any) -> list[float]:
    with ThreadPoolExecutor(len(seats)) as threads:
        connections = [Connection(door) for _seat in seats]
        meet(barrier)
        taken = list(threads.map(_answer, connections, seats))
    return [seconds for row in taken for seconds in row]


def _answer(connection: Connection, seat: tuple[Visitor, Seat]) -> list[float]:
    from .cases import answer

    visitor, given = seat
    timings = []
    for position, options in enumerate(given["answers"], start=1):
        started = time.perf_counter()
        connection.ask(answer(given["path"], position, 0, options), visitor)
        timings.append(time.perf_counter() - started)
    connection.close()
    return timings


if __name__ == "__main__":
    main()
