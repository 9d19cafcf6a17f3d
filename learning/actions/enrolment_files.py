"""Suggesting a course to a list of people. What became of each line says nothing about where anybody stands."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from core import audit
from core.errors import WrongState
from people.models import User, today_for
from people.permissions import is_line_manager_of

from .. import enrolments, queries
from ..models import CoursePage, PendingEnrolment
from ..permissions import check_manage_enrolments
from ..rosters import Line, Outcome
from .enrolments import suggest


@transaction.atomic
def suggest_to_list(
    *,
    course_key: uuid.UUID,
    lines: Sequence[Line],
    due_on: date | None,
    by: User,
    source: str = enrolments.IMPORT,
    dry_run: bool = False,
) -> list[Outcome]:
    """Suggest a course to each person of a list; an address nobody has waits for its person.

    In: `due_on`, for lines without a date of their own; `dry_run`, say what would become of each line and do nothing.
    Out: the same for the same list, however often it is sent. Raises NotAllowed, WrongState when no such course is
    published.
    """
    check_manage_enrolments(by)
    if not queries.is_published(course_key):
        raise WrongState(_("This course is not published."))
    people = _people({line.email for line in lines})
    outcomes = [_outcome(line, people.get(line.email), due_on, by) for line in lines]
    if not dry_run:
        for outcome in outcomes:
            if outcome.is_accepted:
                suggestion = {"course_key": course_key, "due_on": outcome.line.due_on or due_on, "source": source}
                _take(outcome.line.email, people.get(outcome.line.email), suggestion, by)
        course = CoursePage.objects.live().filter(translation_key=course_key).order_by("path")[0]
        accepted = sum(outcome.is_accepted for outcome in outcomes)
        audit.record("learning.enrolment.import", course, by, lines=len(lines), accepted=accepted)
    return outcomes


def _people(emails: set[str]) -> dict[str, User]:
    found = User.objects.annotate(address=Lower("email")).filter(address__in=emails)
    return {person.address: person for person in found}


def _outcome(line: Line, person: User | None, due_on: date | None, by: User) -> Outcome:
    reason = line.reason or _refusal(line, person, due_on, by)
    if reason:
        return Outcome(line, is_accepted=False, reason=reason)
    return Outcome(line, is_accepted=True, reason="" if person else "waiting")


def _refusal(line: Line, person: User | None, due_on: date | None, by: User) -> str:
    if person and not person.is_active:
        return "inactive"
    if person and is_line_manager_of(by, person):
        return "own_report"
    day = line.due_on or due_on
    return "past_date" if day and day < today_for(person or by) else ""


def _take(email: str, person: User | None, suggestion: dict[str, Any], by: User) -> None:
    if person:
        suggest(learner=person, by=by, **suggestion)
        return
    course_key = suggestion.pop("course_key")
    PendingEnrolment.objects.get_or_create(
        email=email, course_key=course_key, defaults={"assigned_by": by, **suggestion}
    )
