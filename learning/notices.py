"""Messages about quizzes, courses and certificates. None carries an answer or a score. A suggestion says that nobody has to follow it, and a date that it has no
consequence; nothing is sent to whoever paused or left."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from core.dates import date_format
from core.notices import Message, Notice, Reader

from . import enrolments, queries, states
from .models import AnswerToRead, Attempt, Certificate, CourseCompletion, Enrolment, Refresher


class AttemptOverdue(Notice):
    """To the learner: time is over, and the answers can still be submitted for a while."""

    key = "learning.attempt_overdue"

    def rows(self, reader: Reader, payload: dict[str, Any]) -> Any:
        return Attempt.objects.visible_to(reader.user).filter(pk=payload["attempt_id"], state=states.OVERDUE)

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        return bool(self.rows(reader, payload).exists())

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        attempt = self.rows(reader, payload).get()
        until = dateformat.format(timezone.localtime(attempt.grace_until), "j F Y, H:i T")
        return Message(
            subject=_("Your quiz waits to be submitted"),
            paragraphs=[
                _("The time of a quiz you began is over. Your answers are saved; they count once you submit them."),
                _("You can submit until %(when)s.") % {"when": until},
            ],
            action_label=_("Submit my answers"),
            action_path=attempt.get_absolute_url(),
        )


class AnswerWasRead(Notice):
    """To the learner: a coach has read the answer they sent."""

    key = "learning.answer_was_read"
    waits_for_working_hours = True

    def rows(self, reader: Reader, payload: dict[str, Any]) -> Any:
        own = AnswerToRead.objects.filter(question__attempt__learner=reader.user, read_at__isnull=False)
        return own.filter(pk=payload["reading_id"])

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        return bool(self.rows(reader, payload).exists())

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        reading = self.rows(reader, payload).select_related("question__attempt").get()
        return Message(
            subject=_("A coach has read your answer"),
            paragraphs=[_("You sent a written answer to a coach. It has been read, and a comment is on your page.")],
            action_label=_("Open my result"),
            action_path=reading.question.attempt.get_absolute_url(),
        )


class EnrolmentNotice(Notice):
    """About an enrolment that is still open."""

    waits_for_working_hours = True
    state = enrolments.ACTIVE

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        rows = Enrolment.objects.visible_to(reader.user).filter(pk=payload["enrolment_id"], state=self.state)
        enrolment = rows.first()
        return bool(enrolment and queries.is_published(enrolment.course_key) and queries.may_be_reminded(reader.user))

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        enrolment = Enrolment.objects.visible_to(reader.user).get(pk=payload["enrolment_id"])
        course = queries.course_names([enrolment.course_key])[enrolment.course_key]
        subject, paragraphs = self.text(enrolment, course.title, reader)
        return Message(subject, paragraphs, action_label=_("Open the course"), action_path=course.url)

    def text(self, enrolment: Enrolment, title: str, reader: Reader) -> tuple[str, list[str]]:
        """Subject and paragraphs, in the reader's language."""
        raise NotImplementedError


def _date_sentence(enrolment: Enrolment, reader: Reader) -> list[str]:
    if enrolment.due_on is None:
        return []
    return [
        _("Suggested date: %(date)s, until the end of the day (%(zone)s). Nothing follows when it goes by.")
        % {"date": date_format(enrolment.due_on, "j F Y"), "zone": reader.zone.key}
    ]


class CourseSuggested(EnrolmentNotice):
    key = "learning.course_suggested"

    def text(self, enrolment: Enrolment, title: str, reader: Reader) -> tuple[str, list[str]]:
        return _("A course is suggested to you: %(title)s") % {"title": title}, [
            _("The ambassador programme invites you to follow this course. You are free to follow it or not."),
            *_date_sentence(enrolment, reader),
            _("Whoever suggests it does not see whether you follow it. You can take it off your list at any time."),
        ]


class CourseReminder(EnrolmentNotice):
    key = "learning.course_reminder"

    def text(self, enrolment: Enrolment, title: str, reader: Reader) -> tuple[str, list[str]]:
        return _("A reminder: %(title)s") % {"title": title}, [
            _("This course is still on your list."),
            *_date_sentence(enrolment, reader),
            _("No longer of interest? Take it off your list, and no reminder follows."),
        ]


class CourseWaived(EnrolmentNotice):
    key = "learning.course_waived"
    state = enrolments.WAIVED

    def text(self, enrolment: Enrolment, title: str, reader: Reader) -> tuple[str, list[str]]:
        reason = str(enrolment.get_waiver_reason_display())
        return _("You need not take this course: %(title)s") % {"title": title}, [
            _("The programme asks nothing more of you in this course. Reason: %(reason)s.") % {"reason": reason},
            _("It stays open to you, as every course."),
        ]


class CertificateNotice(Notice):
    """About a certificate of the reader, in a status that still holds."""

    status = enrolments.VALID

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        own = Certificate.objects.visible_to(reader.user)
        return bool(own.filter(pk=payload["certificate_id"], status=self.status).exists())

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        certificate = Certificate.objects.visible_to(reader.user).get(pk=payload["certificate_id"])
        subject, paragraphs = self.text(certificate)
        label = _("Open “My learning”")
        return Message(subject, paragraphs, action_label=label, action_path=reverse("learning:my_learning"))

    def text(self, certificate: Certificate) -> tuple[str, list[str]]:
        """Subject and paragraphs, in the reader's language."""
        raise NotImplementedError


class CertificateIssued(CertificateNotice):
    key = "learning.certificate_issued"

    def text(self, certificate: Certificate) -> tuple[str, list[str]]:
        return _("Your certificate: %(title)s") % {"title": certificate.title}, [
            _("Well done: you completed this course. Your certificate is on the page “My learning”."),
            _("It is yours: show it, or keep it to yourself."),
        ]


class RemindersAboutCertificates(CertificateNotice):
    """In working hours, and to nobody who paused or left."""

    waits_for_working_hours = True

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        return super().may_receive(reader, payload) and queries.may_be_reminded(reader.user)


class RenewalOpened(RemindersAboutCertificates):
    key = "learning.renewal_opened"

    def text(self, certificate: Certificate) -> tuple[str, list[str]]:
        day = date_format(queries.last_day_of(certificate), "j F Y")
        return _("You can renew your certificate: %(title)s") % {"title": certificate.title}, [
            _("It is valid until %(date)s, and stays so whatever you do.") % {"date": day},
            _("To renew it, take the course again in its present state. You are free to do so or not."),
        ]


class CertificateExpired(RemindersAboutCertificates):
    key = "learning.certificate_expired"
    status = enrolments.EXPIRED

    def text(self, certificate: Certificate) -> tuple[str, list[str]]:
        return _("Your certificate has expired: %(title)s") % {"title": certificate.title}, [
            _("What you did stays on record. Take the course again whenever you like to receive a new certificate."),
        ]


class CertificateRevoked(CertificateNotice):
    key = "learning.certificate_revoked"
    status = enrolments.REVOKED

    def text(self, certificate: Certificate) -> tuple[str, list[str]]:
        return _("Your certificate was revoked: %(title)s") % {"title": certificate.title}, [
            _("The reason stands on the page “My learning”. That you completed the course stays on record."),
        ]


class CourseChanged(Notice):
    """To those who completed a course that has changed in a way that matters."""

    key = "learning.course_changed"
    waits_for_working_hours = True

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        key = uuid.UUID(payload["course_key"])
        done = CourseCompletion.objects.visible_to(reader.user).filter(course_key=key).of_current_cycle()
        return queries.is_published(key) and not done.exists() and queries.may_be_reminded(reader.user)

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        key = uuid.UUID(payload["course_key"])
        course = queries.course_names([key])[key]
        return Message(
            _("A course you completed has changed: %(title)s") % {"title": course.title},
            [
                _("Its editors suggest that you take it again: something in it matters now that was not there before."),
                _("Your certificate stays valid. You are free to take the course again or not."),
            ],
            action_label=_("Open the course"),
            action_path=course.url,
        )


class RefresherOffered(Notice):
    """To somebody who was taught a message that no longer holds."""

    key = "learning.refresher_offered"
    waits_for_working_hours = True

    def rows(self, reader: Reader, payload: dict[str, Any]) -> Any:
        return Refresher.objects.visible_to(reader.user).filter(pk=payload["refresher_id"], state=Refresher.OFFERED)

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        return bool(self.rows(reader, payload).exists())

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        refresher = self.rows(reader, payload).get()
        return Message(
            subject=_("A message you were taught no longer holds"),
            paragraphs=[
                _(
                    "A key message of a lesson you read, or a quiz you took, is retired. Please do not tell it any more."
                ),
                _("Three questions tell you what holds now. Nobody sees your answers, and nothing depends on them."),
            ],
            action_label=_("Open the three questions"),
            action_path=refresher.get_absolute_url(),
        )


NOTICES = (
    AttemptOverdue,
    AnswerWasRead,
    CourseSuggested,
    CourseReminder,
    CourseWaived,
    CertificateIssued,
    RenewalOpened,
    CertificateExpired,
    CertificateRevoked,
    CourseChanged,
    RefresherOffered,
)
