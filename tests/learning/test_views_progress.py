"""Read next, tick, choose a network: POSTs only, each with a way back."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from learning.models import ChecklistTick, LessonCompletion
from people.models import SocialAccount
from tests.factories.learning import ChecklistTickFactory, checklist, lessons_of, make_lesson

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true"}


@pytest.fixture
def lesson(course):
    return make_lesson(course, body=[checklist("all"), checklist("linkedin")])


def complete_url(lesson):
    return reverse("learning:lesson_complete", args=[lesson.translation_key])


def tick_url(lesson, step="second-factor", network="all"):
    return reverse("learning:checklist_tick", args=[lesson.translation_key, network, step])


def network_url(lesson, network="linkedin"):
    return reverse("learning:network_choose", args=[lesson.translation_key, network])


@pytest.mark.parametrize("make_url", [complete_url, tick_url, network_url])
def test_only_posts_of_signed_in_people_count(as_alice, lesson, make_url):
    assert as_alice.get(make_url(lesson)).status_code == 405
    assert Client().post(make_url(lesson)).status_code == 302
    assert not LessonCompletion.objects.exists()
    assert not ChecklistTick.objects.exists()


def test_an_unknown_lesson_is_not_found(as_alice, lesson):
    for name, rest in [("lesson_complete", []), ("network_choose", ["x"]), ("checklist_tick", ["all", "codes"])]:
        assert as_alice.post(reverse(f"learning:{name}", args=[uuid.uuid4(), *rest])).status_code == 404


def test_read_next_records_and_leads_on(as_alice, alice, course):
    first, second = lessons_of(course)
    assert as_alice.post(complete_url(first))["Location"] == second.url
    assert as_alice.post(complete_url(first))["Location"] == second.url
    assert as_alice.post(complete_url(second))["Location"] == course.url
    assert LessonCompletion.objects.visible_to(alice).count() == 2


def test_a_tick_without_javascript_comes_back_to_its_step(as_alice, lesson):
    response = as_alice.post(tick_url(lesson), {"is_done": "yes"})
    assert response["Location"] == f"{lesson.url}#step-all-second-factor"
    assert ChecklistTick.objects.count() == 1
    as_alice.post(tick_url(lesson), {})
    assert not ChecklistTick.objects.exists()


def test_a_tick_with_htmx_brings_its_step_only(as_alice, lesson):
    html = as_alice.post(tick_url(lesson), {"is_done": "yes"}, headers=HTMX).content.decode()
    assert 'aria-checked="true"' in html
    assert 'id="count-all" hx-swap-oob="true">1 ' in html
    assert "<html" not in html
    assert 'aria-checked="false"' in as_alice.post(tick_url(lesson), {}, headers=HTMX).content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_note_like_a_password_is_refused_beside_the_field_and_kept_on_the_page(as_alice, lesson, headers):
    response = as_alice.post(tick_url(lesson), {"is_done": "yes", "note": "Soleil2024!"}, headers=headers)
    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="Soleil2024!"' in html
    assert 'aria-invalid="true"' in html
    assert not ChecklistTick.objects.exists()


def test_a_note_is_kept_and_a_later_tick_leaves_it(as_alice, alice, lesson):
    as_alice.post(tick_url(lesson), {"is_done": "yes", "note": "  Codes dans le coffre "})
    as_alice.post(tick_url(lesson), {"is_done": "yes"})
    assert ChecklistTick.objects.visible_to(alice).get().note == "Codes dans le coffre"
    as_alice.post(tick_url(lesson), {"is_done": "yes", "note": ""})
    assert ChecklistTick.objects.get().note == ""


def test_an_unknown_step_is_told_and_records_nothing(as_alice, lesson):
    assert as_alice.post(tick_url(lesson, step="gone"), {"is_done": "yes"}).status_code == 302
    assert as_alice.post(tick_url(lesson, step="gone"), {"is_done": "yes"}, headers=HTMX).status_code == 404
    assert not ChecklistTick.objects.exists()


def test_unticking_touches_nobody_elses_tick(as_alice, charlie, lesson):
    ChecklistTickFactory(user=charlie, network="all")
    as_alice.post(tick_url(lesson), {})
    assert ChecklistTick.objects.count() == 1


def test_a_network_is_chosen_and_left(as_alice, alice, lesson):
    response = as_alice.post(network_url(lesson), {"use": "yes"})
    assert response["Location"] == f"{lesson.url}#checklist-linkedin"
    as_alice.post(network_url(lesson), {"use": "yes"})
    assert SocialAccount.objects.get().user == alice
    as_alice.post(network_url(lesson), {"use": "no"})
    assert not SocialAccount.objects.exists()


def test_an_unknown_network_is_refused_with_a_sentence(as_alice, lesson):
    response = as_alice.post(network_url(lesson, "myspace"), {"use": "yes"}, follow=True)
    assert len(response.context["messages"]) == 1
    assert not SocialAccount.objects.exists()
