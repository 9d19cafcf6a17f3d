"""Processor time of the servers, from /proc: web processes, PostgreSQL backends, Redis."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Reading:
    """Seconds of processor time so far."""

    web: float
    database: float
    cache: float
    machine: float

    def since(self, earlier: Reading) -> Reading:
        return Reading(
            self.web - earlier.web,
            self.database - earlier.database,
            self.cache - earlier.cache,
            self.machine - earlier.machine,
        )

    @property
    def servers(self) -> float:
        return self.web + self.database + self.cache


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat after the name, which may hold spaces; empty when the process is gone."""
    with contextlib.suppress(OSError):
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    return []


def _processes() -> Iterable[tuple[int, list[str]]]:
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            yield int(entry.name), fields


def _seconds(fields: list[str], *, children: bool = False) -> float:
    """utime + stime; with `children`, also those of children already waited for."""
    return sum(int(value) for value in fields[11 : 15 if children else 13]) * TICK


def group_seconds(leader: int) -> float:
    """Of every process in the group of `leader`, ended ones included."""
    group = str(leader)
    return sum(_seconds(fields, children=True) for _, fields in _processes() if fields[2] == group)


def family_seconds(parent: int) -> float:
    """Of a server and its children (PostgreSQL: one process a connection, and its background processes)."""
    own = _seconds(fields, children=True) if (fields := _stat(parent)) else 0.0
    return own + sum(_seconds(fields) for _, fields in _processes() if fields[1] == str(parent))


def process_seconds(pid: int, name: str) -> float:
    """Of one process of this machine that bears this name; 0.0 when there is none."""
    with contextlib.suppress(OSError):
        if (PROC / str(pid) / "comm").read_text().strip() == name:
            return _seconds(_stat(pid))
    return 0.0


def machine_seconds() -> float:
    """Busy time of all processors: everything but idle and waiting for a disk."""
    values = [int(value) for value in (PROC / "stat").read_text().splitlines()[0].split()[1:9]]
    return (sum(values) - values[3] - values[4]) * TICK


def parent_of(pid: int) -> int:
    """The parent's id; 0 when the process is not on this machine."""
    fields = _stat(pid)
    return int(fields[1]) if fields else 0


def of_postgresql(backend: int) -> int:
    """The server process above a backend; 0 when the server runs on another machine."""
    parent = parent_of(backend)
    with contextlib.suppress(OSError):
        if (PROC / str(parent) / "comm").read_text().strip() in {"postgres", "postmaster"}:
            return parent
    return 0


def machine() -> str:
    """Processors and memory, in a few words."""
    info = (PROC / "cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in info if line.startswith("model name")]
    memory = int((PROC / "meminfo").read_text().split()[1]) / 1024 / 1024
    return f"{len(names)} cores ({names[0] if names else 'unknown'}), {memory:.0f} GB"
