"""Showing a coach an attempt or a written answer: the learner's act, and the learner's to take back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.delivery import send_notice
from core.errors import NotAllowed, WrongState
from people.models import User

from .. import queries
from ..models import AnswerToRead, Attempt, SharedAttempt
from ..permissions import check_can_be_shown_to, check_is_own_attempt


def _check_finished(attempt: Attempt, by: User) -> None:
    check_is_own_attempt(attempt, by)
    if not attempt.is_finished or attempt.is_preview:
        raise WrongState(_("Only a finished attempt can be shown to a coach."))


@transaction.atomic
def share_attempt(*, attempt: Attempt, coach: User, by: User) -> SharedAttempt:
    """Show one coach the answers and the score of a finished attempt; twice is once.

    Raises NotAllowed when it is somebody else's or the coach may not see it, WrongState while it is under way.
    """
    _check_finished(attempt, by)
    check_can_be_shown_to(coach, by)
    share, created = SharedAttempt.objects.get_or_create(attempt=attempt, coach=coach)
    if created:
        audit.record("learning.attempt.share", attempt, by, coach=coach.pk)
    return share


@transaction.atomic
def unshare_attempt(*, attempt: Attempt, coach_id: int, by: User) -> None:
    """Take it back: the coach's page is gone at once. Twice is once. Raises NotAllowed when it is somebody else's."""
    check_is_own_attempt(attempt, by)
    taken, _models = SharedAttempt.objects.filter(attempt=attempt, coach=coach_id).delete()
    if taken:
        audit.record("learning.attempt.unshare", attempt, by, coach=coach_id)


@transaction.atomic
def send_answer(*, attempt: Attempt, position: int, coach: User | None, by: User) -> AnswerToRead:
    """Send one written answer to a coach, or to the team when `coach` is None; twice is once.

    Raises NotAllowed, WrongState when the attempt is under way or the answer is not one to be read.
    """
    _check_finished(attempt, by)
    if coach is not None:
        check_can_be_shown_to(coach, by)
    question = attempt.questions.filter(position=position).first()
    if question is None or not queries.may_be_read(question):
        raise WrongState(_("This answer cannot be sent to a coach."))
    reading, created = AnswerToRead.objects.get_or_create(question=question, defaults={"coach": coach})
    if created:
        audit.record("learning.answer.send", reading, by, coach=coach.pk if coach else None)
    return reading


@transaction.atomic
def take_back_answer(*, attempt: Attempt, position: int, by: User) -> None:
    """Take a sent answer back, read or not; twice is once. Raises NotAllowed when it is somebody else's."""
    check_is_own_attempt(attempt, by)
    for reading in AnswerToRead.objects.filter(question__attempt=attempt, question__position=position):
        audit.record("learning.answer.take_back", reading, by)
        reading.delete()


@transaction.atomic
def read_answer(*, reading: AnswerToRead, comment: str, by: User) -> AnswerToRead:
    """A coach has read it, with a comment or without; the learner is told. The first to read it is the one.

    Raises NotAllowed when it was not sent to them, WrongState when somebody has read it already.
    """
    if not AnswerToRead.objects.for_coach(by).filter(pk=reading.pk).exists():
        raise NotAllowed(_("This answer was not sent to you."))
    unread = AnswerToRead.objects.filter(pk=reading.pk, read_at__isnull=True)
    if not unread.update(read_at=timezone.now(), read_by=by, comment=comment):
        raise WrongState(_("Somebody has read this answer already."))
    reading.refresh_from_db()
    audit.record("learning.answer.read", reading, by)
    send_notice(
        "learning.answer_was_read",
        to=reading.question.attempt.learner,
        event=f"reading:{reading.pk}",
        reading_id=reading.pk,
    )
    return reading
