"""What the charter holds about a person, and what nobody learns of it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from charter import actions, queries
from charter.models import Agreement, SignatureAct
from charter.privacy import HOLDINGS
from core.models import AuditEvent
from tests.charter.conftest import alice, bob, core_path_not_asked_for, version  # noqa: F401
from tests.factories.charter import sign_and_seal
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
AGREEMENTS, PUBLICATIONS = HOLDINGS


def test_a_person_exports_their_own_acts_only(version, alice, bob):  # noqa: F811
    agreement = sign_and_seal(alice)
    (exported,) = AGREEMENTS.export(alice)
    assert exported["reference"] == agreement.reference
    assert exported["file_sha256"] == agreement.sealed_file.sha256
    assert [act["typed_name"] for act in exported["acts"]] == [alice.display_name]
    assert AGREEMENTS.export(bob) == []
    assert [row["version"] for row in PUBLICATIONS.export(bob)] == [1]
    assert PUBLICATIONS.export(alice) == []


def test_the_archive_is_kept_and_says_so(version, alice):  # noqa: F811
    sign_and_seal(alice)
    assert AGREEMENTS.erase(alice) == 0
    assert Agreement.objects.count() == 1
    assert SignatureAct.objects.filter(user=alice).count() == 1
    assert str(AGREEMENTS.kept)


def test_the_trail_holds_no_word_of_a_person(version, alice, bob, client):  # noqa: F811
    sign_and_seal(alice)
    client.force_login(bob)
    client.get(reverse("charter:register"), {"q": "Œuvrard"})
    actions.withdraw(user=alice, by=alice)
    trail = str(list(AuditEvent.objects.values_list("action", "target_id", "data")))
    for word in ("Alice", "Œuvrard", "alice@", "192.0.2.44"):
        assert word not in trail


@pytest.mark.parametrize("roles", [[], ["coach"], ["lead_coach"], ["programme_manager"]])
def test_a_line_manager_learns_nothing_through_any_page_of_the_charter(client, version, alice, roles):  # noqa: F811
    manager = UserFactory(roles=roles)
    alice.line_manager = manager
    alice.save()
    agreement = sign_and_seal(alice)
    assert not Agreement.objects.visible_to(manager).exists()
    client.force_login(manager)
    pages = ["charter_detail", "charter_sign", "verify", "register", "register_export", "version_publish"]
    for name in pages:
        text = client.get(reverse(f"charter:{name}")).content.decode()
        for secret in (alice.display_name, alice.email, agreement.reference, agreement.sealed_file.sha256):
            assert secret not in text, name


def test_a_programme_manager_learns_the_state_and_nothing_else(version, alice):  # noqa: F811
    sign_and_seal(alice)
    manager = UserFactory(roles=["programme_manager"])
    assert not Agreement.objects.visible_to(manager).exists()
    assert queries.states_for([alice.pk]) == {alice.pk: "active"}
