"""Every address for every role. A pattern of ours that is not in the table fails."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, TestCase, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation

from coaching.models import CoachingRequest
from core.models import Notification
from home.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from learning import actions as learning_actions
from learning.models import (
    AnswerToRead,
    Certificate,
    CourseIndexPage,
    CoursePage,
    EnrolmentRule,
    LessonPage,
    Quiz,
    QuizOverride,
    Refresher,
    SharedAttempt,
)
from people import states
from people.models import Absence, Cohort, User
from people.roles import ROLES as GROUPS
from tests.factories.charter import fill_company, make_version, sign_and_seal
from tests.factories.coaching import CrisisFactory
from tests.factories.home import SubjectSuggestionFactory
from tests.factories.learning import make_message
from tests.factories.people import MembershipFactory, UserFactory

from .table import LOGIN, MANAGERS, PAGES, ROLES, TABLE, Row

OURS = {"home", "people", "learning", "coaching", "charter"}
OURS_WITHOUT_NAMESPACE = {"media_image", "health_live", "certificate_verify", "cms_bulk_people", "cms_bulk_auth"}


# --- The table is complete -------------------------------------------------------------------------------------------
def patterns(resolver: URLResolver, namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, frozenset[str], Any]]:
    """(qualified name, argument names, view) of every pattern."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, (*namespaces, entry.namespace) if entry.namespace else namespaces)
        elif isinstance(entry, URLPattern):
            name = ":".join([*namespaces, entry.name or ""])
            yield name, frozenset(entry.pattern.regex.groupindex), entry.callback


def is_ours(name: str, view: Any) -> bool:
    return name.split(":")[0] in OURS or view.__module__.split(".")[0] in OURS


def test_every_address_of_ours_is_in_the_table():
    known = {(row.name, frozenset(row.args)) for row in TABLE}
    ours = {(name, args) for name, args, view in patterns(get_resolver()) if is_ours(name, view)}
    assert len(ours) > 60
    assert {name for name, _args in ours} >= OURS_WITHOUT_NAMESPACE
    assert not ours - known


def test_every_row_says_something_of_every_role():
    for expected in [*(row.expected for row in TABLE), *PAGES.values()]:
        assert set(expected) == set(ROLES)


def test_no_row_is_there_twice():
    keys = [(row.name, frozenset(row.args), row.method) for row in TABLE]
    assert len(keys) == len(set(keys))


# --- The table is true -----------------------------------------------------------------------------------------------
def person(role: str, **values: Any) -> User:
    group = role.removesuffix("_who_is_line_manager")
    return UserFactory(
        email=f"{role}@example.com",
        roles=[group] if group in GROUPS else [],
        is_superuser=role == "administrator",
        **values,
    )


@pytest.mark.django_db
@pytest.mark.catalogue
@override_settings(SIGNING_REQUIRES_CORE_PATH=False)
class AccessTests(TestCase):
    """One set-up for the whole table; each request is undone, so that none stands in another's way."""

    @classmethod
    @override_settings(SIGNING_REQUIRES_CORE_PATH=False)
    def setUpTestData(cls) -> None:
        cls.people = {role: person(role) for role in ROLES if role != "anonymous"}
        cls.alice = cls.people["ambassador"]
        User.objects.filter(pk=cls.alice.pk).update(line_manager=cls.people["line_manager"])
        MembershipFactory(user=cls.alice)
        MembershipFactory(user=cls.people["stranger"], state=states.AMBASSADOR)
        fill_company()
        make_version(cls.people["hr"])
        cls.objects = cls.objects_of_alice() | cls.content()
        cls.pages = cls.find_pages()

    @classmethod
    def objects_of_alice(cls) -> dict[str, Any]:
        today = timezone.localdate()
        return {
            "agreement": (agreement := sign_and_seal(cls.alice)),
            "reference": agreement.reference,
            "request": CrisisFactory(requester=cls.alice, held_by=cls.people["coach"]).pk,
            "suggestion": SubjectSuggestionFactory(author=cls.alice).pk,
            "notice": Notification.objects.filter(recipient=cls.alice).first().pk,
            "person": cls.alice.pk,
            "absence": Absence.objects.create(user=cls.alice, starts_on=today, ends_on=today).pk,
        }

    @classmethod
    def content(cls) -> dict[str, Any]:
        """Where the catalogue's things stand, and Alice's attempt at a quiz."""
        quiz = Quiz.objects.filter(locale__language_code="fr").first()
        lessons = LessonPage.objects.filter(locale__language_code="fr", live=True).order_by("path")
        learning_actions.complete_course(course_key=quiz.course.translation_key, by=cls.alice)
        lesson, network, step = next(found for page in lessons for found in checklist_steps(page))
        return cls.shown_and_allowed() | {
            "quiz": quiz.translation_key,
            "course_key": quiz.course.translation_key,
            "certificate": Certificate.objects.get(user=cls.alice).pk,
            "rule": EnrolmentRule.objects.create(name="Rule", course_key=quiz.course.translation_key).pk,
            "question": quiz.slots.first().question.translation_key,
            "attempt": learning_actions.start_attempt(quiz=quiz, by=cls.alice).pk,
            "course": lesson.get_parent().slug,
            "lesson": lesson.slug,
            "lesson_key": lesson.translation_key,
            "network": network,
            "step": step,
            "position": 1,
            "block": uuid.uuid4(),
            "film": 1,
            "message": make_message().pk,
            "refresher": Refresher.objects.create(user=cls.alice, message_key=uuid.uuid4()).pk,
            "kind": "crisis",
            "mail": "x",
            "image": "nothing.png",
        }

    @classmethod
    def shown_and_allowed(cls) -> dict[str, Any]:
        """A finished attempt shown to one coach, an answer sent to the team, and an exception for Alice."""
        quiz = Quiz.objects.filter(locale__language_code="fr").last()
        finished = learning_actions.start_attempt(quiz=quiz, by=cls.alice)
        learning_actions.submit_attempt(attempt=finished, by=cls.alice, confirmed=True)
        exception = QuizOverride.objects.create(quiz_key=quiz.translation_key, person=cls.alice, attempts_allowed=3)
        return {
            "share": SharedAttempt.objects.create(attempt=finished, coach=cls.people["coach"]).pk,
            "reading": AnswerToRead.objects.create(question=finished.questions.first()).pk,
            "exception": exception.pk,
            "cohort": Cohort.objects.create(name="2026").pk,
        }

    @classmethod
    def find_pages(cls) -> dict[str, str]:
        def address(model: Any, **values: Any) -> str:
            found = model.objects.filter(locale__language_code="fr", live=True, **values).order_by("path").first()
            return str(found.get_url())

        return {
            "home": address(HomePage),
            "standing_page": address(StandardPage),
            "news_index": address(NewsIndexPage),
            "news": address(NewsPage),
            "courses": address(CourseIndexPage),
            "course_page": address(CoursePage),
            "lesson_page": address(LessonPage),
        }

    # --- Asking ---
    def setUp(self) -> None:
        """Addresses begin with the active language, and a page leaves its own active."""
        self.enterContext(translation.override("fr"))

    def cookies_of(self, role: str) -> dict[str, str]:
        if role == "anonymous":
            return {}
        client = Client()
        client.force_login(self.people[role], backend="django.contrib.auth.backends.ModelBackend")
        return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}

    def answer(self, cookies: dict[str, str], method: str, url: str) -> int | str:
        client = Client()
        client.cookies.load(cookies)
        with translation.override("fr"), transaction.atomic():
            response = client.generic(method, url)
            if response.streaming:
                b"".join(response.streaming_content)
            transaction.set_rollback(True)
        asks = response.status_code == 302 and response["Location"].split("?")[0] == reverse("account_login")
        return LOGIN if asks else response.status_code

    def address(self, row: Row) -> str:
        return reverse(row.name, kwargs={name: self.objects[key] for name, key in row.args.items()})

    def check(self, role: str) -> None:
        if role in MANAGERS:
            User.objects.filter(pk=self.alice.pk).update(line_manager=self.people[role])
        cookies = self.cookies_of(role)
        wrong = []
        for row in TABLE:
            found = self.answer(cookies, row.method, self.address(row))
            if found != row.expected[role]:
                wrong.append(f"{row}: {found}, not {row.expected[role]}")
        for name, expected in PAGES.items():
            found = self.answer(cookies, "GET", self.pages[name])
            if found != expected[role]:
                wrong.append(f"page {name}: {found}, not {expected[role]}")
        assert not wrong, "\n".join([role, *wrong])

    def test_what_is_posted_is_never_got(self) -> None:
        cookies = self.cookies_of("ambassador")
        rows = [row for row in TABLE if row.method == "POST" and row.name != "set_language"]
        found = {str(row): self.answer(cookies, "GET", self.address(row)) for row in rows}
        assert found == dict.fromkeys(found, 405)

    def test_what_a_refused_person_posts_changes_nothing(self) -> None:
        """The coaching team may see a request without every right to it: 302 and 422 must not hide an act."""
        CoachingRequest.objects.filter(pk=self.objects["request"]).update(assignee=self.people["coach"])
        client = Client()
        client.cookies.load(self.cookies_of("stranger"))
        for row in TABLE:
            if row.name.startswith("coaching:") and row.method == "POST":
                client.post(self.address(row))
        assert CoachingRequest.objects.get(pk=self.objects["request"]).version == 0


def checklist_steps(page: LessonPage) -> Iterator[tuple[LessonPage, str, str]]:
    for block in page.body:
        if block.block_type == "checklist":
            yield page, block.value["network"], block.value["steps"][0]["key"]


def _add(role: str) -> None:
    setattr(AccessTests, f"test_{role}", lambda self: self.check(role))


for _role in ROLES:
    _add(_role)
