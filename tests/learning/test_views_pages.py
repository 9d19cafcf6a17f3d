"""Course and lesson pages: who may open them, what they record (nothing), what they cost."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageViewRestriction

from learning.models import ChecklistTick, CourseIndexPage, LessonCompletion, LessonPage
from tests.factories.learning import (
    ChecklistTickFactory,
    CourseCompletionFactory,
    FactFactory,
    LessonCompletionFactory,
    block,
    checklist,
    items,
    lessons_of,
    make_course,
    make_lesson,
    text_block,
)

pytestmark = pytest.mark.django_db


def page(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


# --- who ---


@pytest.mark.parametrize("which", ["index", "course", "lesson"])
def test_signed_out_visitors_are_asked_to_sign_in(course, which):
    pages = {"index": CourseIndexPage.objects.get(), "course": course, "lesson": lessons_of(course)[0]}
    response = Client().get(pages[which].url)
    assert response.status_code == 302
    assert response["Location"].startswith("/fr/account/login/")


def test_wagtails_own_route_asks_to_sign_in_too(course):
    """When an editor gives the list another address, its pages are routed by Wagtail: the hook is there."""
    index = CourseIndexPage.objects.get()
    index.slug = "formation"
    index.save_revision().publish()
    course.refresh_from_db()
    assert course.url.startswith("/fr/formation/")
    assert Client().get(course.url)["Location"].startswith("/fr/account/login/")


def test_wagtails_own_route_shows_the_same_page(as_alice, course):
    index = CourseIndexPage.objects.get()
    index.slug = "formation"
    index.save_revision().publish()
    course.refresh_from_db()
    assert course.title in page(as_alice, course.url)
    assert course.title in page(as_alice, index.__class__.objects.get().url)


def test_an_address_that_is_no_courses_is_not_found(as_alice, course):
    page(as_alice, "/fr/learning/nowhere/", 404)
    page(as_alice, f"{course.url}nowhere/", 404)


def test_a_draft_is_not_found(as_alice, course):
    lesson = lessons_of(course)[0]
    lesson.unpublish()
    page(as_alice, lesson.url, 404)


def test_a_restriction_set_by_an_editor_is_wagtails_to_judge(as_alice, course):
    from django.contrib.auth.models import Group

    restriction = PageViewRestriction.objects.create(page=course, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.get(name="coach"))
    assert as_alice.get(lessons_of(course)[0].url).status_code == 302
    assert as_alice.get(CourseIndexPage.objects.get().url).status_code == 200


def test_volunteer_or_not_everybody_signed_in_reads(as_alice, course):
    assert lessons_of(course)[0].title in page(as_alice, course.url)


# --- what ---


def test_without_any_course_a_page_says_so(as_alice):
    with translation.override("en"):
        assert "No course yet" in page(as_alice, reverse("learning:course_list"))


def test_reading_records_nothing(as_alice, course):
    page(as_alice, CourseIndexPage.objects.get().url)
    page(as_alice, course.url)
    for lesson in lessons_of(course):
        page(as_alice, lesson.url)
    assert not LessonCompletion.objects.exists()


def test_a_course_shows_what_is_read_and_one_next_step(as_alice, alice, course):
    first, second = lessons_of(course)
    LessonCompletionFactory(user=alice, lesson=first)
    html = page(as_alice, course.url)
    assert html.count('id="next-step"') == 1
    assert html.index(second.title) < html.index(first.title)  # the next step stands first


def test_progress_is_nobody_elses(as_alice, charlie, course):
    LessonCompletionFactory(user=charlie, lesson=lessons_of(course)[0])
    CourseCompletionFactory(user=charlie, course=course)
    html = page(as_alice, course.url)
    assert 'value="0" max="2"' in html
    assert 'data-tone="success"' not in html


def test_a_completed_course_says_when(as_alice, alice, course):
    completion = CourseCompletionFactory(user=alice, course=course)
    assert str(completion.completed_at.year) in page(as_alice, course.url)


def test_a_lesson_leads_to_its_neighbours(as_alice, course):
    first, second = lessons_of(course)
    assert f'href="{second.url}"' in page(as_alice, first.url)
    assert 'rel="prev"' in page(as_alice, second.url)
    assert 'rel="prev"' not in page(as_alice, first.url)


def test_every_block_is_shown(as_alice, course):
    body = [
        text_block("<h2>Un titre</h2><p>Un texte</p>"),
        block("key_point", text="À retenir", facts=[]),
        block("do_dont", do=items("À faire"), dont=items("À éviter"), facts=[]),
        block("exercise", title="Exercice", text="Essayez.", hint="Indice", facts=[]),
        checklist("all"),
    ]
    html = page(as_alice, make_lesson(course, body=body).url)
    for words in ("Un titre", "À retenir", "À faire", "À éviter", "Essayez.", "Indice", "double authentification"):
        assert words in html


# --- facts ---


@pytest.fixture
def sourced(course):
    FactFactory(key="dated", confidence="C", source_name="La Source", verified_on=date(2026, 11, 23))
    return make_lesson(course, body=[text_block(facts=("dated", "gone"))])


def test_readers_see_when_a_fact_was_verified_and_no_source(as_alice, sourced):
    html = page(as_alice, sourced.url)
    assert "23 novembre 2026" in html
    assert "La Source" not in html


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_editors_see_source_and_confidence(client, bob, sourced, role):
    from django.contrib.auth.models import Group

    bob.groups.set([Group.objects.get(name=role)])
    client.force_login(bob)
    with translation.override("en"):
        html = page(client, sourced.url)
    assert "La Source" in html
    assert 'data-tone="warning"' in html


def test_a_fact_without_a_date_shows_none(as_alice, course):
    FactFactory(key="undated", verified_on=None)
    html = page(as_alice, make_lesson(course, body=[text_block(facts=("undated",))]).url)
    assert "fact-line" not in html


# --- checklists ---


def test_a_checklist_of_a_network_not_chosen_is_folded(as_alice, alice, course):
    from people.actions import add_network

    lesson = make_lesson(course, body=[checklist("linkedin")])
    assert 'role="checkbox"' not in page(as_alice, lesson.url)
    add_network(user=alice, network="linkedin")
    assert page(as_alice, lesson.url).count('role="checkbox"') == 2


def test_ticks_are_shown_to_their_owner_only(as_alice, alice, charlie, course):
    lesson = make_lesson(course, body=[checklist("all")])
    ChecklistTickFactory(user=charlie, network="all", note="Note de Charlie")
    html = page(as_alice, lesson.url)
    assert 'aria-checked="true"' not in html
    assert "Note de Charlie" not in html
    ChecklistTickFactory(user=alice, network="all", note="Ma note")
    assert "Ma note" in page(as_alice, lesson.url)
    assert ChecklistTick.objects.count() == 2


# --- rendered once ---


def test_a_lesson_is_rendered_once_per_published_revision_and_language(as_alice, course):
    lesson = make_lesson(course, body=[text_block("<p>Première version</p>")])
    page(as_alice, lesson.url)
    LessonPage.objects.filter(pk=lesson.pk).update(body="[]")
    assert "Première version" in page(as_alice, lesson.url)
    lesson.body[0].value["html"].source = "<p>Seconde version</p>"
    lesson.save_revision().publish()
    html = page(as_alice, lesson.url)
    assert "Seconde version" in html
    assert "Première version" not in html


def test_a_preview_is_never_kept(course):
    lesson = make_lesson(course, body=[text_block("<p>Publié</p>")])
    lesson.parts(is_preview=True)
    lesson.body[0].value["html"].source = "<p>Brouillon</p>"
    assert "Brouillon" in lesson.parts(is_preview=True)[0].html


# --- cost ---


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_with_one_row_and_with_three(as_alice, alice, queries, count):
    from people.actions import add_network

    courses = [make_course(lessons=count) for _ in range(count)]
    for n in range(count):
        FactFactory(key=f"f{n}")
    facts = tuple(f"f{n}" for n in range(count))
    body = [text_block(facts=facts), *(checklist(name, facts=facts) for name in ("all", "linkedin", "x")[:count])]
    lesson = make_lesson(courses[0], body=body)
    for network in ("linkedin", "x")[:count]:
        add_network(user=alice, network=network)
        ChecklistTickFactory(user=alice, network=network)
    for read in lessons_of(courses[0]):
        LessonCompletionFactory(user=alice, lesson=read)
    costs = {}
    for name, url in {"index": courses[0].get_parent().url, "course": courses[0].url, "lesson": lesson.url}.items():
        page(as_alice, url)
        with queries() as captured:
            page(as_alice, url)
        costs[name] = len(captured)
    assert costs["index"] <= 8
    assert costs["course"] <= 8
    assert costs["lesson"] <= (10 if count > 1 else 9)


def test_reading_the_blocks_of_a_lesson_asks_nothing_of_the_database(course, queries):
    """A block that names facts must not ask for every fact there is, each time it is read."""
    for n in range(3):
        FactFactory(key=f"f{n}")
    made = make_lesson(course, body=[text_block(facts=("f0", "f1", "f2")), checklist(facts=("f0",))])
    lesson = LessonPage.objects.get(pk=made.pk)
    with queries() as captured:
        assert [part.facts for part in lesson.parts()] == [("f0", "f1", "f2"), ("f0",)]
    assert len(captured) == 0
