"""Messages about the charter: who may receive them, what they say, and that no file or stranger's fact is in them."""

from __future__ import annotations

import pytest
from django.core import mail
from django.utils import timezone, translation

from charter import actions
from charter.notices import CharterInForce, CharterNewVersion, CharterSigned, CharterWithdrawn, SealLate
from core.models import Notification
from core.notices import reader_for
from tests.factories.charter import make_version, sign, sign_and_seal
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def payload(agreement):
    return {"agreement_id": agreement.pk}


@pytest.mark.parametrize("notice", [CharterSigned, CharterInForce, CharterWithdrawn])
def test_nobody_receives_a_message_about_somebody_elses_charter(version, alice, charlie, notice):
    agreement = sign_and_seal(alice)
    actions.withdraw(user=alice, by=alice)
    assert notice().may_receive(reader_for(alice.pk), payload(agreement))
    assert not notice().may_receive(reader_for(charlie.pk), payload(agreement))


def test_what_is_no_longer_true_is_not_sent(version, alice, bob):
    agreement = sign(alice)
    assert not CharterInForce().may_receive(reader_for(alice.pk), payload(agreement))
    assert not CharterWithdrawn().may_receive(reader_for(alice.pk), payload(agreement))
    assert SealLate().may_receive(reader_for(bob.pk), payload(agreement))
    assert not SealLate().may_receive(reader_for(alice.pk), payload(agreement))
    actions.seal_due()
    assert not SealLate().may_receive(reader_for(bob.pk), payload(agreement))


def test_a_new_version_is_news_for_who_is_bound_by_an_earlier_one_only(version, alice, charlie, bob):
    agreement = sign(alice)
    second = make_version(bob, n=2, mark="second")
    sign(charlie)
    news = {"version_id": second.pk}
    assert CharterNewVersion().may_receive(reader_for(alice.pk), news)
    assert not CharterNewVersion().may_receive(reader_for(charlie.pk), news)  # signed the new one
    assert not CharterNewVersion().may_receive(reader_for(bob.pk), news)  # signed nothing
    with translation.override("en"), timezone.override(alice.zone):
        message = CharterNewVersion().message(reader_for(alice.pk), news)
    assert "version 2" in message.subject
    assert f"{agreement.reference}, version 1) stays valid" in message.paragraphs[1]
    assert "no time limit" in message.paragraphs[2]
    make_version(bob, n=3, mark="third")
    assert not CharterNewVersion().may_receive(reader_for(alice.pk), news)  # the third has a message of its own
    actions.withdraw(user=alice, by=alice)
    assert not CharterNewVersion().may_receive(reader_for(alice.pk), {"version_id": second.pk})


def test_a_receipt_of_withdrawal_needs_no_active_account(version, alice):
    sign_and_seal(alice)
    actions.withdraw(user=alice, by=alice)
    type(alice).objects.filter(pk=alice.pk).update(is_active=False)
    from core.delivery import deliver_due

    deliver_due()
    subjects = [message.subject for message in mail.outbox]
    assert len([s for s in subjects if "CH-" in s]) == 2  # the file and the withdrawal; not "you signed"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_messages_are_whole_in_both_languages(version, alice, bob, language):
    agreement = sign_and_seal(alice)
    with translation.override(language), timezone.override(alice.zone):
        in_force = CharterInForce().message(reader_for(alice.pk), payload(agreement))
        signed = CharterSigned().message(reader_for(alice.pk), payload(agreement))
        late = SealLate().message(reader_for(bob.pk), payload(agreement))
        actions.withdraw(user=alice, by=alice)
        withdrawn = CharterWithdrawn().message(reader_for(alice.pk), payload(agreement))
        after = CharterInForce().message(reader_for(alice.pk), payload(agreement))
    assert any(agreement.sealed_file.sha256 in paragraph for paragraph in in_force.paragraphs)
    assert in_force.action_path.endswith(f"{agreement.reference}/")
    assert in_force.paragraphs[0] != after.paragraphs[0]
    for message in (in_force, signed, late, withdrawn):
        assert agreement.reference in message.subject
        assert not any("%(" in paragraph for paragraph in message.paragraphs)
    assert "Œuvrard" not in " ".join([late.subject, *late.paragraphs])


def test_no_message_carries_words_in_its_row(version, alice):
    agreement = sign_and_seal(alice)
    assert {str(row.payload) for row in Notification.objects.all()} == {str(payload(agreement))}


def test_an_end_that_is_not_a_withdrawal_says_so(version, alice):
    agreement = sign_and_seal(alice)
    withdrawn_by = UserFactory(roles=["hr"])
    actions.close_after_membership(membership=alice.memberships.get(), by=withdrawn_by)
    with translation.override("en"):
        message = CharterWithdrawn().message(reader_for(alice.pk), payload(agreement))
    assert "withdrew" not in message.paragraphs[0]
    assert "participation in the programme ended" in message.paragraphs[1]
    assert not any("come back later" in paragraph for paragraph in message.paragraphs)


@pytest.mark.parametrize(
    ("language", "ended", "open_still"),
    [
        ("en", "Your participation in the programme ended with it.", "you may come back later"),
        ("fr", "Votre participation au programme a pris fin avec elle.", "vous pourrez revenir plus tard"),
    ],
)
def test_the_receipt_of_a_withdrawal_says_that_taking_part_has_ended_too(version, alice, language, ended, open_still):
    agreement = sign_and_seal(alice)
    actions.withdraw(user=alice, by=alice)
    assert not alice.memberships.open().exists()
    with translation.override(language):
        message = CharterWithdrawn().message(reader_for(alice.pk), payload(agreement))
    assert message.paragraphs[1].startswith(ended)
    assert open_still in message.paragraphs[-1]
