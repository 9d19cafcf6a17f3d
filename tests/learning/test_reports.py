"""Facts that grow old, and half a translation: what editors are told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from learning import queries
from learning.models import Fact, Question
from people.models import User
from tests.factories.learning import FactFactory, make_question

pytestmark = pytest.mark.django_db
TODAY = date(2027, 6, 1)


@pytest.fixture
def as_editor(client, bob):
    user = User.objects.create_superuser("admin@example.com", "porte-voix-test")
    user.groups.set(bob.groups.all())
    client.force_login(user)
    return client


def test_a_fact_is_to_be_looked_at_again_for_a_reason():
    FactFactory(key="fresh", verified_on=TODAY)
    FactFactory(key="old-law", verified_on=TODAY - timedelta(days=900))
    FactFactory(key="old-path", verified_on=TODAY - timedelta(days=200), is_menu_path=True)
    FactFactory(key="recent-path", verified_on=TODAY - timedelta(days=100), is_menu_path=True)
    FactFactory(key="doubtful", verified_on=TODAY, confidence="C")
    FactFactory(key="never", verified_on=None)
    found = set(Fact.objects.to_review(TODAY).values_list("key", flat=True))
    assert found == {"old-path", "doubtful", "never"}
    assert {fact.key for fact in Fact.objects.all() if fact.why_review(TODAY)} == found


def test_the_reports_open(as_editor):
    FactFactory(key="doubtful", confidence="C")
    assert "doubtful" in as_editor.get(reverse("learning_facts_by_age")).content.decode()
    assert as_editor.get(reverse("learning_lesson_use")).status_code == 200


def test_half_a_translation_of_a_question_is_not_published(as_editor):
    question = make_question()
    english = Locale.objects.get_or_create(language_code="en")[0]
    source, _created = TranslationSource.update_or_create_from_instance(question)
    translation = Translation.objects.create(source=source, target_locale=english)
    translation.save_target(publish=False)
    twin = Question.objects.get(translation_key=question.translation_key, locale=english)
    assert queries.is_half_translated(twin)
    assert not queries.is_half_translated(question)
    url = reverse(Question.snippet_viewset.get_url_name("edit"), args=[twin.pk])
    response = as_editor.post(url, {"action": "publish"}, follow=True)
    assert "Not published" in response.content.decode() or "publi" in response.content.decode()
    twin.refresh_from_db()
    assert not twin.live
