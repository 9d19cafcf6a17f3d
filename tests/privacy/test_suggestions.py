"""What nobody learns through a suggested subject."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.models import AuditEvent
from core.privacy import holdings
from home import actions
from home.models import SubjectSuggestion
from tests.factories.home import AnsweredSuggestionFactory, SubjectSuggestionFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_a_line_manager_who_is_editor_learns_nothing_of_a_reports_suggestions(client):
    manager = UserFactory(roles=["editor", "programme_manager", "administrator"])
    hidden = SubjectSuggestionFactory(author=UserFactory(line_manager=manager), title="Caché")
    shown = SubjectSuggestionFactory(author=UserFactory(line_manager=UserFactory()), title="Montré")
    assert list(SubjectSuggestion.objects.visible_to(manager)) == [shown]
    client.force_login(manager)
    content = client.get(reverse("home:suggestion_inbox")).content.decode()
    assert "Montré" in content
    assert "Caché" not in content
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_the_audit_holds_no_word_of_a_suggestion():
    author = UserFactory()
    actions.suggest_subject(by=author, title="Mot secret", text="Autre mot secret")
    assert "secret" not in str(list(AuditEvent.objects.values("data")))


def test_a_person_receives_and_erases_their_own_suggestions_only():
    alice, other = UserFactory(), SubjectSuggestionFactory()
    AnsweredSuggestionFactory(author=alice, title="Le mien")
    (holding,) = (h for h in holdings() if "home.SubjectSuggestion" in h.models)
    assert [row["title"] for row in holding.export(alice)] == ["Le mien"]
    assert holding.erase(alice) == 1
    assert list(SubjectSuggestion.objects.all()) == [other]


def test_no_admin_lists_suggestions():
    from wagtail.snippets.models import get_snippet_models

    assert SubjectSuggestion not in get_snippet_models()
