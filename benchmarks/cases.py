"""What is measured: for each case who asks for what, what must come back, and what the peers and we ourselves expect.

`Scene` is what benchmarks/data.py printed. A flow is written once and driven twice: over HTTP for the figures, through
Django's test client for the statements.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .load import Ask, Flow

Scene = dict[str, Any]
RESERVED = 40
PAGE_VISITORS = 40  # enough that no two connections are one person, few enough that every session is warm


@dataclass(frozen=True)
class Item:
    """One thing to do: the session of who does it (none: signed out), on what, and what a flow noted last time."""

    session: str
    target: Any = None
    memory: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """`items`: all there is to do; with `repeat` they are gone through again and again, otherwise each is used once.

    A flow of several requests is counted as a whole: `goal_ms` and `goal_sql` are for all of it.
    """

    name: str
    label: str
    flow: Callable[[Scene, Item], Flow]
    items: Callable[[Scene], list[Item]]
    repeat: bool = True
    peers: str = ""
    goal_ms: float | None = None
    goal_sql: int | None = None

    def for_load(self, scene: Scene) -> list[Item]:
        """What the load may use."""
        return self.items(scene) if self.repeat else self.items(scene)[:-RESERVED]

    def for_counting(self, scene: Scene) -> list[Item]:
        """What statements are counted on and profiles are made of: left alone by the load where it is done only once."""
        return self.items(scene)[-RESERVED:]

    @property
    def goal(self) -> str:
        parts = [f"≤ {self.goal_ms:g} ms" if self.goal_ms else "", f"≤ {self.goal_sql} SQL" if self.goal_sql else ""]
        return ", ".join(part for part in parts if part) or "–"


# --- Who asks --------------------------------------------------------------------------------------------------------
def signed_out(scene: Scene) -> list[Item]:
    return [Item("")]


def learners(scene: Scene) -> list[Item]:
    return [Item(session) for session in scene["learners"][:PAGE_VISITORS]]


def coaches(scene: Scene) -> list[Item]:
    return [Item(session) for session in scene["coaches"]]


def managers(scene: Scene) -> list[Item]:
    return [Item(session) for session in scene["managers"]]


def readers(scene: Scene) -> list[Item]:
    """Every learner with every lesson, learner by learner; a lesson is read once."""
    return [Item(session, lesson) for session in scene["learners"] for lesson in scene["lessons"]]


def lesson_visitors(scene: Scene) -> list[Item]:
    turns = zip(scene["learners"][:PAGE_VISITORS], itertools.cycle(scene["lessons"]), strict=False)
    return [Item(session, lesson) for session, lesson in turns]


def quiz_takers(scene: Scene) -> list[Item]:
    """The two quizzes whose mean length is ten questions, in turn; never those with an attempt left open."""
    free = scene["learners"][: -len(scene["open_attempts"])]
    return [Item(session, quiz) for session in free for quiz in scene["quizzes"]]


def open_attempts(scene: Scene) -> list[Item]:
    return [Item(attempt["session"], attempt) for attempt in scene["open_attempts"]]


def claimers(scene: Scene) -> list[Item]:
    turns = zip(itertools.cycle(scene["coaches"]), scene["unclaimed"], strict=False)
    return [Item(session, path) for session, path in turns]


def request_readers(scene: Scene) -> list[Item]:
    turns = zip(scene["coaches"], itertools.cycle(scene["queue_rows"]), strict=False)
    return [Item(session, path) for session, path in turns]


# --- What they do ----------------------------------------------------------------------------------------------------
def page(path: str, text: str) -> Flow:
    """One page, and a text that must be in it."""
    yield Ask("page", "GET", path, 200, text)


def home(scene: Scene, item: Item) -> Flow:
    return page("/fr/", 'lang="fr"')


def journey(scene: Scene, item: Item) -> Flow:
    return page("/fr/journey/", "/fr/charter/")


def figures(scene: Scene, item: Item) -> Flow:
    return page("/fr/programme/figures/", scene["course"]["title"])


def course(scene: Scene, item: Item) -> Flow:
    return page(scene["course"]["path"], scene["course"]["title"])


def lesson(scene: Scene, item: Item) -> Flow:
    return page(item.target["path"], item.target["title"])


def lesson_and_progress(scene: Scene, item: Item) -> Flow:
    """Read a lesson and say so."""
    yield Ask("page", "GET", item.target["path"], 200, item.target["title"])
    yield Ask("progress", "POST", f"/fr/learning/lessons/{item.target['key']}/complete/", 302, "/fr/learning/")


def quiz(scene: Scene, item: Item) -> Flow:
    """Begin, save each answer as a click does, submit, read the result."""
    key, questions = item.target["key"], item.target["questions"]
    started = yield Ask("start", "POST", f"/fr/learning/quizzes/{key}/attempts/", 302, "/fr/learning/attempts/")
    path = started.location
    yield Ask("questions", "GET", path, 200, f'name="q{len(questions)}-answer"')
    for position, question in enumerate(questions, start=1):
        yield answer(path, position, 0, question["right"])
    yield Ask("submit", "POST", f"{path}submit/", 302, path)
    yield Ask("result", "GET", path, 200, item.target["title"])


def answer(path: str, position: int, sequence: int, options: Sequence[str]) -> Ask:
    """One answer, saved by the page's script."""
    form = [(f"q{position}-sequence", str(sequence)), *((f"q{position}-answer", option) for option in options)]
    return Ask("answer", "POST", f"{path}answers/", 200, f"q{position}", tuple(form), by_script=True)


def quiz_answer(scene: Scene, item: Item) -> Flow:
    """Change one's mind about the first question of an open attempt: right, wrong, right ..."""
    path, first = item.target["path"], item.target["questions"][0]
    if "sequence" not in item.memory:
        shown = yield Ask("", "GET", path, 200, 'name="q1-sequence"')
        item.memory["sequence"] = sequence_in(shown.text())
    sequence = item.memory["sequence"]
    yield answer(path, 1, sequence, first["wrong"] if sequence % 2 else first["right"])
    item.memory["sequence"] = sequence + 1


def sequence_in(text: str) -> int:
    """How often the first question was saved, as its page says."""
    (tag,) = re.findall(r'<input[^>]*name="q1-sequence"[^>]*>', text)
    return int(re.findall(r'value="(\d+)"', tag)[0])


def queue(scene: Scene, item: Item) -> Flow:
    return page(scene["queue"], scene["queue_rows"][-1])


def request_detail(scene: Scene, item: Item) -> Flow:
    return page(item.target, scene["line"])


def claim(scene: Scene, item: Item) -> Flow:
    yield Ask("claim", "POST", f"{item.target}claim/", 302, item.target)


CASES: Sequence[Case] = (
    Case(
        "home", "home page, signed out", home, signed_out, peers="bare Wagtail page 11.1 ms / 7 SQL; bakerydemo 79 / 43"
    ),
    Case("journey", "my journey, signed in", journey, learners, peers="Moodle dashboard 73.8 ms / 36 SQL", goal_sql=12),
    Case(
        "course",
        "course page, signed in",
        course,
        learners,
        peers="Moodle 68.5 ms / 32 SQL; wagtail-lms 17.6 / 13",
        goal_ms=7,
        goal_sql=8,
    ),
    Case("lesson", "lesson page, signed in", lesson, lesson_visitors, peers="wagtail-lms 20.6 ms / 16 SQL"),
    Case(
        "lesson_progress",
        "lesson page and its progress POST",
        lesson_and_progress,
        readers,
        repeat=False,
        peers="Moodle 57.8 ms / 34 SQL (its GET writes)",
        goal_ms=9,
        goal_sql=8,
    ),
    Case(
        "quiz",
        "whole quiz of 10 questions",
        quiz,
        quiz_takers,
        peers="Moodle 228 ms in 4 requests; wagtail-lms 113 ms in 12, marked by the browser",
        goal_ms=60,
    ),
    Case("quiz_answer", "one quiz answer saved", quiz_answer, open_attempts, peers="wagtail-lms 7.4 ms / 5 SQL"),
    Case(
        "queue",
        "queue of a coach, 25 rows",
        queue,
        coaches,
        peers="django-helpdesk 133 ms / 64 SQL at 10,000; 950 ms at 100,000",
        goal_ms=13,
        goal_sql=12,
    ),
    Case(
        "request",
        "request detail, read by a coach",
        request_detail,
        request_readers,
        peers="django-helpdesk 61 ms / 39 SQL",
        goal_ms=13,
        goal_sql=15,
    ),
    Case("claim", "claim, the POST of the page", claim, claimers, repeat=False, peers="none measured over HTTP"),
    Case(
        "figures",
        "figures of the programme",
        figures,
        managers,
        peers="django-helpdesk's dashboard 375 ms / 93 SQL at 10,000; 2,800 ms at 100,000",
        goal_ms=25,
    ),
)


def named(names: Sequence[str]) -> list[Case]:
    """The cases of these names, all of them for none. Raises KeyError on a name there is not."""
    known = {case.name: case for case in CASES}
    return [known[name] for name in names] if names else list(CASES)
