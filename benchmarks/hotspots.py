"""Where the time of a case goes: cProfile around Django's test client, on the same data and settings as the load.

Run by benchmarks/run.py with --profile: `python -m benchmarks.hotspots SCENE.json CASE`. Prints one JSON text.
"""

from __future__ import annotations

import cProfile
import io
import json
import pstats
import sys
from pathlib import Path

import django

from .cases import Case, Scene, named
from .sql import perform

TURNS = 30
LINES = 45


def main() -> None:
    scene_path, name = sys.argv[1:]
    scene = json.loads(Path(scene_path).read_text())
    django.setup()
    (case,) = named([name])
    print(json.dumps(profile(case, scene)))


def profile(case: Case, scene: Scene) -> str:
    """The functions of a case by the time spent in and below them, then in them alone."""
    items = case.for_counting(scene)
    turns = [items[n % len(items)] for n in range(TURNS)]  # the last of them served to count statements
    perform(case, scene, turns[0], {})
    profiler = cProfile.Profile()
    for item in turns if case.repeat else turns[1:]:
        perform(case, scene, item, {}, watch=lambda: profiler)
    text = io.StringIO()
    stats = pstats.Stats(profiler, stream=text).strip_dirs()
    stats.sort_stats("cumulative").print_stats(LINES)
    stats.sort_stats("tottime").print_stats(LINES // 2)
    return text.getvalue()


if __name__ == "__main__":
    main()
