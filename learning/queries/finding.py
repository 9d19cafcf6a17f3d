"""The list of courses, narrowed by what is asked: network, level, duration, done or not, and words."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.models import User
from people.networks import NETWORKS

from ..models import CoursePage, LessonPage
from ..models.pages import LEVELS
from ..searching import search_words
from .courses import CourseState, LessonState, course_states

SHORT_MINUTES, MEDIUM_MINUTES = 30, 60
DURATIONS = {"short": _("Half an hour at most"), "medium": _("Up to an hour"), "long": _("More than an hour")}
PROGRESS = {"not_begun": _("Not begun"), "begun": _("Begun"), "done": _("Completed")}
QUERY_MAX_LENGTH = 100


@dataclass(frozen=True)
class Filters:
    """What a learner asks for, as it stands in the address. An unknown value asks for nothing."""

    q: str = ""
    network: str = ""
    level: str = ""
    duration: str = ""
    progress: str = ""

    @property
    def is_empty(self) -> bool:
        return not any((self.q, self.network, self.level, self.duration, self.progress))


@dataclass(frozen=True)
class Found:
    """A course that answers, with the lessons of it that hold the words."""

    course: CourseState
    lessons: tuple[LessonState, ...] = ()


def filters_from(values: Mapping[str, str]) -> Filters:
    """In: the query of an address."""
    known: dict[str, dict[str, Any]] = {
        "network": NETWORKS,
        "level": LEVELS,
        "duration": DURATIONS,
        "progress": PROGRESS,
    }
    chosen = {name: values.get(name, "") for name, choices in known.items() if values.get(name, "") in choices}
    return Filters(q=values.get("q", "").strip()[:QUERY_MAX_LENGTH], **chosen)


def find_courses(user: User, filters: Filters) -> list[Found]:
    """The courses shown to this person that answer every filter, in the order of the tree. Two queries, four with words."""
    states = [course for course in course_states(user) if _answers(course, filters)]
    words = search_words(filters.q)
    if not words:
        return [Found(course) for course in states]
    hits = _keys_with(words, states)
    found = []
    for course in states:
        lessons = tuple(lesson for lesson in course.lessons if lesson.key in hits)
        if lessons or course.key in hits:
            found.append(Found(course, lessons))
    return found


def _answers(course: CourseState, filters: Filters) -> bool:
    return all(
        (
            not filters.network or filters.network in course.networks,
            not filters.level or filters.level == course.level_key,
            not filters.duration or filters.duration == duration_of(course),
            not filters.progress or filters.progress == progress_of(course),
        )
    )


def duration_of(course: CourseState) -> str:
    """short, medium or long."""
    if course.minutes <= SHORT_MINUTES:
        return "short"
    return "medium" if course.minutes <= MEDIUM_MINUTES else "long"


def progress_of(course: CourseState) -> str:
    """not_begun, begun or done."""
    if course.is_completed:
        return "done"
    return "begun" if course.is_started else "not_begun"


def _keys_with(words: Iterable[str], states: Iterable[CourseState]) -> set[uuid.UUID]:
    """Of these courses and lessons, those that hold every word: what is not shown is not searched."""
    every_word = Q()
    for word in words:
        every_word &= Q(search_text__contains=word)
    keys = [key for course in states for key in (course.key, *(lesson.key for lesson in course.lessons))]
    own = Q(translation_key__in=keys, locale__language_code=get_language())
    found: set[uuid.UUID] = set()
    for model in (CoursePage, LessonPage):
        found.update(model.objects.live().filter(own & every_word).values_list("translation_key", flat=True))
    return found
