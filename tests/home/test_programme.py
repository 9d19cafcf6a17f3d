"""The programme manager's pages: strangers first, then reports, then what figures may not tell."""

from __future__ import annotations

import pytest
from django.urls import reverse

from coaching.request_kinds import REQUEST_KINDS
from core.models import AuditEvent
from home.queries import coaching_figures, learning_figures
from learning.models import CourseCompletion, CoursePage
from people import states
from people.models import Entity, Membership
from tests.factories.coaching import CrisisFactory, MessageFactory, ProgressRequestFactory
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST, FIGURES = reverse("home:programme"), reverse("home:programme_figures")


@pytest.fixture
def manager(client):
    person = UserFactory(roles=["programme_manager"])
    client.force_login(person)
    return person


def shown(rows):
    return [[cell.value if cell.is_shown else cell.status for cell in row.cells] for row in rows]


@pytest.mark.parametrize("url", [LIST, FIGURES])
@pytest.mark.parametrize("role", [None, "coach", "lead_coach", "legal", "hr", "editor", "administrator"])
def test_the_pages_do_not_exist_for_others(client, url, role):
    MembershipFactory()
    client.force_login(UserFactory(roles=[role] if role else [], is_superuser=True))
    assert client.get(url).status_code == 404
    client.logout()
    assert client.get(url).status_code == 302


@pytest.mark.parametrize("url", [LIST, FIGURES])
def test_the_pages_are_read_only(client, manager, url):
    assert client.post(url).status_code == 405


def test_a_report_is_in_no_list_and_no_search(client, manager):
    report = MembershipFactory(user=UserFactory(last_name="Caché", line_manager=manager))
    other = MembershipFactory(user=UserFactory(last_name="Montré", line_manager=UserFactory()))
    for query in ({}, {"q": "Caché"}, {"q": report.user.email}):
        assert report.user.email not in client.get(LIST, query).content.decode().replace(
            f'value="{report.user.email}"', ""
        )
    assert other.user.email in client.get(LIST).content.decode()


def test_who_left_and_who_never_came_are_not_listed(client, manager):
    left = MembershipFactory()
    Membership.objects.filter(pk=left.pk).update(state=states.LEFT, left_at=left.joined_at)
    never = UserFactory()
    html = client.get(LIST).content.decode()
    assert left.user.email not in html
    assert never.email not in html


def test_the_list_shows_membership_and_charter_and_nothing_else(client, manager):
    member = MembershipFactory(state=states.AMBASSADOR)
    request = CrisisFactory(requester=member.user)
    MessageFactory(request=request, author=member.user, body="Mots que personne ne doit lire")
    ProgressRequestFactory(requester=member.user, subject="Sujet secret")
    for url in (LIST, FIGURES):
        html = client.get(url).content.decode()
        for word in ("Mots que personne", "Sujet secret", request.reference, request.title):
            assert word not in html


def test_a_search_that_finds_nobody_keeps_its_words(client, manager):
    html = client.get(LIST, {"q": "personne-de-ce-nom"}).content.decode()
    assert 'value="personne-de-ce-nom"' in html


def test_the_list_costs_the_same_with_one_and_three_rows(client, manager, queries):
    MembershipFactory(user=UserFactory(entity=Entity.objects.create(name="A")))
    client.get(LIST)
    with queries() as one:
        client.get(LIST)
    for name in "BC":
        MembershipFactory(user=UserFactory(entity=Entity.objects.create(name=name)))
    with queries() as three:
        client.get(LIST)
    assert len(one) == len(three) <= 12


# --- Figures ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def course():
    return CoursePage.objects.live().filter(locale__language_code="fr").order_by("path").first()


@pytest.fixture
def complete(course):
    def make(count, **person):
        members = MembershipFactory.create_batch(count)
        for member in members:
            for name, value in person.items():
                setattr(member.user, name, value)
            member.user.save()
            CourseCompletion.objects.create(user=member.user, course_key=course.translation_key)
        return members

    return make


@pytest.mark.catalogue
@pytest.mark.parametrize(
    ("completed", "others", "expected"),
    [
        (7, 8, [7, 8, 15]),
        (4, 11, ["few", "hidden", 15]),
        (15, 0, ["hidden", "few", 15]),
        (14, 1, ["hidden", "few", 15]),
        (2, 2, ["hidden", "hidden", 4]),
    ],
)
def test_few_nearly_all_and_all_are_hidden_alike(manager, complete, completed, others, expected):
    complete(completed)
    MembershipFactory.create_batch(others)
    assert shown(learning_figures())[0] == expected


@pytest.mark.catalogue
def test_reports_of_any_reader_are_in_no_figure_of_learning(manager, complete):
    """The same figures for all: two readers who compare theirs learn nothing about each other's teams."""
    complete(6)
    complete(3, line_manager=manager)
    complete(2, line_manager=UserFactory(roles=["hr"]))
    complete(1, line_manager=UserFactory(roles=["coach"]))
    MembershipFactory.create_batch(9)
    assert shown(learning_figures())[0] == [7, 9, 16]


def coaching(manager):
    return {
        str(row.title): row.total.value if row.total.is_shown else row.total.status for row in coaching_figures(manager)
    }


def test_reports_and_restricted_requests_are_in_no_figure_of_coaching(manager):
    label = {kind.key: str(kind.label) for kind in REQUEST_KINDS}
    for kind, count in (("other", 6), ("content_advice", 9)):
        for _person in range(count):
            ProgressRequestFactory(requester=UserFactory(), kind=kind)
    for _person in range(7):
        CrisisFactory(requester=UserFactory())
    ProgressRequestFactory(requester=UserFactory(line_manager=manager))
    CrisisFactory(requester=UserFactory(), restricted=True)
    found = coaching(manager)
    assert found.pop(label["profile_review"]) == "few"
    assert found.pop(label["other"]) == "hidden"
    assert found.pop(label["crisis"]) == 7
    assert found.pop(label["content_advice"]) == 9
    assert list(found.values()) == [22]


def test_many_requests_of_one_person_are_few(manager):
    ProgressRequestFactory.create_batch(9, requester=UserFactory())
    assert set(coaching(manager).values()) == {"few"}


@pytest.mark.catalogue
def test_the_figures_cost_the_same_with_one_and_many_requests(client, manager, queries):
    ProgressRequestFactory(requester=UserFactory())
    client.get(FIGURES)
    with queries() as one:
        client.get(FIGURES)
    for _person in range(5):
        ProgressRequestFactory(requester=UserFactory())
    with queries() as many:
        response = client.get(FIGURES)
    assert len(one) == len(many) <= 12
    assert response.status_code == 200
    assert not AuditEvent.objects.exists()
