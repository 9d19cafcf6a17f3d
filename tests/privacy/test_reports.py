"""What nobody can work out from the learning report, whichever pages, filters and exports they put side by side."""

from __future__ import annotations

import csv
import io
import itertools
import random

import pytest
from django.test import Client
from django.urls import reverse

from home import reports
from home.queries import learning_figures
from learning.models import CourseCompletion
from people.models import Cohort, Entity, User
from tests.factories.learning import make_course
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
ALL = reports.ALL
LEAST = 5


@pytest.fixture
def course():
    return make_course(title="Cours")


def complete(users, course):
    for user in users:
        CourseCompletion.objects.create(user=user, course_key=course.translation_key)


def members(count, **values):
    return [MembershipFactory(user=UserFactory(**values)).user for _n in range(count)]


def pages(reader, **query):
    """All that a reader can take away with these filters."""
    client = Client()
    client.force_login(reader)
    names = ("learning_report", "learning_report_csv", "mastery_report")
    found = []
    for name in names:
        response = client.get(reverse(f"home:{name}"), query)
        assert response.status_code == 200
        content = b"".join(response.streaming_content) if response.streaming else response.content
        found.append(content.decode().replace(str(reader), "").split("<main")[-1])
    return found


# --- Line managers ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["programme_manager", "hr"])
def test_what_a_report_does_changes_nothing_their_line_manager_can_read(course, role):
    boss, colleague = UserFactory(roles=[role]), UserFactory(roles=["programme_manager"])
    complete(members(20)[:9], course)
    (report,) = members(1, line_manager=boss)
    before = [pages(reader) for reader in (boss, colleague)], [row.cells for row in learning_figures()]
    complete([report], course)
    after = [pages(reader) for reader in (boss, colleague)], [row.cells for row in learning_figures()]
    assert before == after
    complete(members(1), course)
    assert pages(boss) != before[0][0]


def test_a_colleagues_export_tells_a_line_manager_nothing(course):
    """The reports of every reader are left out for all, so that there is no difference to take."""
    boss, colleague = (UserFactory(roles=["programme_manager"]) for _n in range(2))
    complete(members(20)[:9], course)
    complete(members(3, line_manager=boss)[:1], course)
    assert pages(boss)[1] == pages(colleague)[1]


def test_a_reader_who_is_no_longer_one_is_not_taken_for_one(course):
    gone = UserFactory(roles=["programme_manager"], is_active=False)
    report = members(1, line_manager=gone)[0]
    assert report.pk not in reports.left_out()


# --- Differences -----------------------------------------------------------------------------------------------------
def everything_shown(report, part):
    """(cohort, entity) -> number, over every filter there is."""
    (course,) = report.courses
    groups = itertools.product([ALL, *dict(report.cohorts)], [ALL, *dict(report.entities)])
    cells = {group: getattr(course.line(*group), part) for group in groups}
    return {group: cell.value for group, cell in cells.items() if cell.is_shown}


def covered(group, cohorts, entities):
    """The pairs a group is made of."""
    return {
        (cohort, entity)
        for cohort in (cohorts if group[0] == ALL else [group[0]])
        for entity in (entities if group[1] == ALL else [group[1]])
    }


@pytest.fixture
def crowd(course):
    """People spread unevenly over cohorts and entities, and who of them has completed the course."""

    def make(seed, count):
        rng = random.Random(seed)
        cohorts = [*(Cohort.objects.create(name=f"C{seed}-{n}") for n in range(2)), None]
        entities = [*(Entity.objects.create(name=f"E{seed}-{n}") for n in range(2)), None]
        for _person in range(count):
            cohort, entity = rng.choices(cohorts, [9, 5, 1])[0], rng.choices(entities, [9, 4, 1])[0]
            (user,) = members(1, cohort=cohort, entity=entity)
            if rng.random() < 0.6:
                complete([user], course)

    return make


@pytest.mark.parametrize(("seed", "count"), [(1, 60), (2, 190), (3, 240)])
def test_no_two_filters_differ_by_fewer_than_five_people(course, crowd, seed, count):
    """Each pair of nested filters, and each group less all its parts: what is left is nobody, or five and more."""
    crowd(seed, count)
    report = reports.learning_report()
    cohorts, entities = [list(dict(names)) for names in (report.cohorts, report.entities)]
    for part in ("people", "completed", "left"):
        shown = everything_shown(report, part)
        assert all(value >= LEAST or (part == "people" and value == 0) for value in shown.values())
        own = {group: covered(group, cohorts, entities) for group in shown}
        for outer in shown:
            inside = [group for group in shown if group != outer and own[group] < own[outer]]
            for size in (1, 2, 3):
                for chosen in itertools.combinations(inside, size):
                    sets = [own[group] for group in chosen]
                    if sum(map(len, sets)) == len(set().union(*sets)):
                        rest = shown[outer] - sum(shown[group] for group in chosen)
                        assert rest == 0 or rest >= LEAST, (part, outer, chosen, rest)


def test_a_filter_only_chooses_among_the_figures_without_it(course, crowd):
    crowd(4, 190)
    reader = UserFactory(roles=["hr"])
    report = reports.learning_report()
    rows = list(csv.reader(io.StringIO(pages(reader)[1].removeprefix("\ufeff")), delimiter=";"))
    choices = [["", *map(reports.word, dict(names))] for names in (report.cohorts, report.entities)]
    for cohort, entity in itertools.product(*choices):
        some = pages(reader, cohort=cohort, entity=entity, months="3")[1]
        found = list(csv.reader(io.StringIO(some.removeprefix("\ufeff")), delimiter=";"))
        assert all(row in rows for row in found)


def test_months_and_certificates_ignore_the_groups(course, crowd):
    crowd(5, 60)
    reader = UserFactory(roles=["programme_manager"])
    client = Client()
    client.force_login(reader)
    cohort = Cohort.objects.first()
    for table in ("months", "certificates"):
        texts = {
            b"".join(client.get(reverse("home:learning_report_csv"), {"table": table, **query}).streaming_content)
            for query in ({}, {"cohort": cohort.pk})
        }
        assert len(texts) == 1


def test_the_older_page_of_figures_shows_no_more_than_the_report(course):
    complete(members(30)[:14], course)
    small = Cohort.objects.create(name="Petite")
    complete(members(3, cohort=small)[:1], course)
    (found,) = reports.learning_report().courses
    (row,) = learning_figures()
    everybody = found.line()
    assert [cell.value for cell in row.cells[:2]] == [everybody.completed.value, everybody.left.value]


def test_no_report_names_anybody(course, crowd):
    crowd(6, 30)
    reader = UserFactory(roles=["programme_manager", "hr"])
    texts = pages(reader)
    for user in User.objects.exclude(pk=reader.pk):
        assert not any(word in text for text in texts for word in (user.last_name, user.email))
