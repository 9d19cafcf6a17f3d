"""Raw counts for the reports: whoever publishes them hides the small ones."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Avg, Count, Q
from django.utils.translation import get_language

from people import states as people_states
from people.models import Membership

from ..models import AttemptQuestion, CoursePage, KeyMessage, LearnerCourseSummary, Question
from ..states import FINISHED

BANDS = (30, 60, 90)
Group = tuple[int | None, int | None]
"""Ids of a cohort and an entity; None: in none."""


@dataclass(frozen=True)
class Sums:
    """How many people of a group, in one course, of those who completed it in one month (None: who have not).

    `expiring`: certificates that end within 30 days, in the 30 days after, in the 30 days after these.
    """

    course_key: uuid.UUID
    group: Group
    month: date | None
    people: int
    overdue: int
    expiring: tuple[int, ...]


def people_by_group(*, exclude_users: Collection[int]) -> dict[Group, int]:
    """How many people take part, by cohort and entity."""
    members = Membership.objects.open().exclude(user__in=exclude_users).order_by()
    rows = members.values_list("user__cohort", "user__entity").annotate(people=Count("pk"))
    return {(cohort, entity): people for cohort, entity, people in rows}


def course_sums(*, today: date, exclude_users: Collection[int]) -> list[Sums]:
    """The sums of those who take part, by course, group and month: one query, whatever their number.

    A date that has gone by is overdue; not for people on a break, whose dates stand still.
    """
    taking_part = [people_states.VOLUNTEER, people_states.AMBASSADOR]
    ends = [Q(expires_on__gt=today + timedelta(days=n - 30), expires_on__lte=today + timedelta(days=n)) for n in BANDS]
    ends[0] = Q(expires_on__gte=today, expires_on__lte=today + timedelta(days=BANDS[0]))
    rows = (
        LearnerCourseSummary.objects.filter(user__memberships__state__in=_open_states())
        .exclude(user__in=exclude_users)
        .order_by()
        .values_list("course_key", "user__cohort", "user__entity", "completed_month")
        .annotate(
            people=Count("pk"),
            overdue=Count("pk", filter=Q(due_on__lt=today, user__memberships__state__in=taking_part)),
            **{f"within_{days}": Count("pk", filter=end) for days, end in zip(BANDS, ends, strict=True)},
        )
    )
    return [
        Sums(key, (cohort, entity), month, n, late, tuple(end)) for key, cohort, entity, month, n, late, *end in rows
    ]


def _open_states() -> list[str]:
    return [state for state in people_states.STATES if state != people_states.LEFT]


def published_courses() -> list[tuple[uuid.UUID, str]]:
    """Key and title of each published course, in the reader's language and the order of the tree."""
    courses = CoursePage.objects.live().filter(locale__language_code=get_language()).order_by("path")
    return list(courses.values_list("translation_key", "title"))


@dataclass(frozen=True)
class Mastery:
    """How well what a key message says is known: the mean mark of the answers, and at least how many gave them."""

    title: str
    share: float
    people: int


def mastery_by_message(*, exclude_users: Collection[int]) -> list[Mastery]:
    """The share of right answers to the questions about each key message, in finished attempts of those who take part.

    Reads every answer: keep what it says. Raw: whoever shows it hides small groups.
    """
    answers = AttemptQuestion.objects.filter(
        attempt__state=FINISHED,
        attempt__is_preview=False,
        mark__isnull=False,
        weight__gt=0,
        attempt__learner__memberships__state__in=_open_states(),
    ).exclude(attempt__learner__in=exclude_users)
    rows = answers.order_by().values_list("snapshot__question")
    by_question = {
        str(key): (int(n), float(mean), int(people))
        for key, n, mean, people in rows.annotate(
            n=Count("pk"), mean=Avg("mark"), people=Count("attempt__learner", distinct=True)
        )
    }
    messages = KeyMessage.objects.filter(live=True, locale__language_code=get_language())
    titles = dict(messages.values_list("translation_key", "title"))
    found = [
        _mastery(titles[key], [by_question[q] for q in asked if q in by_question]) for key, asked in _asked(titles)
    ]
    return [one for one in found if one is not None]


def _asked(titles: dict[uuid.UUID, str]) -> Iterable[tuple[uuid.UUID, list[str]]]:
    """Message -> the keys of the questions about it."""
    asked: dict[uuid.UUID, list[str]] = {key: [] for key in titles}
    for question in Question.objects.filter(live=True, locale__language_code=get_language()):
        for block in question.key_messages:
            if block.value and block.value.translation_key in asked:
                asked[block.value.translation_key].append(str(question.translation_key))
    return asked.items()


def _mastery(title: str, answers: list[tuple[int, float, int]]) -> Mastery | None:
    count = sum(n for n, _mean, _people in answers)
    if not count:
        return None
    share = sum(n * mean for n, mean, _people in answers) / count
    return Mastery(title, share, max(people for _n, _mean, people in answers))
