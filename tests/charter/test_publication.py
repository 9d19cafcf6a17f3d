"""Publishing: HR's act, the company's standing signature. Refusals first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from charter import actions, queries, states
from charter.actions.step_up import StepUpTooOld
from charter.evidence import StepUp
from charter.models import CharterEvent, CharterVersion, SignatureAct
from core.delivery import send_notices
from core.errors import NotAllowed, StaleVersion, WrongState
from core.models import AuditEvent, Notification
from tests.factories.charter import circumstances, fill_company, sign
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
URL = "charter:version_publish"


def publish(by, **changes):
    values = {"by": by, "capacity": "Directeur des ressources humaines", "circumstances": circumstances()}
    return actions.publish_version(**{**values, **changes})


def statements() -> list[str]:
    return [statement["key"] for statement in queries.current_version().text_in("fr").clauses["statements"]]


@pytest.mark.parametrize("roles", [[], ["legal"], ["programme_manager"], ["administrator"], ["editor"], ["coach"]])
def test_only_hr_publishes(roles):
    fill_company()
    with pytest.raises(NotAllowed):
        publish(UserFactory(roles=roles))
    assert not CharterVersion.objects.exists()


@pytest.mark.parametrize("age", [timedelta(minutes=10, seconds=1), timedelta(hours=-1)])
def test_a_proof_of_identity_that_is_not_fresh_is_refused(bob, age):
    fill_company()
    old = circumstances(step_up=StepUp("password", timezone.now() - age))
    with pytest.raises(StepUpTooOld):
        publish(bob, circumstances=old)


def test_a_missing_contact_is_named(bob):
    fill_company(dpo_contact="")
    with pytest.raises(WrongState) as refused:
        publish(bob)
    assert queries.missing_company_values()[0] in refused.value.message


def test_no_capacity_no_publication(bob):
    fill_company()
    with pytest.raises(WrongState):
        publish(bob, capacity="  ")


@pytest.mark.parametrize("changes", [{"capacity": "DRH\u202e"}, {}])
def test_a_character_nobody_sees_is_not_published(bob, changes):
    fill_company(alert_contact="Nadia" if changes else "Na\u200bdia")
    with pytest.raises(WrongState, match=r"U\+"):
        publish(bob, **changes)
    assert not CharterVersion.objects.exists()


def test_a_draft_that_changed_meanwhile_is_not_published(bob):
    fill_company()
    read = queries.current_draft().fingerprint
    fill_company(alert_contact="Somebody else")
    with pytest.raises(StaleVersion):
        publish(bob, draft_sha256=read)


def test_the_identical_text_is_not_published_again(bob):
    fill_company()
    publish(bob)
    with pytest.raises(WrongState, match="1"):
        publish(bob)
    assert CharterVersion.objects.count() == 1


def test_publishing_writes_the_texts_the_act_and_the_trail(bob):
    fill_company()
    version = publish(bob, draft_sha256=queries.current_draft().fingerprint)
    assert (version.n, version.publisher_name) == (1, "Bob Renard")
    assert version.company["dpo_contact"] == "dpo@lumiere.example"
    assert {text.language for text in version.texts.all()} == {"fr", "en"}
    act = SignatureAct.objects.get(version=version)
    assert (act.party, act.user, act.capacity) == (states.COMPANY, bob, "Directeur des ressources humaines")
    assert "Maison Lumière & Fils" in act.statements[0]["text"]
    assert CharterEvent.objects.get().type == "version.published"
    assert AuditEvent.objects.get(action="charter.version.publish").actor == bob


def test_a_changed_contact_makes_the_next_version(bob):
    fill_company()
    first = publish(bob)
    fill_company(programme_contact="new@lumiere.example")
    second = publish(bob)
    assert (first.n, second.n) == (1, 2)
    assert queries.current_version() == second
    assert "new@lumiere.example" in second.text_in("en").html
    assert "new@lumiere.example" not in CharterVersion.objects.get(n=1).text_in("en").html


# --- The page ----------------------------------------------------------------------------------------------------


def posted(client, **changes):
    values = {
        "draft_sha256": queries.current_draft().fingerprint,
        "capacity": "DRH",
        "commits": "on",
        "method": "password",
        "password": "porte-voix-test",
    }
    return client.post(reverse(URL), {**values, **changes})


@pytest.mark.parametrize("roles", [[], ["legal"], ["administrator"]])
def test_the_page_does_not_exist_for_others(client, roles):
    client.force_login(UserFactory(roles=roles))
    assert client.get(reverse(URL)).status_code == 404
    assert client.post(reverse(URL)).status_code == 404


def test_the_page_asks_to_sign_in(client):
    assert client.get(reverse(URL)).status_code == 302


@pytest.mark.parametrize(
    "changes",
    [
        {"capacity": ""},
        {"capacity": "D\u202eRH"},
        {"commits": ""},
        {"password": "wrong"},
        {"password": ""},
        {"draft_sha256": "x"},
    ],
)
def test_the_page_refuses_and_keeps_what_was_typed(client, bob, changes):
    fill_company()
    client.force_login(bob)
    answer = posted(client, **changes)
    assert answer.status_code == 422
    assert not CharterVersion.objects.exists()
    if "capacity" not in changes:
        assert 'value="DRH"' in answer.text
    assert "porte-voix-test" not in answer.text


def test_the_page_says_when_the_draft_changed(client, bob):
    fill_company()
    client.force_login(bob)
    assert posted(client, draft_sha256="0" * 64).status_code == 409


def test_the_page_publishes(client, bob):
    fill_company()
    client.force_login(bob)
    assert posted(client).status_code == 302
    assert CharterVersion.objects.get().publisher_capacity == "DRH"


def test_the_page_says_when_there_is_nothing_to_publish(client, bob):
    fill_company()
    client.force_login(bob)
    assert 'name="password"' in client.get(reverse(URL)).text
    publish(bob)
    ada = UserFactory(roles=["administrator"], first_name="Ada", last_name="Roux")
    for answer in (client.get(reverse(URL)), posted(client), posted(client, send_code="1", password="")):
        assert 'name="password"' not in answer.text
        assert 'name="capacity"' not in answer.text
        assert answer.context["form"] is None
        assert ada.display_name in answer.text
    assert answer.status_code == 422
    assert CharterVersion.objects.count() == 1
    assert not mail.outbox
    fill_company(alert_contact="Somebody else")
    assert 'name="password"' in client.get(reverse(URL)).text


# --- Who signed an earlier version -----------------------------------------------------------------------------------


def told():
    return list(Notification.objects.filter(notice="charter.new_version").values_list("recipient__email", flat=True))


def test_the_first_version_and_who_is_not_bound_get_no_message(bob, alice, charlie):
    fill_company()
    publish(bob)
    sign(charlie, statements=statements())
    actions.withdraw(user=charlie, by=charlie)
    fill_company(alert_contact="Somebody else")
    publish(bob)
    assert told() == []


def test_signers_of_earlier_versions_are_told_once(bob, alice):
    fill_company()
    publish(bob)
    sign(alice, statements=statements())
    fill_company(alert_contact="Somebody else")
    version = publish(bob)
    assert told() == [alice.email]
    send_notices("charter.new_version", to=[alice], event=f"charter-version:{version.pk}", version_id=version.pk)
    assert told() == [alice.email]
    fill_company(alert_contact="Again another")
    publish(bob)
    assert told() == [alice.email] * 2  # a version more, a message more; only the last one is still sent


def test_telling_costs_the_same_for_one_and_three(bob, version, queries):
    def cost(people: int) -> int:
        for _ in range(people):
            sign(MembershipFactory().user)
        fill_company(alert_contact=f"{people} more")
        with queries() as made:
            publish(bob)
        return len(made)

    one = cost(1)
    assert cost(3) <= one


def test_the_page_names_what_is_missing(client, bob):
    client.force_login(bob)
    answer = client.get(reverse(URL))
    assert answer.status_code == 200
    assert all(name in answer.text for name in map(str, queries.missing_company_values()))
