"""A line manager, whatever other roles they hold, learns nothing about a report through any page, list, count, search,
export or mail. A second person, managed by somebody else, did the same things: what shows of them proves the test."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from charter.models import Agreement
from coaching import actions as coaching_actions
from coaching import queries as coaching_queries
from coaching.models import CoachingRequest, Message
from coaching.request_kinds import REQUEST_KINDS
from core.models import Notification
from home.models import SubjectSuggestion
from home.queries import coaching_figures, learning_figures, programme_members
from learning import actions as learning_actions
from learning import queries as learning_queries
from learning.models import Attempt, ChecklistTick, CourseCompletion, LessonCompletion
from people import actions as people_actions
from people.models import Membership, User
from people.roles import ROLES
from tests.factories.charter import fill_company, make_version, sign_and_seal
from tests.factories.learning import (
    ChecklistTickFactory,
    LessonCompletionFactory,
    checklist,
    lessons_of,
    make_course,
    make_lesson,
    option_id,
    quiz_of,
)
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

# Roles a line manager may hold besides. HR and legal keep the register, since contracts have to be produced,
# and nothing else.
HELD = [
    (),
    ("coach",),
    ("lead_coach",),
    ("coach", "lead_coach"),
    ("programme_manager",),
    ("coach", "programme_manager"),
    ("editor",),
    ("coach", "lead_coach", "programme_manager", "editor"),
]
HR = ("hr", "legal")


@dataclass
class Story:
    """What one person did; every string of it is theirs alone."""

    user: User
    mark: str
    crisis: CoachingRequest
    restricted: CoachingRequest
    progress: CoachingRequest
    suggestion: SubjectSuggestion
    attempt: Attempt
    agreement: Agreement

    @property
    def names(self) -> list[str]:
        return [self.user.last_name, self.user.email]

    @property
    def secrets(self) -> list[str]:
        """Nothing of these may ever be read."""
        requests = [self.crisis, self.restricted, self.progress]
        urls = [row.get_absolute_url() for row in [*requests, self.suggestion, self.attempt]]
        return [self.mark, str(self.attempt.pk), *(row.reference for row in requests), *urls]

    @property
    def addresses(self) -> list[str]:
        rows = [self.crisis, self.restricted, self.progress, self.suggestion, self.attempt]
        return [*(row.get_absolute_url() for row in rows), download(self.agreement)]


def download(agreement: Agreement) -> str:
    return reverse("charter:charter_download", args=[agreement.reference])


def ask(by: User, kind: str, **answers: str) -> CoachingRequest:
    form = REQUEST_KINDS[kind].form_class({**REQUEST_KINDS[kind].example, **answers})
    assert form.is_valid(), form.errors
    return coaching_actions.open_request(by=by, kind=kind, answers=form.cleaned_data, token=uuid.uuid4(), language="fr")


def tell(name: str, manager: User | None, course) -> Story:
    """Join, read, tick, try the quiz, sign, ask three times, be answered, suggest: through the real actions."""
    mark = f"Secret-{name}-7f3a"
    user = UserFactory(first_name="Camille", last_name=name, email=f"{name.lower()}@example.com", line_manager=manager)
    people_actions.join_programme(user=user, by=user)
    agreement = sign_and_seal(user)
    requests = {
        "crisis": ask(user, "crisis", situation="hostile_comments", words=mark),
        "restricted": ask(user, "crisis", situation="harassment", words=mark),
        "progress": ask(user, "other"),
    }
    helper = UserFactory()
    for request in requests.values():
        Message.objects.create(request=request, author=user, body=mark, request_version=request.version)
        Message.objects.create(
            request=request, author=helper, visibility=Message.NOTE, body=mark, request_version=request.version
        )
    from home.actions import suggest_subject

    suggestion = suggest_subject(by=user, title=mark, text=mark)
    attempt = learning_actions.start_attempt(quiz=quiz_of(course), by=user)
    given = [learning_actions.GivenAnswer(q.position, 0, option_id(q)) for q in attempt.questions.all()]
    learning_actions.save_answers(attempt=attempt, answers=given, by=user)
    learning_actions.submit_attempt(attempt=attempt, by=user, confirmed=True)
    LessonCompletionFactory(user=user, lesson=lessons_of(course)[0])
    ChecklistTickFactory(user=user, network="all", note=mark)
    return Story(user, mark, **requests, suggestion=suggestion, attempt=attempt, agreement=agreement)


@pytest.fixture(autouse=True)
def _as_settled(settings):
    settings.SIGNING_REQUIRES_CORE_PATH = False
    with translation.override("fr"):
        yield


@pytest.fixture
def course():
    course = make_course(title="Cours")
    make_lesson(course, title="Liste", body=[checklist("all")])
    return course


@pytest.fixture
def world(course):
    """(the manager, their report's story, another person's story); the manager's roles are given later."""
    fill_company()
    make_version(UserFactory(last_name="Éditrice", roles=["hr"]))
    UserFactory(last_name="Écoute", roles=["coach", "lead_coach"])
    manager = UserFactory(last_name="Cheffe", email="cheffe@example.com")
    return manager, tell("Rapporteau", manager, course), tell("Voisinard", UserFactory(), course)


def give(manager: User, roles: tuple[str, ...]) -> User:
    from django.contrib.auth.models import Group

    manager.groups.set(Group.objects.filter(name__in=roles))
    return User.objects.get(pk=manager.pk)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def read(client: Client, url: str, query: dict[str, str] | None = None) -> str:
    """The page, without what was just typed into its search; empty when there is no such page."""
    with translation.override("fr"):
        response = client.get(url, query or {})
    if response.status_code == 404:
        return ""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


def pages(course, story: Story) -> list[str]:
    """Every page without an object, and every public object of the site."""
    plain = [
        *(f"home:{name}" for name in ("journey", "programme", "programme_figures", "privacy", "privacy_export")),
        *(f"home:{name}" for name in ("delivery", "suggestion_list", "suggestion_inbox", "membership_leave")),
        *(f"learning:{name}" for name in ("course_list",)),
        *(f"coaching:{name}" for name in ("request_list", "queue")),
        *(f"charter:{name}" for name in ("charter_detail", "register", "register_export", "version_publish")),
        *(f"people:{name}" for name in ("person_list", "profile")),
    ]
    shows = [f"{reverse('coaching:queue')}?show={show}" for show in coaching_queries.FILTERS]
    lists = [*shows, f"{reverse('home:suggestion_inbox')}?show=answered"]
    content = [course.url, *(lesson.url for lesson in lessons_of(course))]
    quiz = reverse("learning:quiz_start", args=[quiz_of(course).translation_key])
    person = reverse("people:person_edit", args=[story.user.pk])
    return [*(reverse(name) for name in plain), *lists, *content, quiz, person, *story.addresses]


@pytest.mark.parametrize("roles", HELD, ids="+".join)
def test_no_page_of_a_line_manager_holds_anything_of_a_report(world, course, roles):
    manager, report, _other = world
    client = signed_in(give(manager, roles))
    for url in pages(course, report):
        text = read(client, url)
        for word in [*report.names, *report.secrets, report.agreement.reference]:
            assert word not in text, f"{word} on {url}"


def test_the_other_person_is_seen_where_the_roles_allow(world, course):
    """Without this the test above could not fail."""
    manager, _report, other = world
    client = signed_in(give(manager, HELD[-1]))
    text = "".join(read(client, url) for url in pages(course, other))
    for word in [*other.names, other.mark, other.crisis.reference, other.progress.reference]:
        assert word in text
    found = [url for url in other.addresses if read(client, url)]
    assert found == other.addresses[:4]


def test_the_report_is_seen_as_soon_as_somebody_else_manages_them(world, course):
    manager, report, _other = world
    client = signed_in(give(manager, HELD[-1]))
    User.objects.filter(pk=report.user.pk).update(line_manager=None)
    text = "".join(read(client, url) for url in pages(course, report))
    for word in [*report.names, report.mark, report.crisis.reference]:
        assert word in text


@pytest.mark.parametrize("roles", HELD, ids="+".join)
def test_no_search_finds_a_report(world, roles):
    manager, report, _other = world
    client = signed_in(give(manager, roles))
    for name in ("home:programme", "people:person_list", "charter:register", "charter:register_export"):
        for asked in (report.user.last_name, report.user.email, "Camille", report.agreement.reference):
            text = read(client, reverse(name), {"q": asked}).replace(f'value="{asked}"', "").replace(f"“{asked}”", "")
            text = text.replace(f"?q={asked}", "")  # the links to the other language keep the question
            links = (report.user.email, report.agreement.reference)
            at = [text[max(0, text.find(w) - 90) : text.find(w) + 40] for w in links if w in text]
            assert not at, f"{asked} in {name}: {at}"


def test_a_search_finds_the_other_person(world):
    manager, _report, other = world
    client = signed_in(give(manager, ("programme_manager",)))
    assert other.user.email in read(client, reverse("home:programme"), {"q": other.user.last_name})


@pytest.mark.parametrize("roles", HELD, ids="+".join)
def test_no_gate_lets_a_row_of_a_report_through(world, roles):
    manager, report, _other = world
    manager = give(manager, roles)
    owners = {
        CoachingRequest: "requester",
        Message: "request__requester",
        Attempt: "learner",
        LessonCompletion: "user",
        CourseCompletion: "user",
        ChecklistTick: "user",
        Membership: "user",
        Agreement: "user",
        SubjectSuggestion: "author",
        Notification: "recipient",
    }
    for model, owner in owners.items():
        rows = model.objects.filter(**{owner: report.user})
        assert rows.exists(), model
        assert not model.objects.visible_to(manager).filter(**{owner: report.user}).exists(), model


def test_counts_and_figures_are_made_without_reports(world, course):
    manager, _report, other = world
    manager = give(manager, HELD[-1])
    counts = coaching_queries.queue_counts(manager, "")
    assert counts["open"] == counts["unclaimed"] == 3  # the other person's, of six
    assert [member.user for member in programme_members(manager)] == [other.user]
    reports = manager.reports.values_list("pk", flat=True)
    (figures,) = learning_queries.programme_figures(exclude_users=reports)
    assert (figures.tried, figures.passed) == (1, 1)
    (figures,) = learning_queries.programme_figures()
    assert (figures.tried, figures.passed) == (2, 2)


def test_the_shown_figures_do_not_move_with_a_report(world, course):
    """Six others make the figures shown; whatever the report does, the manager reads the same numbers."""
    manager, report, _other = world
    manager = give(manager, ("programme_manager",))
    elsewhere = give(UserFactory(), ("programme_manager",))
    for _n in range(6):
        member = MembershipFactory()
        ask(member.user, "other")
    before = figures(manager), figures(elsewhere)
    ask(report.user, "other")
    ask(report.user, "crisis", situation="hostile_comments")
    assert figures(manager) == before[0]
    assert figures(elsewhere) != before[1]
    Membership.objects.filter(user=report.user).update(state="left", left_at=timezone.now())
    assert figures(manager) == before[0]


def figures(reader: User) -> list[list[tuple[object, object]]]:
    rows = [*learning_figures(), *coaching_figures(reader)]
    return [[(cell.value, cell.status) for cell in row.cells] for row in rows]


def test_hr_keeps_the_register_and_learns_nothing_else(world, course):
    """Each page but the register: no word, no request, no attempt, no membership. The directory names its people."""
    manager, report, _other = world
    client = signed_in(give(manager, HR))
    register = {reverse("charter:register"), reverse("charter:register_export"), download(report.agreement)}
    for url in (url for url in pages(course, report) if url not in register):
        text = read(client, url)
        for word in [*report.secrets, report.agreement.reference]:
            assert word not in text, f"{word} on {url}"
    assert report.agreement.reference in read(client, reverse("charter:register"))
    assert not Membership.objects.visible_to(manager).filter(user=report.user).exists()
    for url in register - {download(report.agreement)}:
        assert not any(word in read(client, url) for word in report.secrets)


def test_the_directory_tells_hr_the_same_of_who_takes_part_and_who_does_not(world):
    manager, report, _other = world
    client = signed_in(give(manager, ("hr",)))
    url = reverse("people:person_edit", args=[report.user.pk])
    taking_part = without_tokens(read(client, url))
    Membership.objects.filter(user=report.user).update(state="left", left_at=timezone.now())
    assert without_tokens(read(client, url)) == taking_part


def without_tokens(html: str) -> str:
    import re

    return re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"|"X-CSRFToken": ?"[^"]*"', "", html)


@pytest.mark.parametrize("roles", [*HELD, tuple(ROLES)], ids="+".join)
def test_no_mail_of_a_report_reaches_their_line_manager(course, roles, drain):
    fill_company()
    make_version(UserFactory(roles=["hr"]))
    helper = UserFactory(last_name="Écoute", roles=["coach", "lead_coach", "editor", "hr"])
    manager = give(UserFactory(email="cheffe@example.com"), roles)
    report = tell("Rapporteau", manager, course)
    coaching_actions.claim_request(request=report.crisis, by=helper)
    from home.actions import leave

    leave(user=report.user, by=report.user)
    drain()
    to = {address for message in mail.outbox for address in message.recipients()}
    assert {report.user.email, helper.email} <= to
    assert manager.email not in to
    assert not Notification.objects.filter(recipient=manager).exists()


def test_mails_about_the_other_person_do_reach_the_manager(course, drain):
    fill_company()
    make_version(UserFactory(roles=["hr"]))
    manager = give(UserFactory(email="cheffe@example.com"), ("coach", "lead_coach"))
    tell("Voisinard", UserFactory(), course)
    drain()
    assert manager.email in {address for message in mail.outbox for address in message.recipients()}
