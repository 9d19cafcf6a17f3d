"""What the line manager of a requester must never learn, whatever roles they hold; what export and erasure do."""

from __future__ import annotations

import pytest
from django.core import mail
from django.utils import timezone

from coaching import actions, queries, states
from coaching.models import CoachingRequest, Message, RequestLink
from coaching.privacy import HOLDINGS
from core.models import Notification
from people.roles import ROLES
from tests.coaching.test_actions import ask, write
from tests.factories.coaching import CrisisFactory, MessageFactory, ProgressRequestFactory
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
POSTS = [
    "claim",
    "release",
    "assign",
    "level",
    "reply",
    "note",
    "resolve",
    "reopen",
    "answer",
    "cancel",
    "restrict",
    "unrestrict",
]


@pytest.fixture
def manager():
    """Alice's line manager, who holds every role there is."""
    return UserFactory(first_name="Gaston", last_name="Chef", roles=list(ROLES), is_staff=True, is_superuser=True)


@pytest.fixture
def alice(manager):
    return MembershipFactory(user=UserFactory(first_name="Alice", last_name="Martin", line_manager=manager)).user


@pytest.fixture
def bob():
    return UserFactory(first_name="Bob", last_name="Durand", roles=["coach"])


@pytest.fixture
def requests(alice, bob):
    """One request in each state and one restricted: each could leak."""
    held = {s: None if s in states.WITHOUT_ASSIGNEE else bob for s in states.STATES}
    rows = [CrisisFactory(requester=alice, held_by=held[s], state=s) for s in states.STATES]
    rows += [
        ProgressRequestFactory(requester=alice, subject="Sujet-secret"),
        CrisisFactory(requester=alice, restricted=True),
    ]
    for row in rows:
        MessageFactory(request=row, author=alice, body="Mot-secret")
    return rows


@pytest.mark.parametrize("show", queries.FILTERS)
def test_a_line_manager_sees_nothing_in_the_queue_nor_its_counts(client, manager, requests, show):
    client.force_login(manager)
    page = client.get(f"/fr/coaching/queue/?show={show}")
    text = page.content.decode()
    assert not page.context["listing"].rows
    assert not any(tab["count"] for tab in page.context["tabs"])
    assert "Alice" not in text
    assert "secret" not in text


def test_a_line_manager_gets_404_for_every_request_and_act(client, manager, requests):
    client.force_login(manager)
    for row in requests:
        assert client.get(row.get_absolute_url()).status_code == 404
        for act in POSTS:
            assert client.post(f"{row.get_absolute_url()}{act}/", {"body": "x", "token": "x"}).status_code == 404
    assert {r.version for r in CoachingRequest.objects.all()} == {0}


def test_a_line_manager_in_charge_from_before_sees_nothing_either(client, manager, bob, requests):
    CoachingRequest.objects.filter(assignee=bob).update(assignee=manager)
    client.force_login(manager)
    assert client.get("/fr/coaching/queue/?show=mine").context["tabs"][2]["count"] == 0
    assert not CoachingRequest.objects.visible_to(manager).exists()


def test_a_line_manager_is_told_of_nothing(alice, bob, manager, drain):
    for situation in ("backlash", "harassment"):
        ask(alice, situation=situation)
    request = actions.claim_request(request=ask(alice), by=bob)
    write(actions.answer_request, request, alice)
    write(actions.reply_to_request, request, bob)
    assert not Notification.objects.filter(recipient=manager).exists()
    drain()
    assert mail.outbox
    assert manager.email not in {address for message in mail.outbox for address in message.to}


def test_a_line_manager_is_offered_to_nobody_as_coach(client, alice, manager):
    lead = UserFactory(roles=["lead_coach"])
    request = CrisisFactory(requester=alice)
    client.force_login(lead)
    page = client.get(request.get_absolute_url())
    assert lead in page.context["forms"]["assign"].fields["assignee"].queryset
    assert "Gaston" not in page.content.decode()
    client.post(f"{request.get_absolute_url()}assign/", {"assignee": manager.pk})
    assert CoachingRequest.objects.get(pk=request.pk).assignee is None


def test_figures_leave_out_the_reader_s_reports(alice, manager, requests):
    reports = manager.reports.values_list("pk", flat=True)
    assert queries.programme_figures()
    assert not queries.programme_figures(exclude_users=reports)


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"coach", "lead_coach"}))
def test_no_other_role_sees_a_request(client, role, requests):
    client.force_login(UserFactory(roles=[role], is_superuser=True))
    assert client.get("/fr/coaching/queue/").status_code == 404
    assert {client.get(row.get_absolute_url()).status_code for row in requests} == {404}


def test_a_restricted_request_leaks_to_a_coach_by_no_path(client, alice, bob, drain):
    request = ask(alice, situation="harassment", words="Mot-secret")
    client.force_login(bob)
    assert client.get(request.get_absolute_url()).status_code == 404
    page = client.get("/fr/coaching/queue/")
    assert not page.context["listing"].rows
    assert not any(tab["count"] for tab in page.context["tabs"])
    for act in POSTS:
        assert client.post(f"{request.get_absolute_url()}{act}/").status_code == 404
    drain()
    assert bob.email not in {address for message in mail.outbox for address in message.to}


def test_the_requester_s_page_never_holds_a_note(client, alice, bob):
    request = actions.claim_request(request=ask(alice), by=bob)
    write(actions.add_note, request, bob, "Note-secrète")
    client.force_login(alice)
    assert "Note-secrète" not in client.get(request.get_absolute_url()).content.decode()
    client.force_login(bob)
    assert "Note-secrète" in client.get(request.get_absolute_url()).content.decode()


# --- Export and erasure ------------------------------------------------------------------------------------------
def test_export_holds_the_public_thread_and_no_note(alice, bob):
    request = actions.claim_request(request=ask(alice), by=bob)
    write(actions.add_note, request, bob, "Note-secrète")
    write(actions.reply_to_request, request, bob, "Bonjour Alice")
    mine, given = HOLDINGS
    exported = mine.export(alice)
    assert "Note-secrète" not in str(exported)
    assert [m["body"] for m in exported[0]["messages"] if not m["event"]][-1] == "Bonjour Alice"
    assert exported[0]["links"]
    assert mine.export(bob) == []
    assert [row["visibility"] for row in given.export(bob)] == ["note", "public"]
    assert "Bonjour" not in str(given.export(bob))


def test_erasure_empties_every_word_and_keeps_last_year_s_counts(alice, bob):
    request = actions.claim_request(request=ask(alice), by=bob)
    write(actions.add_note, request, bob, "Note sur Alice")
    write(actions.resolve_request, request, bob, "Au revoir Alice")
    ask(alice, "other")
    before = queries.programme_figures()
    assert HOLDINGS[0].erase(alice) > 0
    assert not Message.objects.exclude(body="").exists()
    assert not RequestLink.objects.exists()
    assert not CoachingRequest.objects.exclude(subject="").exists()
    assert queries.programme_figures() == before
    assert HOLDINGS[0].erase(alice) == 0


def test_erasure_leaves_an_open_crisis_reachable_and_empties_it_later(alice, bob):
    request = actions.claim_request(request=ask(alice), by=bob)
    HOLDINGS[0].erase(alice)
    assert Message.objects.exclude(body="").exists()
    write(actions.resolve_request, request, bob)
    HOLDINGS[0].erase(alice)
    assert not Message.objects.exclude(body="").exists()


def test_erasure_of_a_coach_takes_nothing_from_who_was_helped(alice, bob):
    request = actions.claim_request(request=ask(alice), by=bob)
    write(actions.reply_to_request, request, bob, "Bonjour Alice")
    for holding in HOLDINGS:
        holding.erase(bob)
    assert Message.objects.filter(body="Bonjour Alice").exists()


def test_an_erased_message_says_so_on_the_page(client, alice, bob):
    request = actions.claim_request(request=ask(alice), by=bob)
    write(actions.resolve_request, request, bob, "Au revoir")
    HOLDINGS[0].erase(alice)
    client.force_login(alice)
    page = client.get(request.get_absolute_url())
    assert page.status_code == 200
    assert Message.objects.filter(erased_at__lte=timezone.now()).exists()
    assert "Au revoir" not in page.content.decode()
