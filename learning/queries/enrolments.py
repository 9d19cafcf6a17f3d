"""Who may be suggested what, and who may be reminded. Nothing here tells where anybody stands."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from people.models import Membership, User
from people.states import AMBASSADOR, VOLUNTEER

from .. import enrolments
from ..models import Certification, CourseCompletion, CoursePage, Enrolment, EnrolmentRule
from .languages import active_language_first


@dataclass(frozen=True)
class CourseName:
    """A course as a link: its key, its title and address in the active language when it exists there."""

    key: uuid.UUID
    title: str
    url: str


def course_names(keys: Collection[uuid.UUID] | None = None) -> dict[uuid.UUID, CourseName]:
    """Published courses by translation key, in the order of the tree. In: `keys`, only these. One query."""
    courses = CoursePage.objects.live().select_related("locale").order_by(active_language_first(), "path")
    if keys is not None:
        courses = courses.filter(translation_key__in=keys)
    names: dict[uuid.UUID, CourseName] = {}
    for course in courses:
        if course.translation_key not in names:
            key = course.translation_key
            names[key] = CourseName(key, course.title, course.get_url() or "")
    return names


def is_published(course_key: uuid.UUID) -> bool:
    """Is there such a course for learners, in any language?"""
    return bool(CoursePage.objects.live().filter(translation_key=course_key).exists())


def suggestions_overview() -> dict[str, list[tuple[object, CourseName | None]]]:
    """For programme managers: (rule, course) of each rule, and (certification, course) of each published course."""
    courses = course_names()
    rules = EnrolmentRule.objects.select_related("cohort", "entity").order_by("-is_active", "name", "pk")
    known = {row.course_key: row for row in Certification.objects.all()}
    return {
        "rules": [(rule, courses.get(rule.course_key)) for rule in rules],
        "certifications": [
            (known.get(key) or Certification(course_key=key), course) for key, course in courses.items()
        ],
    }


def titles_by_language(course_key: uuid.UUID) -> dict[str, str]:
    """The titles of a course by language code; a language that has none is left out."""
    pages = CoursePage.objects.filter(translation_key=course_key).select_related("locale").order_by("-live", "path")
    titles: dict[str, str] = {}
    for page in pages:
        titles.setdefault(page.locale.language_code, page.title)
    return titles


def person_with_address(email: str) -> User | None:
    """The active person of the directory with this address, whatever its case."""
    return User.objects.filter(email__iexact=email.strip(), is_active=True).first()


def people_who_fit(rule: EnrolmentRule) -> QuerySet[User]:
    """Active people to whom a rule suggests its course, and to whom nobody ever did, nor they themselves."""
    people: QuerySet[User] = User.objects.filter(is_active=True)
    if rule.audience == enrolments.TAKING_PART:
        people = people.filter(pk__in=Membership.objects.taking_part().values("user"))
    if rule.role:
        people = people.filter(groups__name=rule.role)
    conditions = {name: getattr(rule, name) for name in ("cohort", "entity", "language", "country")}
    people = people.filter(**{name: value for name, value in conditions.items() if value})
    own = {"course_key": rule.course_key}
    return people.filter(
        ~Exists(Enrolment.objects.filter(learner=OuterRef("pk"), **own)),
        ~Exists(CourseCompletion.objects.filter(user=OuterRef("pk"), **own)),
    ).order_by("pk")


def may_be_reminded(user: User) -> bool:
    """Not while a pause lasts, not when the participation was reduced, not after leaving: then there is peace.

    Who never took part but follows a course (a line manager, a coach) may be.
    """
    latest = Membership.objects.filter(user=user).order_by("-joined_at", "-pk").first()
    return latest is None or latest.state in (VOLUNTEER, AMBASSADOR)


def in_peace() -> QuerySet[Any, Any]:
    """Ids of people who paused or whose participation was reduced, for a filter; `may_be_reminded` decides."""
    return Membership.objects.open().exclude(state__in=[VOLUNTEER, AMBASSADOR]).values("user")


def is_paused(user: User) -> bool:
    """Do due dates stand still at the moment?"""
    return Membership.objects.filter(user=user, state="paused").exists()
