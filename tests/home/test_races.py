"""Two at once, on a real PostgreSQL: SQLite ignores row locks, so a race proves nothing there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from core.errors import LimitReached, NotAllowed, WrongState
from core.models import AuditEvent
from home import actions, states
from home.models import SubjectSuggestion
from people import actions as people_actions
from people.models import User
from tests.factories.home import SubjectSuggestionFactory
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def a_server_with_row_locks():
    if connection.vendor != "postgresql":
        pytest.fail("races are proven on PostgreSQL: set DATABASE_URL")


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts together; what each gave, or the error it raised."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(10)
            return act()
        except Exception as error:  # noqa: BLE001 - the test looks at what came
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_six_editors_at_once_give_one_answer():
    suggestion = SubjectSuggestionFactory()
    editors = [UserFactory(roles=["editor"]) for _n in range(6)]

    def answer(editor):
        stale = SubjectSuggestion.objects.select_related("author").get(pk=suggestion.pk)
        return actions.answer_suggestion(
            suggestion=stale, by=editor, outcome=states.ACCEPTED, answer=f"Réponse de {editor.pk}"
        )

    results = at_once(*[lambda editor=editor: answer(editor) for editor in editors])
    assert sum(isinstance(result, WrongState) for result in results) == 5
    suggestion.refresh_from_db()
    assert suggestion.answer == f"Réponse de {suggestion.answered_by_id}"
    assert AuditEvent.objects.filter(action="home.suggestion.answer").count() == 1


def test_one_form_sent_six_times_at_once_is_one_suggestion():
    alice = UserFactory()
    results = at_once(*[lambda: actions.suggest_subject(by=alice, title="Un sujet", text="Parce que.")] * 6)
    assert {result.pk for result in results} == {SubjectSuggestion.objects.get().pk}


def test_the_limit_of_a_day_holds_for_many_tabs():
    alice = UserFactory()
    SubjectSuggestionFactory.create_batch(8, author=alice)
    tabs = [lambda n=n: actions.suggest_subject(by=alice, title=f"Onglet {n}", text="Parce que.") for n in range(6)]
    assert sum(isinstance(result, LimitReached) for result in at_once(*tabs)) == 4
    assert SubjectSuggestion.objects.count() == 10


def test_two_administrators_who_remove_each_other_at_once_leave_one():
    alice, bob = [UserFactory(roles=["administrator"]) for _n in range(2)]
    results = at_once(
        lambda: people_actions.set_roles(person=bob, roles=[], by=alice),
        lambda: people_actions.set_roles(person=alice, roles=[], by=bob),
    )
    assert sum(isinstance(result, NotAllowed) for result in results) == 1
    assert User.objects.filter(groups__name="administrator").count() == 1
