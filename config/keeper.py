"""Runs one command and starts it again when it dies: a worker that was killed costs seconds, not the whole of `make run`.

Run: `python -m config.keeper COMMAND ...`. SIGTERM and SIGINT are handed on, and then the command's end is the end.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from types import FrameType

PAUSE_SECONDS = 1.0
MOST_STARTS = 5
WITHIN_SECONDS = 60.0


def keep(command: list[str]) -> int:
    """Out: 0 after a stop that was asked for, 1 when the command dies five times within a minute."""
    starts: list[float] = []
    stopping = False
    child: subprocess.Popen[bytes] | None = None

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        if child is not None and child.poll() is None:
            child.send_signal(signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        now = time.monotonic()
        starts = [*(at for at in starts if now - at < WITHIN_SECONDS), now]
        if len(starts) > MOST_STARTS:
            say(f"It died {MOST_STARTS} times within a minute: {command[2]} is not started again.")
            return 1
        child = subprocess.Popen(command)  # noqa: S603
        code = child.wait()
        if not stopping:
            say(f"It ended by itself (exit code {code}) and is started again.")
            time.sleep(PAUSE_SECONDS)
    return 0


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(keep(sys.argv[1:]))
