"""Which courses and lessons a person is shown: audience, closed networks, order, filters, words."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from core.errors import WrongState
from learning import actions, queries
from learning.models import CourseCompletion, LessonCompletion
from people.models import CompanySettings
from tests.factories.learning import (
    LessonCompletionFactory,
    block,
    items,
    lessons_of,
    make_course,
    make_lesson,
    text_block,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
INDEX = "/fr/learning/"


def change(page, **values):
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def close_networks(*networks):
    settings = CompanySettings.load()
    settings.networks_not_allowed = [("network", network) for network in networks]
    settings.save()


def networks(*names):
    return json.dumps([{"type": "network", "value": name} for name in names])


@pytest.fixture
def track():
    """For coordinators, but for its last lesson. No quiz: reading completes it."""
    course = change(make_course(title="Le parcours", questions=0, is_core=False), audience="coordinators")
    change(lessons_of(course)[1], is_open_to_all=True)
    return course


@pytest.fixture
def coach():
    return UserFactory(roles=["coach"])


# --- audience ---
def test_a_lesson_for_coordinators_does_not_exist_for_others(client, track, alice, coach):
    first, last = lessons_of(track)
    for person, statuses in {alice: (404, 200, 200), coach: (200, 200, 200)}.items():
        client.force_login(person)
        assert tuple(client.get(page.url).status_code for page in (first, last, track)) == statuses
    client.force_login(alice)
    assert client.post(reverse("learning:lesson_complete", args=[first.translation_key])).status_code == 404
    assert first.title not in client.get(INDEX).content.decode()
    assert first.title not in client.get(track.url).content.decode()


def test_a_course_for_coordinators_without_an_open_lesson_does_not_exist_for_others(client, track, alice):
    change(lessons_of(track)[1], is_open_to_all=False)
    client.force_login(alice)
    assert client.get(track.url).status_code == 404
    assert track.title not in client.get(INDEX).content.decode()


def test_reading_the_open_part_completes_nothing_for_others(track, alice, coach):
    for person in (alice, coach):
        for state in queries.course_states(person, keys=[track.translation_key])[0].lessons:
            actions.complete_lesson(lesson=queries.published_lesson(state.key, person), by=person)
    assert not CourseCompletion.objects.filter(user=alice).exists()
    assert CourseCompletion.objects.filter(user=coach).count() == 1


# --- closed networks ---
def test_a_lesson_only_about_closed_networks_is_hidden(client, course, alice):
    hidden, shown = lessons_of(course)
    change(hidden, networks=networks("tiktok"))
    change(shown, networks=networks("tiktok", "linkedin"))
    client.force_login(alice)
    assert client.get(hidden.url).status_code == 200
    close_networks("tiktok")
    assert client.get(hidden.url).status_code == 200  # what was asked a moment ago is kept for a moment
    from django.core.cache import cache

    cache.clear()
    assert client.get(hidden.url).status_code == 404
    assert client.get(shown.url).status_code == 200
    state = queries.course_states(alice, keys=[course.translation_key])[0]
    assert [lesson.key for lesson in state.lessons] == [shown.translation_key]


def test_a_course_of_which_nothing_is_left_is_hidden(client, course, alice):
    for lesson in lessons_of(course):
        change(lesson, networks=networks("tiktok"))
    close_networks("tiktok")
    client.force_login(alice)
    assert queries.course_states(alice) == []
    assert client.get(course.url).status_code == 404


# --- order, required and optional ---
def test_a_course_in_order_opens_lesson_after_lesson(client, course, alice):
    change(course, is_sequential=True)
    first, second = lessons_of(course)
    client.force_login(alice)
    assert "Une idée par leçon" not in client.get(second.url).content.decode()
    with pytest.raises(WrongState):
        actions.complete_lesson(lesson=second, by=alice)
    response = client.post(reverse("learning:lesson_complete", args=[second.translation_key]), follow=True)
    assert not LessonCompletion.objects.exists()
    assert response.status_code == 200
    actions.complete_lesson(lesson=first, by=alice)
    assert "Une idée par leçon" in client.get(second.url).content.decode()


def test_an_optional_lesson_counts_for_nothing(alice):
    course = make_course(lessons=2, questions=0)
    first, second = lessons_of(course)
    change(second, is_required=False)
    actions.complete_lesson(lesson=first, by=alice)
    state = queries.course_states(alice)[0]
    assert (state.lessons_done, state.lessons_total, state.minutes, state.optional_minutes) == (1, 1, 5, 5)
    assert state.is_completed
    assert state.next_lesson is None


def test_sections_begin_where_a_lesson_says_so(alice):
    course = make_course(lessons=3)
    change(lessons_of(course)[1], section="Deuxième partie")
    parts = queries.course_states(alice)[0].sections
    assert [(title, len(lessons)) for title, lessons in parts] == [("", 1), ("Deuxième partie", 2)]


def test_the_course_page_says_what_is_better_read_first(client, course, alice):
    other = make_course(title="D’abord ceci")
    change(course, prerequisites=json.dumps([{"type": "course", "value": str(other.translation_key)}]))
    client.force_login(alice)
    html = client.get(course.url).content.decode()
    assert "D’abord ceci" in html


# --- the list: filters and words ---
@pytest.fixture
def library():
    about = make_course(title="Les comptes", is_core=False)
    change(lessons_of(about)[0], networks=networks("linkedin"))
    body = [text_block("<p>Un incident grave, raconté sans détour.</p>"), accordion()]
    crisis = change(make_course(title="La crise", lessons=1, is_core=False), level="advanced")
    make_lesson(crisis, title="Les secours", body=body)
    return about, crisis


def accordion():
    return block("accordion", parts=items({"title": "Été", "html": "<p>Une canicule.</p>"}), facts=[])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["Les comptes", "La crise"]),
        ({"network": "linkedin"}, ["Les comptes"]),
        ({"network": "nonsense"}, ["Les comptes", "La crise"]),
        ({"level": "advanced"}, ["La crise"]),
        ({"duration": "short"}, ["Les comptes", "La crise"]),
        ({"duration": "long"}, []),
        ({"progress": "begun"}, ["Les comptes"]),
        ({"progress": "done"}, []),
        ({"q": "INCIDENT grave"}, ["La crise"]),
        ({"q": "ete canicule"}, ["La crise"]),
        ({"q": "comptes"}, ["Les comptes"]),
        ({"q": "incident", "network": "linkedin"}, []),
    ],
)
def test_the_list_answers_what_is_asked_in_its_address(client, library, alice, asked, expected):
    LessonCompletionFactory(user=alice, lesson=lessons_of(library[0])[0])
    client.force_login(alice)
    found = queries.find_courses(alice, queries.filters_from(asked))
    assert [each.course.title for each in found] == expected
    response = client.get(INDEX, asked)
    assert response.status_code == 200
    for title in ("Les comptes", "La crise"):
        assert (f">{title}</a>" in response.content.decode()) == (title in expected)


def test_a_search_names_the_lessons_that_hold_the_words(library, alice):
    found = queries.find_courses(alice, queries.filters_from({"q": "canicule"}))
    assert [lesson.title for lesson in found[0].lessons] == ["Les secours"]


def test_what_is_not_shown_is_not_found(track, alice, coach):
    first = lessons_of(track)[0]
    change(first, summary="Un mot rarissime.")
    assert queries.find_courses(alice, queries.filters_from({"q": "rarissime"})) == []
    assert len(queries.find_courses(coach, queries.filters_from({"q": "rarissime"}))) == 1


def test_a_search_costs_the_same_for_one_course_and_for_three(library, alice, queries_):
    queries.find_courses(alice, queries.filters_from({"q": "incident"}))  # what is kept for a moment is asked once
    with queries_() as few:
        queries.find_courses(alice, queries.filters_from({"q": "incident"}))
    make_course(title="Un autre", is_core=False)
    with queries_() as more:
        queries.find_courses(alice, queries.filters_from({"q": "incident"}))
    assert len(few) == len(more)
