"""What a lesson's page shows to one learner."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.utils.translation import get_language

from people.models import SocialAccount, User

from ..blocks import ALL_NETWORKS
from ..lessons import Part, Step, find_checklist, find_step
from ..models import ChecklistTick, CoursePage, Fact, KeyMessage, LessonPage, Reflection
from .courses import STEP, CourseState, LessonState, states_of
from .languages import active_language_first
from .visibility import may_open


@dataclass(frozen=True)
class ChecklistState:
    """What a learner has done of the checklists of a page."""

    networks: frozenset[str] = frozenset()
    ticks: dict[tuple[str, str], ChecklistTick] = field(default_factory=dict)

    def is_open(self, network: str) -> bool:
        """Is this checklist for everybody, or for a network the learner chose?"""
        return network == ALL_NETWORKS or network in self.networks


def checklist_state(user: User, parts: Iterable[Part]) -> ChecklistState:
    """What the learner has done of the checklists among these parts. No query when there is none."""
    networks = {part.checklist.network for part in parts if part.checklist}
    if not networks:
        return ChecklistState()
    named = networks - {ALL_NETWORKS}
    chosen = SocialAccount.objects.filter(user=user, network__in=named).values_list("network", flat=True)
    ticks = ChecklistTick.objects.visible_to(user).filter(network__in=networks)
    return ChecklistState(
        frozenset(chosen) if named else frozenset(), {(tick.network, tick.step_key): tick for tick in ticks}
    )


def facts_by_key(keys: Collection[str]) -> dict[str, Fact]:
    """The facts of these keys. No query when there is none."""
    return {fact.key: fact for fact in Fact.objects.filter(key__in=keys)} if keys else {}


def published_lesson(key: uuid.UUID, user: User) -> LessonPage | None:
    """A lesson that this person may open, by translation key, in the active language when it exists there."""
    lessons = LessonPage.objects.live().filter(translation_key=key).with_course_audience()
    lesson: LessonPage | None = lessons.order_by(active_language_first()).first()
    return lesson if lesson and may_open(lesson, user) else None


def messages_by_key(keys: Collection[str]) -> dict[str, KeyMessage]:
    """The key messages of these translation keys, in the reader's language when they are published there."""
    if not keys:
        return {}
    found = KeyMessage.objects.filter(translation_key__in=keys).select_related("locale")
    best_last = sorted(found, key=lambda m: (m.live, m.locale.language_code == get_language()))
    return {str(message.translation_key): message for message in best_last}


def notes_of(user: User, lesson: LessonPage, parts: Iterable[Part]) -> dict[str, Reflection]:
    """What the learner wrote under the questions of this lesson, by block. No query when it asks none."""
    if not any(part.prompt for part in parts):
        return {}
    notes = Reflection.objects.visible_to(user).filter(lesson_key=lesson.translation_key)
    return {str(note.block_id): note for note in notes}


def lesson_links(keys: Collection[str]) -> dict[str, LessonPage]:
    """Published lessons of the active language, by translation key as text."""
    if not keys:
        return {}
    lessons = LessonPage.objects.live().filter(translation_key__in=keys, locale__language_code=get_language())
    return {str(lesson.translation_key): lesson for lesson in lessons.defer("body", "search_text")}


def course_of(lesson: LessonPage) -> CoursePage:
    """The course a lesson stands in; raises CoursePage.DoesNotExist when it stands elsewhere."""
    course: CoursePage = CoursePage.objects.get(path=lesson.path[:-STEP])
    return course


def course_state_of(user: User, lesson: LessonPage) -> CourseState | None:
    """The published course this lesson stands in, with where this learner stands; None in a draft course."""
    found = states_of(user, CoursePage.objects.live().filter(path=lesson.path[:-STEP])) if lesson.path else []
    return found[0] if found else None


def lesson_after(user: User, lesson: LessonPage) -> LessonState | None:
    """The lesson that follows in the course, or None after the last."""
    return _place(lesson, course_state_of(user, lesson)).following


def is_lesson_locked(user: User, lesson: LessonPage) -> bool:
    """Does its course ask for an earlier lesson first?"""
    current = _place(lesson, course_state_of(user, lesson)).current
    return current is not None and current.is_locked


@dataclass(frozen=True)
class StepState:
    """One step of a lesson's checklist as one learner sees it, and how many of that checklist are done."""

    step: Step
    tick: ChecklistTick | None
    done: int
    total: int


def step_state(user: User, lesson: LessonPage, network: str, key: str) -> StepState | None:
    """The step of that network and key; None when the lesson has none."""
    parts = lesson.parts()
    checklist = find_checklist(parts, network)
    step = find_step(parts, network, key)
    if checklist is None or step is None:
        return None
    ticks = ChecklistTick.objects.visible_to(user).filter(network=network)
    by_key = {tick.step_key: tick for tick in ticks}
    done = sum(each.key in by_key for each in checklist.steps)
    return StepState(step, by_key.get(key), done, len(checklist.steps))


@dataclass(frozen=True)
class Place:
    """Where a lesson stands among the lessons of its course. `position` counts from 0."""

    siblings: tuple[LessonState, ...] = ()
    position: int = 0

    @property
    def current(self) -> LessonState | None:
        return self.siblings[self.position] if self.siblings else None

    @property
    def previous(self) -> LessonState | None:
        return self.siblings[self.position - 1] if self.position > 0 else None

    @property
    def following(self) -> LessonState | None:
        return self.siblings[self.position + 1] if self.position + 1 < len(self.siblings) else None

    @property
    def number(self) -> int:
        return self.position + 1

    @property
    def total(self) -> int:
        return len(self.siblings)


def _place(lesson: LessonPage, course: CourseState | None) -> Place:
    siblings = course.lessons if course else ()
    keys = [state.key for state in siblings]
    return Place(siblings, keys.index(lesson.translation_key)) if lesson.translation_key in keys else Place()


@dataclass(frozen=True)
class Reading:
    """A lesson with everything its page shows: parts, its place in the course, facts, ticks."""

    parts: list[Part]
    course: CourseState | None
    place: Place
    facts: dict[str, Fact]
    checklists: ChecklistState
    messages: dict[str, KeyMessage]
    notes: dict[str, Reflection]
    is_preview: bool = False

    @property
    def is_locked(self) -> bool:
        """Does the course ask for an earlier lesson first? A preview is never locked."""
        return bool(self.place.current and self.place.current.is_locked) and not self.is_preview


def reading(user: User, lesson: LessonPage, *, is_preview: bool = False) -> Reading:
    """Everything the page of a lesson shows to this learner."""
    parts = lesson.parts(is_preview=is_preview)
    course = course_state_of(user, lesson)
    return Reading(
        parts=parts,
        course=course,
        place=_place(lesson, course),
        facts=facts_by_key({key for part in parts for key in part.facts}),
        checklists=checklist_state(user, parts),
        messages=messages_by_key({part.message for part in parts if part.message}),
        notes=notes_of(user, lesson, parts),
        is_preview=is_preview,
    )
