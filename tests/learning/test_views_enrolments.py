"""Pages about enrolment: the learner's own list, and those of programme managers, where nobody's progress is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from learning import actions, enrolments, rosters
from learning.models import (
    Certificate,
    Certification,
    Enrolment,
    EnrolmentRule,
    LearningPath,
    LearningPathStep,
    PendingEnrolment,
    QuestionCategory,
    Recertification,
)
from people.models import Cohort
from tests.factories.learning import lessons_of, make_course, option_id, quiz_of
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def course():
    with translation.override("fr"):
        return make_course()


@pytest.fixture
def key(course):
    return course.translation_key


@pytest.fixture
def manager():
    client = Client()
    client.user = UserFactory(roles=["programme_manager"])
    client.force_login(client.user)
    return client


def url(name, *args, language="en"):
    with translation.override(language):
        return reverse(f"learning:{name}", args=args)


def html_of(response):
    return response.content.decode()


# --- The learner ---
def test_one_post_puts_a_course_on_the_list_and_one_takes_it_off(as_alice, course, key):
    assert as_alice.get(url("course_enrol", key)).status_code == 405
    response = as_alice.post(url("course_enrol", key, language="fr"))
    assert response["Location"] == course.get_url()
    assert "Cours 1" in html_of(as_alice.get(url("my_learning", language="fr")))
    as_alice.post(url("course_withdraw", key, language="fr"))
    assert Enrolment.objects.get().state == enrolments.WITHDRAWN


def test_a_course_that_does_not_exist_cannot_be_put_on_the_list(as_alice, quiz):
    assert as_alice.post(url("course_enrol", quiz.translation_key)).status_code == 404


def test_the_list_shows_dates_with_their_zone_and_that_one_is_free(as_alice, alice, key, manager):
    day = timezone.localdate() + timedelta(days=30)
    actions.suggest_to_list(course_key=key, lines=[rosters.Line(1, alice.email, day)], due_on=None, by=manager.user)
    html = html_of(as_alice.get(url("my_learning", language="fr")))
    assert "Europe/Paris" in html
    assert as_alice.get(url("course_list", language="fr")).status_code == 200


def test_a_path_advises_and_locks_nothing(as_alice, alice, course, key):
    with translation.override("fr"):
        second = make_course(title="Second")
    path = LearningPath(title_fr="Parcours", title_en="Path", is_published=True)
    path.steps = [
        LearningPathStep(course_key=key, sort_order=0),
        LearningPathStep(course_key=second.translation_key, sort_order=1, needs_earlier=True),
    ]
    path.save()
    page = url("my_learning", language="fr")
    assert "Better after" in html_of(as_alice.get(page)) or "Mieux après" in html_of(as_alice.get(page))
    assert as_alice.get(second.get_url()).status_code == 200
    actions.complete_course(course_key=key, by=alice)
    html = html_of(as_alice.get(page))
    assert "Better after" not in html
    assert "Mieux après" not in html


def test_a_draft_path_is_shown_to_nobody(as_alice, key):
    path = LearningPath(title_fr="Brouillon", title_en="Draft")
    path.steps = [LearningPathStep(course_key=key)]
    path.save()
    assert "Brouillon" not in html_of(as_alice.get(url("my_learning", language="fr")))


def test_what_one_knows_by_theme_names_the_lesson_to_read(as_alice, alice, course):
    category = QuestionCategory.objects.create(key="accounts", name_fr="Les comptes", name_en="Accounts")
    quiz = quiz_of(course)
    for slot in quiz.slots.all():
        slot.question.category = category
        slot.question.save_revision().publish()
    with translation.override("fr"):
        attempt = actions.start_attempt(quiz=quiz, by=alice)
    rows = list(attempt.questions.all())
    given = [
        actions.GivenAnswer(rows[0].position, 0, option_id(rows[0])),
        actions.GivenAnswer(rows[1].position, 0, option_id(rows[1], "Non")),
    ]
    actions.save_answers(attempt=attempt, answers=given, by=alice)
    actions.submit_attempt(attempt=attempt, by=alice)
    html = html_of(as_alice.get(url("my_learning", language="fr")))
    assert "Les comptes" in html
    assert lessons_of(course)[0].get_url() in html


# --- Programme managers ---
@pytest.mark.parametrize(
    "name", ["manage_enrolments", "rule_create", "suggestion_create", "suggestion_import", "waiver_create"]
)
def test_these_pages_are_for_programme_managers(as_alice, name):
    assert as_alice.get(url(name)).status_code == 404
    assert Client().get(url(name)).status_code == 302


def test_a_rule_is_made_changed_and_stopped(manager, key):
    cohort = Cohort.objects.create(name="Printemps")
    data = {"name": "Rule", "course_key": str(key), "audience": "taking_part", "cohort": cohort.pk, "due_in_days": "0"}
    refused = manager.post(url("rule_create"), data)
    assert refused.status_code == 422
    assert not EnrolmentRule.objects.exists()
    assert manager.post(url("rule_create"), {**data, "due_in_days": "30"}).status_code == 302
    rule = EnrolmentRule.objects.get()
    assert (rule.cohort, rule.due_in_days, rule.keeps_applying) == (cohort, 30, False)
    manager.post(url("rule_edit", rule.pk), {**data, "name": "Other", "due_in_days": ""})
    manager.post(url("rule_stop", rule.pk))
    rule.refresh_from_db()
    assert (rule.name, rule.due_in_days, rule.is_active) == ("Other", None, False)
    assert "Printemps" in html_of(manager.get(url("manage_enrolments")))


def test_one_person_is_suggested_a_course_and_a_report_is_not(manager, alice, key):
    data = {"email": alice.email.upper(), "course_key": str(key)}
    assert manager.post(url("suggestion_create"), data).status_code == 302
    assert Enrolment.objects.get().source == enrolments.ASSIGNED
    report = UserFactory(line_manager=manager.user)
    response = manager.post(url("suggestion_create"), {**data, "email": report.email})
    assert response.status_code == 422
    past = manager.post(url("suggestion_create"), {**data, "due_on": "2020-01-01"})
    assert past.status_code == 422
    assert Enrolment.objects.count() == 1


def roster(text):
    return SimpleUploadedFile("list.csv", text if isinstance(text, bytes) else text.encode(), "text/csv")


def test_a_list_is_shown_first_then_sent_and_twice_doubles_nothing(manager, alice, key):
    text = f"E-mail;Date\n{alice.email};31/12/2099\nnobody@example.com;\nnot an address;\n{alice.email};\n"
    first = manager.post(url("suggestion_import"), {"course_key": str(key), "file": roster(text)})
    assert first.status_code == 200
    assert not Enrolment.objects.exists()
    assert not PendingEnrolment.objects.exists()
    for _ in range(2):
        sent = manager.post(url("suggestion_import"), {"course_key": str(key), "text": text, "confirm": "yes"})
        assert sent.status_code == 200
    assert Enrolment.objects.get().due_on.isoformat() == "2099-12-31"
    assert PendingEnrolment.objects.count() == 1
    result = manager.post(url("suggestion_outcomes"), {"course_key": str(key), "text": text})
    lines = result.content.decode("utf-8-sig").splitlines()
    assert result["Content-Type"].startswith("text/csv")
    assert len(lines) == 5
    assert lines[1].startswith(f"2,{alice.email},")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"name\nAlice\n",
        b"x" * (rosters.MAX_BYTES + 1),
        b"a@example.com\n" * (rosters.MAX_LINES + 2),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_reason(manager, key, content):
    response = manager.post(url("suggestion_import"), {"course_key": str(key), "file": roster(content)})
    assert response.status_code == 422
    assert not Enrolment.objects.exists()
    assert not PendingEnrolment.objects.exists()


def test_a_list_from_a_spreadsheet_is_read(manager, key):
    text = "email\tdate\nélodie@example.com\t\nzoe@example.com\t2099-01-31\n"
    lines = rosters.read(rosters.decode(text.encode("utf-16")))
    assert [line.email for line in lines] == ["élodie@example.com", "zoe@example.com"]
    assert rosters.read(rosters.decode("email\nzoé@example.com".encode("cp1252")))[0].number == 2


def test_the_file_of_results_runs_nothing():
    outcome = rosters.Outcome(rosters.Line(1, "=cmd()", reason="bad_address"), is_accepted=False, reason="bad_address")
    assert "'=cmd()" in rosters.write([outcome], ("a", "b", "c", "d"), ("yes", "no"))


@pytest.mark.parametrize("stands", ["nowhere", "open", "completed"])
def test_waiver_and_date_answer_the_same_wherever_the_person_stands(manager, alice, key, stands):
    if stands == "open":
        actions.enrol(course_key=key, by=alice)
    elif stands == "completed":
        actions.complete_course(course_key=key, by=alice)
    person = {"email": alice.email, "course_key": str(key)}
    later = manager.post(url("more_time_create"), {**person, "due_on": "2099-01-01"}, follow=True)
    waived = manager.post(url("waiver_create"), {**person, "reason": "equivalent_outside"}, follow=True)
    for response in (later, waived):
        assert response.redirect_chain == [(url("manage_enrolments"), 302)]
        assert len(list(response.context["messages"])) == 1


def test_an_unknown_address_cannot_be_waived(manager, key):
    data = {"email": "nobody@example.com", "course_key": str(key), "reason": "administrative"}
    assert manager.post(url("waiver_create"), data).status_code == 422


def test_the_terms_of_a_certificate_are_checked(manager, key):
    terms = {"gives_certificate": "on", "expires": "on", "mode": "fixed", "active_months": "6"}
    wrong = manager.post(url("certification_edit", key), {**terms, "window_days": "60", "minimum_days": "30"})
    assert wrong.status_code == 422
    assert not Certification.objects.exists()
    manager.post(url("certification_edit", key), {**terms, "window_days": "30", "minimum_days": "60"})
    assert Certification.objects.get().expires


def test_no_page_of_a_programme_manager_names_a_learner(manager, alice, key):
    alice.last_name = "Nom-d-Alice"
    alice.save()
    actions.enrol(course_key=key, by=alice)
    actions.complete_course(course_key=key, by=alice)
    for name in ("manage_enrolments", "suggestion_create", "suggestion_import", "waiver_create", "more_time_create"):
        html = html_of(manager.get(url(name)))
        assert alice.last_name not in html
        assert alice.email not in html


# --- Editors and administrators ---
def test_an_editor_asks_for_a_course_to_be_taken_again_on_a_page_that_says_what_follows(bob, as_alice, key):
    editor = Client()
    editor.force_login(bob)
    assert as_alice.post(url("course_ask_again", key)).status_code == 404
    assert editor.get(url("course_ask_again", key)).status_code == 200
    assert not Recertification.objects.exists()
    assert editor.post(url("course_ask_again", key)).status_code == 302
    assert Recertification.objects.get().asked_by == bob


def test_a_certificate_is_revoked_on_its_public_page(alice, as_alice, charlie, key):
    actions.complete_course(course_key=key, by=alice)
    certificate = Certificate.objects.get()
    stranger = Client()
    stranger.force_login(charlie)
    target = url("certificate_revoke", certificate.pk)
    assert stranger.post(target, {"reason": "x"}).status_code == 404
    assert Client().post(target, {"reason": "x"}).status_code == 302
    as_alice.post(target, {"reason": ""})
    assert Certificate.objects.valid().exists()
    as_alice.post(target, {"reason": "I prefer not to show it"})
    certificate.refresh_from_db()
    assert certificate.status == enrolments.REVOKED
    assert "I prefer not to show it" in html_of(as_alice.get(url("my_learning")))
