"""A certificate as a file and as a public page: the file is its owner’s, the page tells its status to whoever has the number."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from core.errors import NotAllowed
from learning import actions, clock, queries
from learning.models import (
    Certificate,
    CertificateFile,
    Certification,
    Cycle,
)
from people.queries import company
from tests.factories.learning import lessons_of, make_course, option_id, quiz_of
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
START = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_french():
    with translation.override("fr"):
        yield


@pytest.fixture
def key(course):
    return course.translation_key


@pytest.fixture
def yearly(key):
    return Certification.objects.create(course_key=key, expires=True)


def at(moment):
    return time_machine.travel(moment, tick=False)


def complete(user, key, moment=START):
    with at(moment):
        actions.complete_course(course_key=key, by=user)
    return Certificate.objects.filter(user=user, course_key=key).order_by("-cycle").first()


def pass_quiz(user, course):
    attempt = actions.start_attempt(quiz=quiz_of(course), by=user)
    given = [actions.GivenAnswer(row.position, 0, option_id(row)) for row in attempt.questions.all()]
    actions.save_answers(attempt=attempt, answers=given, by=user)
    return actions.submit_attempt(attempt=attempt, by=user)


# --- The file ---
def text_of(content):
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert len(pdf.pages) == 1
    return content


def test_the_file_is_made_by_the_worker_and_given_to_its_owner_only(alice, charlie, as_alice, key):
    certificate = complete(alice, key, timezone.now())
    url = reverse("learning:certificate_download", args=[certificate.pk])
    pending = reverse("learning:certificate_pending", args=[certificate.pk])
    assert as_alice.get(url)["Content-Type"].startswith("text/html")
    assert not CertificateFile.objects.exists()  # reading records nothing
    prepare = reverse("learning:certificate_prepare", args=[certificate.pk])
    for _ in range(2):
        assert as_alice.post(prepare)["Location"] == url
    assert CertificateFile.objects.count() == 1
    assert as_alice.get(pending).status_code == 200
    assert (clock.make_certificates(), clock.make_certificates()) == (1, 0)
    response = as_alice.get(url)
    content = text_of(b"".join(response.streaming_content))
    assert response["Content-Type"] == "application/pdf"
    assert alice.email.encode() not in content
    assert as_alice.get(pending).status_code == 286
    stranger = Client()
    stranger.force_login(charlie)
    assert stranger.get(url).status_code == stranger.get(pending).status_code == 404
    assert stranger.post(prepare).status_code == 404
    with pytest.raises(NotAllowed):
        actions.ask_for_file(certificate=certificate, by=charlie)


def test_the_code_has_a_text_for_those_who_do_not_see_it():
    from learning.documents import qr_code

    assert "<title>A &amp; B</title>" in qr_code("https://example.com/", "A & B")


def test_the_file_is_the_same_each_time(alice, key):
    from learning.documents import certificate_pdf

    certificate = complete(alice, key)
    assert certificate_pdf(certificate) == certificate_pdf(certificate)


def test_a_file_that_cannot_be_made_is_tried_again(alice, key, monkeypatch):
    certificate = complete(alice, key, timezone.now())

    def broken(_certificate):
        raise OSError("disk")

    actions.ask_for_file(certificate=certificate, by=alice)
    monkeypatch.setattr("learning.actions.certificate_files.certificate_pdf", broken)
    assert actions.render_certificate(certificate_id=certificate.pk)
    file = CertificateFile.objects.get()
    assert (file.work_state, file.attempts) == ("pending", 1)
    assert "disk" in file.error
    assert not actions.render_certificate(certificate_id=certificate.pk)  # not due yet


# --- The public page ---
def verify(certificate_id, language="fr"):
    with translation.override(language):
        return Client().get(reverse("certificate_verify", args=[certificate_id]))


def test_anybody_with_the_number_sees_status_name_course_and_dates_and_nothing_else(alice, key, yearly):
    certificate = complete(alice, key)
    html = verify(certificate.pk).content.decode()
    for shown in (alice.get_full_name(), "Cours 1", "10 mars 2027", "10 mars 2028", str(certificate.pk)):
        assert shown in html
    assert alice.email not in html
    assert "noindex" in html


def test_an_unknown_number_is_a_404():
    assert verify(uuid.uuid4()).status_code == 404


@pytest.mark.parametrize("status", ["expired", "superseded", "revoked"])
def test_the_page_says_what_became_of_it(alice, key, yearly, status):
    certificate = complete(alice, key)
    values = {"revoked_at": START, "revoked_reason": "Motif-privé"} if status == "revoked" else {}
    Certificate.objects.filter(pk=certificate.pk).update(status=status, **values)
    words = {"expired": "Expired", "superseded": "Replaced", "revoked": "Revoked"}
    html = verify(certificate.pk, "en").content.decode()
    assert words[status] in html
    assert "Motif-privé" not in html


def test_the_address_on_paper_needs_no_language(alice, key):
    certificate = complete(alice, key)
    assert queries.verification_url(certificate).endswith(f"/certificates/{certificate.pk}/")
    response = Client().get(f"/certificates/{certificate.pk}/", HTTP_ACCEPT_LANGUAGE="en")
    assert response.status_code == 302
    assert response["Location"] == f"/en/certificates/{certificate.pk}/"


def test_the_link_fills_in_the_form_of_linkedin(alice, key, yearly):
    url = queries.linkedin_url(complete(alice, key))
    assert url.startswith("https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&name=Cours+1&")
    assert "issueYear=2027&issueMonth=3&expirationYear=2028&expirationMonth=3&certUrl=" in url
    assert f"organizationName={company().company_name.replace(' ', '+')}" in url


def test_translated_after_progress_in_the_other_language_the_progress_is_the_same(alice, course, key):
    from wagtail.models import Locale

    from learning.models import CoursePage

    actions.complete_lesson(lesson=lessons_of(course)[0], by=alice)
    actions.enrol(course_key=key, by=alice)
    english = Locale.objects.get_or_create(language_code="en")[0]
    course.get_parent().copy_for_translation(english, copy_parents=True)
    for page in (course, *lessons_of(course)):
        copy = page.copy_for_translation(english)
        copy.save_revision().publish()
    assert CoursePage.objects.filter(translation_key=key, live=True).count() == 2
    with translation.override("en"):
        (state,) = queries.course_states(alice)
        assert (state.lessons_done, state.lessons_total) == (1, 2)
        assert queries.my_learning(alice).open[0].enrolment is not None
        complete(alice, key)
        assert queries.course_states(alice)[0].is_completed
    assert queries.course_states(alice)[0].is_completed
    assert Certificate.objects.count() == 1


def test_certificates_are_their_owners_only(alice, charlie, key):
    actions.ask_for_file(certificate=complete(alice, key), by=alice)
    superuser = UserFactory(is_superuser=True, roles=["hr", "programme_manager", "administrator"])
    assert Certificate.objects.visible_to(alice).exists()
    for other in (charlie, superuser):
        assert not Certificate.objects.visible_to(other).exists()
        assert not CertificateFile.objects.visible_to(other).exists()


def test_a_second_course_is_apart(alice, key, yearly):
    complete(alice, key)
    complete(alice, make_course().translation_key)
    with at(datetime(2028, 2, 1, tzinfo=UTC)):
        clock.follow_certificates()
    assert Cycle.objects.get().course_key == key
