"""Being enrolled in a course: by choice, or by a suggestion that nobody has to follow. Progress is never touched."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.delivery import send_notice
from core.errors import WrongState
from people.models import User, today_for

from .. import enrolments, queries
from ..deadlines import is_worth_reminding, next_reminder
from ..models import CourseCompletion, Enrolment, EnrolmentRule, PendingEnrolment
from ..permissions import check_manage_enrolments_of

PENDING_KEPT = timedelta(days=183)


@transaction.atomic
def enrol(*, course_key: uuid.UUID, by: User) -> Enrolment:
    """Choose a course. Out: the open enrolment, the one there is when it was chosen already or suggested.

    Raises WrongState when no such course is published.
    """
    if not queries.is_published(course_key):
        raise WrongState(_("This course is not published."))
    existing = _active(by, course_key)
    if existing:
        return existing
    cycle = queries.current_cycle(by, course_key)
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(learner=by, course_key=course_key, cycle=cycle)
    except IntegrityError:  # chosen at the same moment in another tab
        return Enrolment.objects.get(learner=by, course_key=course_key, state=enrolments.ACTIVE)
    audit.record("learning.enrolment.choose", enrolment, by, course_key=course_key)
    return enrolment


@transaction.atomic
def withdraw_enrolment(*, course_key: uuid.UUID, by: User) -> None:
    """Take a course off one's list. What was read, passed and completed stays. Nothing open: nothing happens."""
    enrolment = _active(by, course_key)
    if enrolment and _end(enrolment, enrolments.WITHDRAWN):
        audit.record("learning.enrolment.withdraw", enrolment, by, course_key=course_key)


def suggest(
    *,
    learner: User,
    course_key: uuid.UUID,
    source: str,
    by: User | None,
    due_on: date | None = None,
    rule: EnrolmentRule | None = None,
) -> Enrolment | None:
    """Suggest a course to a person, inside the caller's transaction, and write to them.

    Out: the enrolment, or None when there is nothing to suggest: it is open, done, waived, or was declined in this
    cycle. The caller shows neither the one nor the other to anybody.
    """
    cycle = queries.current_cycle(learner, course_key)
    own = {"course_key": course_key, "cycle": cycle}
    if Enrolment.objects.filter(learner=learner, **own).exists():
        return None
    if CourseCompletion.objects.filter(user=learner, **own).exists():
        return None
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(
                learner=learner,
                source=source,
                assigned_by=by,
                rule=rule,
                due_on=due_on,
                remind_on=_next_reminder(learner, due_on),
                **own,
            )
    except IntegrityError:  # suggested at the same moment by somebody else
        return None
    audit.record("learning.enrolment.suggest", enrolment, by, course_key=course_key, source=source, due_on=due_on)
    event = f"enrolment:{enrolment.pk}:suggested"
    send_notice("learning.course_suggested", to=learner, event=event, enrolment_id=enrolment.pk)
    return enrolment


@transaction.atomic
def give_more_time(*, person: User, course_key: uuid.UUID, due_on: date, by: User) -> None:
    """Move the date of a course for one person, if it is open. Out: nothing, whether it is or not.

    Raises NotAllowed, WrongState when the day has gone by.
    """
    check_manage_enrolments_of(by, person)
    _check_day_ahead(person, due_on)
    enrolment = Enrolment.objects.select_for_update().active().filter(learner=person, course_key=course_key).first()
    if enrolment:
        left = enrolments.MAX_REMINDERS - enrolment.reminders_sent
        remind_on = next_reminder(due_on, after=today_for(person), left=left)
        Enrolment.objects.filter(pk=enrolment.pk).update(due_on=due_on, remind_on=remind_on)
        audit.record("learning.enrolment.more_time", enrolment, by, course_key=course_key, due_on=due_on)


@transaction.atomic
def waive_course(*, person: User, course_key: uuid.UUID, reason: str, by: User) -> None:
    """Ask nothing more of a person in a course, for one of cmi5's reasons. Out: nothing, whatever they had done of it.

    Raises NotAllowed, WrongState on an unknown reason or course. Waived twice, nothing happens.
    """
    check_manage_enrolments_of(by, person)
    if reason not in enrolments.WAIVER_REASONS or not queries.is_published(course_key):
        raise WrongState(_("Choose a published course and one of the reasons."))
    User.objects.select_for_update().get(pk=person.pk)
    own = {"course_key": course_key, "cycle": queries.current_cycle(person, course_key)}
    if Enrolment.objects.waived().filter(learner=person, **own).exists():
        return
    waiver = {"waiver_reason": reason, "waived_by": by}
    enrolment = _active(person, course_key)
    if enrolment is None or not _end(enrolment, enrolments.WAIVED, **waiver):
        enrolment = Enrolment.objects.create(
            learner=person,
            source=enrolments.ASSIGNED,
            assigned_by=by,
            state=enrolments.WAIVED,
            ended_at=timezone.now(),
            **waiver,
            **own,
        )
    audit.record("learning.enrolment.waive", enrolment, by, course_key=course_key, reason=reason)
    event = f"enrolment:{enrolment.pk}:waived"
    send_notice("learning.course_waived", to=person, event=event, enrolment_id=enrolment.pk)


def complete_enrolment(*, learner: User, course_key: uuid.UUID) -> date | None:
    """The course is completed: its open enrolment is too. Inside the caller's transaction. Out: its date, if any."""
    enrolment = _active(learner, course_key)
    if enrolment:
        _end(enrolment, enrolments.COMPLETED)
    return enrolment.due_on if enrolment else None


@transaction.atomic
def receive_pending(*, user: User) -> int:
    """A person enters the directory: what waited for their address is suggested. Out: how many suggestions."""
    waiting = list(PendingEnrolment.objects.of(user).select_for_update())
    for row in waiting:
        due_on = row.due_on if row.due_on and row.due_on >= today_for(user) else None
        suggest(learner=user, course_key=row.course_key, source=row.source, by=row.assigned_by, due_on=due_on)
        row.delete()
    return len(waiting)


@transaction.atomic
def drop_old_pending() -> int:
    """Forget the addresses nobody came with. Out: how many. May run twice."""
    return PendingEnrolment.objects.filter(assigned_at__lt=timezone.now() - PENDING_KEPT).delete()[0]


@transaction.atomic
def end_suggestions(*, user: User) -> None:
    """A person left the programme: what was suggested to them goes, what they chose stays without a date."""
    open_ones = Enrolment.objects.active().filter(learner=user)
    open_ones.exclude(source=enrolments.SELF).update(
        state=enrolments.WITHDRAWN, ended_at=timezone.now(), remind_on=None
    )
    open_ones.update(due_on=None, remind_on=None)


@transaction.atomic
def move_due_dates(*, user: User, days: int) -> None:
    """A pause is over: dates that stood still move by as many days."""
    for enrolment in Enrolment.objects.active().select_for_update().filter(learner=user, due_on__isnull=False):
        due_on = enrolment.due_on + timedelta(days=max(days, 0))
        left = enrolments.MAX_REMINDERS - enrolment.reminders_sent
        remind_on = next_reminder(due_on, after=today_for(user), left=left)
        Enrolment.objects.filter(pk=enrolment.pk).update(due_on=due_on, remind_on=remind_on)


@transaction.atomic
def remind(*, enrolment_id: int) -> bool:
    """Send the reminder that is due and plan the next one. Out: whether one was sent. May run twice.

    Nothing is sent, and the day is kept, while the person may not be reminded.
    """
    rows = Enrolment.objects.select_for_update().active().filter(pk=enrolment_id)
    enrolment = rows.select_related("learner").first()
    if enrolment is None or enrolment.remind_on is None or enrolment.due_on is None:
        return False
    today = today_for(enrolment.learner)
    if enrolment.remind_on > today or not queries.may_be_reminded(enrolment.learner):
        return False
    is_sent = is_worth_reminding(enrolment.due_on, today)
    sent = enrolment.reminders_sent + is_sent
    following = next_reminder(enrolment.due_on, after=today, left=enrolments.MAX_REMINDERS - sent)
    planned = Enrolment.objects.filter(pk=enrolment.pk, remind_on=enrolment.remind_on)
    if not planned.update(reminders_sent=F("reminders_sent") + int(is_sent), remind_on=following):
        return False
    if is_sent:
        event = f"enrolment:{enrolment.pk}:reminder:{sent}"
        send_notice("learning.course_reminder", to=enrolment.learner, event=event, enrolment_id=enrolment.pk)
    return is_sent


def _active(learner: User, course_key: uuid.UUID) -> Enrolment | None:
    found: Enrolment | None = Enrolment.objects.active().filter(learner=learner, course_key=course_key).first()
    return found


def _end(enrolment: Enrolment, state: str, **values: object) -> bool:
    """Leave the open state by a conditional UPDATE. Out: False when it had been left already."""
    rows = Enrolment.objects.active().filter(pk=enrolment.pk)
    return bool(rows.update(state=state, ended_at=timezone.now(), remind_on=None, **values))


def _next_reminder(learner: User, due_on: date | None) -> date | None:
    return next_reminder(due_on, after=today_for(learner), left=enrolments.MAX_REMINDERS)


def _check_day_ahead(person: User, due_on: date | None) -> None:
    if due_on and due_on < today_for(person):
        raise WrongState(_("The suggested date lies in the past."))
