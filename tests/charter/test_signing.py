"""Signing: refusals first, then one agreement however often it is clicked."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from charter import actions, queries, states
from charter.actions import AlreadySigned
from charter.actions.step_up import StepUpTooOld
from charter.evidence import StepUp
from charter.models import Agreement, CharterEvent, SealJob
from core.errors import NotAllowed, StaleVersion, WrongState
from core.models import AuditEvent, Notification
from people import actions as people_actions
from people import states as membership_states
from people.models import Entity, Membership
from tests.factories.charter import circumstances, make_version, sign, signing_arguments
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_nobody_signs_for_somebody_else(version, alice, bob):
    with pytest.raises(NotAllowed):
        sign(alice, by=bob)


def test_nothing_is_signed_without_a_published_version(alice):
    with pytest.raises(WrongState):
        sign(alice)


def test_who_does_not_take_part_does_not_sign(version):
    with pytest.raises(WrongState):
        sign(UserFactory())


@pytest.mark.parametrize("state", [membership_states.REDUCED, membership_states.LEFT])
def test_a_reduced_or_past_membership_does_not_sign(version, alice, state):
    left_at = timezone.now() if state == membership_states.LEFT else None
    Membership.objects.filter(user=alice).update(state=state, left_at=left_at)
    with pytest.raises(WrongState):
        sign(alice)


def test_a_paused_person_may_sign(version, alice):
    people_actions.pause_membership(user=alice, by=alice)
    assert sign(alice).state == states.SIGNED


def test_the_core_path_is_asked_for(version, alice, settings):
    settings.SIGNING_REQUIRES_CORE_PATH = True
    assert queries.standing(alice).core_path_missing
    with pytest.raises(WrongState):
        sign(alice)


@pytest.mark.parametrize(
    "name", ["alice\u202e oeuvrard d'arc", "alice oeuvrard d'arc\u200b", "alice\x07 oeuvrard d'arc"]
)
def test_a_typed_name_with_a_character_nobody_sees_is_refused(version, alice, name):
    with pytest.raises(WrongState, match=r"U\+"):
        sign(alice, typed_name=name)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("field", ["first_name", "email", "entity"])
def test_a_directory_entry_with_a_character_nobody_sees_is_not_sealed(version, alice, field):
    value = {"email": "al\u200bice@example.com", "entity": Entity.objects.create(name="Li\u202elle")}.get(
        field, "Al\u202eice"
    )
    setattr(alice, field, value)
    alice.save()
    with pytest.raises(WrongState, match=r"U\+"):
        sign(alice, typed_name="Alice Œuvrard-D’Arc")
    assert not Agreement.objects.exists()


def test_another_body_than_the_one_shown_is_stale(version, alice):
    with pytest.raises(StaleVersion):
        sign(alice, shown_sha256="0" * 64)


def test_a_newer_version_makes_the_open_page_stale(version, alice, bob):
    arguments = signing_arguments(alice)
    make_version(bob, n=2, mark="new")
    with pytest.raises(StaleVersion):
        actions.sign(**arguments)


def test_the_other_language_is_another_body(version, alice):
    arguments = signing_arguments(alice, language="fr")
    with pytest.raises(StaleVersion):
        actions.sign(**{**arguments, "language": "en"})


def test_a_changed_party_is_another_body(version, alice):
    arguments = signing_arguments(alice)
    alice.entity = Entity.objects.create(name="Lumière Nord")
    alice.save()
    with pytest.raises(StaleVersion):
        actions.sign(**arguments)


@pytest.mark.parametrize("ticked", [[], ["has_read"], ["has_read", "joins_freely"]])
def test_each_statement_is_asked_for(version, alice, ticked):
    with pytest.raises(WrongState):
        sign(alice, statements=ticked)


def test_an_unknown_statement_is_refused(version, alice):
    with pytest.raises(WrongState):
        sign(alice, statements=["has_read", "joins_freely", "received_data_notice", "gives_up_rights"])


def test_another_name_is_refused(version, alice):
    with pytest.raises(WrongState, match="Œuvrard"):
        sign(alice, typed_name="Alice Martin")


def test_an_old_proof_is_refused(version, alice):
    old = StepUp("code", timezone.now() - timedelta(minutes=10, seconds=1))
    with pytest.raises(StepUpTooOld):
        sign(alice, circumstances=circumstances(step_up=old))


def test_a_refusal_leaves_nothing_behind(version, alice):
    with pytest.raises(WrongState):
        sign(alice, typed_name="Alice Martin")
    assert not Agreement.objects.exists()
    assert not SealJob.objects.exists()
    assert not Notification.objects.exists()


def test_the_same_form_twice_is_one_act(version, alice):
    arguments = signing_arguments(alice)
    assert actions.sign(**arguments) == actions.sign(**arguments)
    assert Agreement.objects.count() == SealJob.objects.count() == 1
    assert Notification.objects.filter(notice="charter.signed").count() == 1


def test_another_tab_gets_a_sentence(version, alice):
    first, second = signing_arguments(alice), signing_arguments(alice)
    agreement = actions.sign(**first)
    with pytest.raises(AlreadySigned, match=agreement.reference):
        actions.sign(**second)
    assert Agreement.objects.count() == 1


def test_somebody_elses_token_is_not_theirs(version, alice, charlie):
    token = uuid.uuid4()
    sign(alice, client_token=token)
    with pytest.raises(AlreadySigned):
        sign(charlie, client_token=token)
    assert not Agreement.objects.filter(user=charlie).exists()


def test_signing_records_the_act_and_what_surrounds_it(version, alice):
    agreement = sign(alice, typed_name="  alice   oeuvrard d'arc ")
    act = agreement.acts.get()
    assert agreement.state == states.SIGNED
    assert agreement.reference.startswith("CH-")
    assert act.typed_name == "alice oeuvrard d'arc"
    assert [record["key"] for record in act.statements] == ["has_read", "joins_freely", "received_data_notice"]
    assert all(len(record["sha256"]) == 64 for record in act.statements)
    assert act.signed_at.microsecond % 1000 == 0
    assert (act.zone, act.utc_offset_minutes in (60, 120)) == ("Europe/Paris", True)
    assert (act.ip, act.ip_source, act.auth_method) == ("192.0.2.44", "direct", "password")
    assert act.body_sha256 == agreement.body_sha256
    assert act.app_version
    assert CharterEvent.objects.get(type="agreement.signed").agreement == agreement
    assert AuditEvent.objects.get(action="charter.agreement.sign").data == {"version": 1, "language": "fr"}


def test_the_parties_are_frozen(version, alice):
    agreement = sign(alice)
    alice.last_name = "Martin"
    alice.save()
    agreement.refresh_from_db()
    assert agreement.party == {"name": "Alice Œuvrard-D’Arc", "email": "alice@example.com", "entity": ""}


def test_the_membership_waits_for_the_file(version, alice):
    sign(alice)
    assert alice.memberships.get().state == membership_states.VOLUNTEER


def test_references_are_not_counted():
    from charter.models.agreements import new_reference

    found = {new_reference() for _ in range(500)}
    assert len(found) == 500
    assert not any(set("ILOU") & set(reference[3:]) for reference in found)


def test_standing_names_what_is_missing(version, settings):
    settings.SIGNING_REQUIRES_CORE_PATH = True
    standing = queries.standing(UserFactory())
    assert (standing.membership_missing, standing.core_path_missing, standing.can_sign) == (True, True, False)


def test_states_for_tells_states_only_of_those_asked_for(version, alice, charlie):
    sign(alice)
    sign(charlie)
    assert queries.states_for([alice.pk, 999_999]) == {alice.pk: "signed"}
