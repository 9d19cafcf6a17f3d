"""Which lessons a person is shown: a few are for those who run the programme, and a company may close networks."""

from __future__ import annotations

from collections.abc import Collection

from people.models import User
from people.queries import networks_not_allowed

from ..models import CoursePage, LessonPage
from ..models.pages import COORDINATING_ROLES, COORDINATORS


def can_read_for_coordinators(user: User) -> bool:
    """Courses for those who coach, run the programme, or write it."""
    return user.has_role(*COORDINATING_ROLES)


def is_closed_network(networks: Collection[str]) -> bool:
    """Is a lesson only about networks that the company closes? Nothing is asked when it is about none."""
    return bool(networks) and networks_not_allowed().issuperset(networks)


def is_shown(lesson: LessonPage, course: CoursePage | None, user: User) -> bool:
    """May this person read this published lesson of this course?"""
    if course and course.audience == COORDINATORS and not lesson.is_open_to_all and not can_read_for_coordinators(user):
        return False
    return not is_closed_network(lesson.network_keys)


def may_open(page: CoursePage | LessonPage, user: User) -> bool:
    """May this person open this page? A course is opened for the sake of one of its lessons."""
    if isinstance(page, LessonPage):
        audience = getattr(page, "course_audience", None) or getattr(page.get_parent().specific, "audience", "")
        is_limited = audience == COORDINATORS and not page.is_open_to_all
        return not is_closed_network(page.network_keys) and not (is_limited and not can_read_for_coordinators(user))
    if page.audience != COORDINATORS and not networks_not_allowed():
        return True
    lessons = list(LessonPage.objects.child_of(page).live().defer("body", "search_text"))
    if not lessons:
        return page.audience != COORDINATORS or can_read_for_coordinators(user)
    return any(is_shown(lesson, page, user) for lesson in lessons)
