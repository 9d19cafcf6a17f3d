"""The next step of a person, and the state of the three pillars: pure rules over a `Situation`.

`home.queries.situation` gathers the facts; this module decides what they mean, as tables read from top to bottom.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.shortcuts import resolve_url
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people import states

Text = str | Promise

DONE, DUE, OPTIONAL = "done", "due", "optional"
MARKS: dict[str, tuple[Text, str, str]] = {
    DONE: (_("Done"), "success", "check"),
    DUE: (_("To do"), "info", "arrow-right"),
    OPTIONAL: (_("Optional"), "neutral", ""),
}

# What the charter is to a person, in the order of the road.
UNPUBLISHED, LOCKED, READY, SIGNED, ACTIVE = "unpublished", "locked", "ready", "signed", "active"


@dataclass(frozen=True)
class Course:
    """One course of the core path, as this person stands in it."""

    title: str
    url: str
    passed: bool = False
    started: bool = False


@dataclass(frozen=True)
class LearningStep:
    """The next thing to do on the core path. `kind`: resume_quiz, lesson or quiz."""

    kind: str
    title: str
    url: str
    course: str
    minutes: int | None = None


@dataclass(frozen=True)
class Situation:
    """The facts a journey is made of. `membership` is a state of `people.states`, "" for who does not take part."""

    membership: str = ""
    courses: tuple[Course, ...] = ()
    learning_step: LearningStep | None = None
    charter: str = UNPUBLISHED
    agreement: Any = None
    requests: int = 0
    requests_in_hand: int = 0
    questions: int = 0

    @property
    def takes_part(self) -> bool:
        return self.membership not in ("", states.LEFT)

    @property
    def is_paused(self) -> bool:
        return self.membership == states.PAUSED

    @property
    def passed_courses(self) -> int:
        return sum(course.passed for course in self.courses)

    @property
    def has_passed_core_path(self) -> bool:
        return bool(self.courses) and self.passed_courses == len(self.courses)


@dataclass(frozen=True)
class Step:
    """The one next step: what it is, why, and the act that does it. `target`: an address, or the name of one."""

    key: str
    title: Text
    text: Text
    label: Text
    target: str

    @property
    def url(self) -> str:
        return resolve_url(self.target)


@dataclass(frozen=True)
class Item:
    """A line of a pillar: done, due or optional. `target`: an address, or the name of one and its argument."""

    title: Text
    mark: str
    target: tuple[str, ...]

    @property
    def url(self) -> str:
        return resolve_url(*self.target)

    @property
    def label(self) -> Text:
        return MARKS[self.mark][0]

    @property
    def tone(self) -> str:
        return MARKS[self.mark][1]

    @property
    def icon(self) -> str:
        return MARKS[self.mark][2]


@dataclass(frozen=True)
class Pillar:
    """One of the three pillars: its state in words, and its lines."""

    key: str
    title: Text
    icon: str
    state: Text
    tone: str
    target: str
    link: Text
    items: list[Item] = field(default_factory=list)

    @property
    def url(self) -> str:
        return resolve_url(self.target)


QUESTION = Step(
    "question",
    _("Your coach asked you a question"),
    _("They need your answer to go on. Reply in the thread, in a few words."),
    _("Read the question"),
    "coaching:request_list",
)
RESUME = Step(
    "resume",
    _("You are on pause: nothing is due"),
    _(
        "No reminder reaches you. Courses, coaches and your charter stay open to you; take part again whenever you like."
    ),
    _("Take part again"),
    "home:membership_resume",
)
PREPARING = Step(
    "preparing",
    _("Your charter is signed; its file is being prepared"),
    _("There is nothing left for you to do. The sealed file will be on the charter page in a moment."),
    _("Open the charter page"),
    "charter:charter_detail",
)
SIGN = Step(
    "sign",
    _("Read the charter, then decide"),
    _("You have passed the core path. The charter says what you do and what the company owes you. Take your time."),
    _("Read the charter"),
    "charter:charter_detail",
)
WAIT_FOR_CHARTER = Step(
    "wait_for_charter",
    _("You have passed the core path"),
    _("The charter is not published yet. You will find it here when it is; meanwhile the coaches are there for you."),
    _("Ask a coach"),
    "coaching:request_list",
)
NOTHING_DUE = Step(
    "nothing_due",
    _("Nothing is due"),
    _("Speak when you feel like it, in your own words. If you hesitate over something, a coach is there for you."),
    _("Ask a coach"),
    "coaching:request_list",
)
NO_COURSES = Step(
    "no_courses",
    _("The courses are not published yet"),
    _("You will find them here as soon as they are. Meanwhile the coaches are there for you."),
    _("Ask a coach"),
    "coaching:request_list",
)


# kind of the next thing to learn -> what is said of it, and the button
LEARNING_STEPS: dict[str, tuple[Text, Text]] = {
    "lesson": (_("The next lesson of the course “%(course)s”, about %(minutes)s minutes."), _("Read the lesson")),
    "quiz": (
        _("The quiz of the course “%(course)s”. You may take it without having read everything, and again if need be."),
        _("Take the quiz"),
    ),
    "resume_quiz": (
        _("You have begun this quiz of the course “%(course)s”. Your answers are kept: go on where you stopped."),
        _("Go on with the quiz"),
    ),
}


def _learning_step(situation: Situation) -> Step:
    step = situation.learning_step
    if step is None:
        return NO_COURSES
    text, label = LEARNING_STEPS[step.kind]
    return Step(step.kind, step.title, text % {"course": step.course, "minutes": step.minutes}, label, step.url)


# Read from top to bottom: the first line that holds is the next step.
NEXT_STEPS: list[tuple[Callable[[Situation], bool], Step | Callable[[Situation], Step] | None]] = [
    (lambda s: s.questions > 0, QUESTION),
    (lambda s: not s.takes_part, None),
    (lambda s: s.is_paused, RESUME),
    (lambda s: s.charter == SIGNED, PREPARING),
    (lambda s: s.charter == ACTIVE, NOTHING_DUE),
    (lambda s: not s.has_passed_core_path, _learning_step),
    (lambda s: s.charter == READY, SIGN),
    (lambda _s: True, WAIT_FOR_CHARTER),
]


def next_step(situation: Situation) -> Step | None:
    """The one next step, or None for who does not take part: they are offered to volunteer or to read, equally."""
    step = next(step for holds, step in NEXT_STEPS if holds(situation))
    return step(situation) if callable(step) else step


def pillars(situation: Situation) -> list[Pillar]:
    """The state of the three pillars."""
    return [_learning(situation), _coaching(situation), _charter(situation)]


def _due(situation: Situation) -> str:
    """What is not done is due for who takes part; for everybody else, and during a pause, it is optional."""
    return DUE if situation.takes_part and not situation.is_paused else OPTIONAL


def _learning(situation: Situation) -> Pillar:
    items = [
        Item(course.title, DONE if course.passed else _due(situation), (course.url,)) for course in situation.courses
    ]
    if not situation.courses:
        state, tone = _("Not published yet"), "neutral"
    elif situation.has_passed_core_path:
        state, tone = _("Core path passed"), "success"
    elif any(course.passed or course.started for course in situation.courses):
        state, tone = _("Under way"), "info"
    else:
        state, tone = _("Not begun"), "neutral"
    return Pillar("learning", _("Learn"), "academic-cap", state, tone, "learning:course_list", _("All courses"), items)


def _coaching(situation: Situation) -> Pillar:
    if situation.questions:
        state, tone = _("Your coach asked you a question"), "warning"
    elif situation.requests_in_hand:
        state, tone = _("A coach is with you"), "info"
    elif situation.requests:
        state, tone = _("A coach will answer"), "info"
    else:
        state, tone = _("Nothing open"), "neutral"
    question = [Item(_("Answer your coach’s question"), DUE, ("coaching:request_list",))] if situation.questions else []
    items = [
        *question,
        Item(_("Report a crisis"), OPTIONAL, ("coaching:request_create", "crisis")),
        Item(_("Have a profile or a draft looked at"), OPTIONAL, ("coaching:request_list",)),
    ]
    return Pillar(
        "coaching",
        _("Ask a coach"),
        "chat-bubble-left-right",
        state,
        tone,
        "coaching:request_list",
        _("My requests"),
        items,
    )


CHARTER_STATES: dict[str, tuple[Text, str]] = {
    UNPUBLISHED: (_("Not published yet"), "neutral"),
    LOCKED: (_("After the core path"), "neutral"),
    READY: (_("Ready to be read and signed"), "info"),
    SIGNED: (_("Signed, file being prepared"), "info"),
    ACTIVE: (_("In force"), "success"),
}


def _charter(situation: Situation) -> Pillar:
    state, tone = CHARTER_STATES[situation.charter]
    read = Item(_("Read the charter"), OPTIONAL, ("charter:charter_detail",))
    sign = Item(
        _("Sign it, if you wish"),
        _due(situation) if situation.charter == READY else OPTIONAL,
        ("charter:charter_detail",),
    )
    signed = Item(_("Signed"), DONE, ("charter:charter_detail",))
    items = {
        UNPUBLISHED: [],
        LOCKED: [read],
        READY: [read, sign],
        SIGNED: [signed],
        ACTIVE: [signed],
    }[situation.charter]
    return Pillar(
        "charter", _("Charter"), "document-check", state, tone, "charter:charter_detail", _("The charter"), items
    )
