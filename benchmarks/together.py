"""Processes that start at the same moment, report once, and never outlive the benchmark."""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

context = multiprocessing.get_context("fork")
MEETING_SECONDS = 90.0
Job = Callable[[Any], Any]


class Failed(Exception):
    """A process could not do its part; the message says why."""


@contextlib.contextmanager
def side_by_side(jobs: Sequence[Job], parties: int) -> Iterator[tuple[Any, Callable[[float], list[Any]]]]:
    """Start a process per job. Each job is called with a barrier for `parties`.

    Yields the barrier, and a function that waits (so many seconds at most for each) for what the jobs return. It raises
    Failed with the first reason when one of them failed. Every process has ended afterwards.
    """
    barrier = context.Barrier(parties)
    pipes, processes = [], []
    for job in jobs:
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_do, args=(job, barrier, sender), daemon=True)
        process.start()
        sender.close()
        pipes.append(receiver)
        processes.append(process)

    try:
        yield barrier, lambda seconds: _reports(pipes, seconds)
    finally:
        for process in processes:
            process.terminate()
            process.join(10)


def meet(barrier: Any) -> None:
    """Wait for the others. In the parent, a barrier broken by a job that failed is no error: its report says more."""
    with contextlib.suppress(threading.BrokenBarrierError):
        barrier.wait(MEETING_SECONDS)


def _do(job: Job, barrier: Any, pipe: Any) -> None:
    try:
        pipe.send((job(barrier), ""))
    except threading.BrokenBarrierError:
        pipe.send((None, "another process failed first"))
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
        barrier.abort()
        pipe.send((None, f"{type(error).__name__}: {error}"))


def _reports(pipes: Sequence[Any], seconds: float) -> list[Any]:
    results, reasons = [], []
    for pipe in pipes:
        try:
            result, reason = pipe.recv() if pipe.poll(seconds) else (None, f"no report within {seconds:.0f} s")
        except EOFError:
            result, reason = None, "a process ended without a report"
        results.append(result)
        reasons += [reason] if reason else []
    if reasons:
        raise Failed(min(reasons, key=lambda reason: reason.startswith("another")))
    return results
