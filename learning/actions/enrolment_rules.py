"""Rules that suggest a course to those who fit. They add, and take nothing away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import audit
from people.models import User, today_for

from .. import enrolments, queries
from ..models import EnrolmentRule
from ..permissions import check_manage_enrolments
from .enrolments import suggest

RUN_EVERY = timedelta(minutes=10)
PEOPLE_AT_A_TIME = 100


@transaction.atomic
def save_rule(*, rule: EnrolmentRule, by: User, changes: dict[str, Any]) -> EnrolmentRule:
    """Make or change a rule; it is applied at the next sweep. Raises NotAllowed, ValidationError."""
    check_manage_enrolments(by)
    is_new = rule.pk is None
    for name, value in changes.items():
        setattr(rule, name, value)
    rule.run_at = timezone.now()
    if is_new:
        rule.created_by = by
    rule.full_clean()
    rule.save()
    audit.record(f"learning.rule.{'create' if is_new else 'change'}", rule, by, course_key=rule.course_key)
    return rule


@transaction.atomic
def stop_rule(*, rule: EnrolmentRule, by: User) -> None:
    """Apply a rule no more; whom it suggested the course to keeps it. Raises NotAllowed. Stopped twice, nothing happens."""
    check_manage_enrolments(by)
    if EnrolmentRule.objects.filter(pk=rule.pk, is_active=True).update(is_active=False):
        audit.record("learning.rule.stop", rule, by, course_key=rule.course_key)


@transaction.atomic
def apply_rule(*, rule_id: int) -> int:
    """Suggest the course to the next people who fit. Out: how many. May run twice at once.

    A rule taken here is not due again before RUN_EVERY, unless people are left.
    """
    now = timezone.now()
    due = EnrolmentRule.objects.filter(pk=rule_id, is_active=True, run_at__lte=now)
    if not due.update(run_at=now + RUN_EVERY):
        return 0
    rule = EnrolmentRule.objects.get(pk=rule_id)
    if not queries.is_published(rule.course_key):
        return 0
    people = list(queries.people_who_fit(rule)[:PEOPLE_AT_A_TIME])
    for person in people:
        due_on = today_for(person) + timedelta(days=rule.due_in_days) if rule.due_in_days else None
        suggest(
            learner=person,
            course_key=rule.course_key,
            source=enrolments.RULE,
            by=rule.created_by,
            due_on=due_on,
            rule=rule,
        )
    if len(people) == PEOPLE_AT_A_TIME:
        EnrolmentRule.objects.filter(pk=rule_id).update(run_at=now)
    elif not rule.keeps_applying:
        EnrolmentRule.objects.filter(pk=rule_id).update(is_active=False)
    return len(people)
