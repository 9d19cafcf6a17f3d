"""What a programme manager needs to give more time or attempts: names, quizzes, exceptions. No result anywhere."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from people.models import Membership, User
from people.queries import matching

from ..models import Quiz, QuizOverride
from .languages import active_language_first

AT_MOST = 25


@dataclass(frozen=True)
class ExceptionSeen:
    """An exception, with the title of its quiz."""

    row: QuizOverride
    title: str

    @property
    def whom(self) -> str:
        """The person's name, or the cohort's."""
        return self.row.person.display_name if self.row.person else str(self.row.cohort)


def people_one_may_name(reader: User) -> QuerySet[User]:
    """Those who take part and whom this programme manager sees: never a direct report, nor themselves."""
    seen = Membership.objects.visible_to(reader).open().values("user")
    people: QuerySet[User] = User.objects.filter(pk__in=seen, is_active=True).exclude(pk=reader.pk)
    return people.exclude(line_manager=reader)


def people_to_name(reader: User, search: str) -> list[User]:
    """By name or address, at most 25."""
    return list(people_one_may_name(reader).filter(matching(search)).select_related("cohort")[:AT_MOST])


def quiz_choices() -> list[tuple[str, str]]:
    """(key, title) of each published quiz once, in the active language where it is published there."""
    titles: dict[str, str] = {}
    for quiz in Quiz.objects.filter(live=True, course__live=True).order_by(active_language_first(), "key", "pk"):
        titles.setdefault(str(quiz.translation_key), quiz.title)
    return list(titles.items())


def exceptions_seen_by(reader: User) -> list[ExceptionSeen]:
    """Those this programme manager may change, the latest first."""
    rows = list(QuizOverride.objects.visible_to(reader).select_related("person", "cohort", "given_by"))
    titles = quiz_titles({row.quiz_key for row in rows})
    return [ExceptionSeen(row, titles.get(row.quiz_key, "–")) for row in rows if row.person_id != reader.pk]


def quiz_titles(keys: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Titles in the active language, else in another one. No query without a key."""
    if not keys:
        return {}
    quizzes = Quiz.objects.filter(translation_key__in=keys).order_by(active_language_first(), "pk")
    titles: dict[uuid.UUID, str] = {}
    for key, title in quizzes.values_list("translation_key", "title"):
        titles.setdefault(key, title)
    return titles
