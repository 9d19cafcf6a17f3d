"""The register: for legal and HR only, each reading logged, the same cost at any size."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse
from django.utils import translation

from charter import actions
from charter.evidence import iso_ms
from charter.exports import safe_cell
from charter.models import Agreement
from core.models import AuditEvent
from tests.factories.charter import make_version, sign, sign_and_seal
from tests.factories.people import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
REGISTER, EXPORT = "charter:register", "charter:register_export"
STRANGERS = [[], ["coach"], ["lead_coach"], ["programme_manager"], ["editor"], ["administrator"]]


def ambassador(**fields):
    return MembershipFactory(user=UserFactory(**fields)).user


@pytest.fixture
def as_bob(client, bob):
    client.force_login(bob)
    return client


@pytest.mark.parametrize("roles", STRANGERS)
def test_there_is_no_register_for_others(client, version, alice, roles):
    agreement = sign(alice)
    client.force_login(UserFactory(roles=roles))
    for url in (reverse(REGISTER), reverse(EXPORT)):
        assert client.get(url).status_code == 404
    assert client.post(reverse("charter:seal_retry", args=[agreement.reference])).status_code == 404
    assert not AuditEvent.objects.filter(action__startswith="charter.register").exists()


def test_a_superuser_has_no_register(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    assert client.get(reverse(REGISTER)).status_code == 404


def test_signed_out_is_sent_to_the_sign_in_page(client):
    assert client.get(reverse(REGISTER)).status_code == 302


@pytest.mark.parametrize("roles", [["legal"], ["hr"]])
def test_each_reading_is_logged_with_what_was_shown_and_never_what_was_typed(client, version, alice, roles):
    agreement = sign(alice)
    reader = UserFactory(roles=roles)
    client.force_login(reader)
    assert client.get(reverse(REGISTER), {"q": "Œuvrard"}).status_code == 200
    event = AuditEvent.objects.get(action="charter.register.read")
    assert event.actor == reader
    assert event.data == {"agreements": [agreement.pk], "state": "", "searched": True}


def test_a_line_manager_who_is_hr_sees_the_register_and_it_is_logged(client, version, alice):
    manager = UserFactory(roles=["hr"])
    alice.line_manager = manager
    alice.save()
    agreement = sign(alice)
    client.force_login(manager)
    assert agreement.reference in client.get(reverse(REGISTER)).text
    assert AuditEvent.objects.filter(action="charter.register.read", actor=manager).exists()


def test_an_inactive_reader_reads_nothing(version, alice):
    sign(alice)
    assert not Agreement.objects.visible_to(UserFactory(roles=["hr"], is_active=False)).exists()


def test_an_empty_register_says_so(as_bob):
    assert as_bob.get(reverse(REGISTER)).status_code == 200


@pytest.mark.parametrize("q", ["OEUVRARD", "d'arc alice"[:5], "alice@EXAMPLE", "Alice"])
def test_search_by_name_and_address(as_bob, version, alice, charlie, q):
    mine, other = sign(alice), sign(charlie)
    text = as_bob.get(reverse(REGISTER), {"q": q}).text
    assert mine.reference in text
    assert other.reference not in text


def test_search_by_reference_is_exact(as_bob, version, alice, charlie):
    mine, other = sign(alice), sign(charlie)
    text = as_bob.get(reverse(REGISTER), {"q": mine.reference.lower()}).text
    assert (mine.party["name"] in text, other.party["name"] in text) == (True, False)


@pytest.mark.parametrize("q", ["%", "_", "'", "🙂", "zz" * 300])
def test_odd_searches_find_nothing_and_break_nothing(as_bob, version, alice, q):
    mine = sign(alice)
    answer = as_bob.get(reverse(REGISTER), {"q": q})
    assert answer.status_code == 200
    assert mine.reference not in answer.text


@pytest.mark.parametrize("q", ["\x00", " \x00\n", "Ali\x00ce"])
def test_control_characters_are_left_out_of_a_search(as_bob, version, alice, q):
    mine = sign(alice)
    assert mine.reference in as_bob.get(reverse(REGISTER), {"q": q}).text


def test_filter_by_state_and_nonsense(as_bob, version, alice, charlie):
    closed, open_ = sign(alice), sign(charlie)
    actions.withdraw(user=alice, by=alice)
    text = as_bob.get(reverse(REGISTER), {"state": "withdrawn"}).text
    assert (closed.reference in text, open_.reference in text) == (True, False)
    assert as_bob.get(reverse(REGISTER), {"state": "nonsense", "after": "%%%"}).status_code == 200


def test_pages_of_fifty_newest_first(as_bob, version):
    made = [sign(ambassador()) for _ in range(53)]
    first = as_bob.get(reverse(REGISTER))
    page = first.context["page_of_agreements"]
    assert [a.pk for a in page.rows] == [a.pk for a in reversed(made)][:50]
    second = as_bob.get(reverse(REGISTER) + page.next_url).context["page_of_agreements"]
    assert [a.pk for a in second.rows] == [a.pk for a in reversed(made)][50:]
    back = as_bob.get(reverse(REGISTER) + second.previous_url).context["page_of_agreements"]
    assert back.rows == page.rows


def test_a_failed_seal_is_shown_with_a_way_to_try_again(as_bob, version, alice):
    agreement = sign(alice)
    Agreement.objects.filter(pk=agreement.pk).update(seal_state="failed")
    url = reverse("charter:seal_retry", args=[agreement.reference])
    assert url in as_bob.get(reverse(REGISTER)).text
    assert as_bob.post(url).status_code == 302
    assert as_bob.get(url).status_code == 405


def test_the_register_costs_the_same_with_one_and_three_rows(as_bob, version, queries):
    sign_and_seal(ambassador())
    as_bob.get(reverse(REGISTER))
    with queries() as one:
        as_bob.get(reverse(REGISTER))
    for _ in range(2):
        sign_and_seal(ambassador())
    with queries() as three:
        as_bob.get(reverse(REGISTER))
    assert len(one) == len(three) <= 12, [q["sql"] for q in three]


# --- Export ------------------------------------------------------------------------------------------------------


def exported(client, language: str = "en", **query) -> list[list[str]]:
    with translation.override(language):
        answer = client.get(reverse(EXPORT), query)
        content = b"".join(answer.streaming_content).decode()
    assert answer["Content-Disposition"].startswith("attachment;")
    assert content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(content.removeprefix("\ufeff")), delimiter=";" if language == "fr" else ","))


@pytest.mark.parametrize(
    "value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "＝1", '=HYPERLINK("x")']
)
def test_no_cell_is_a_formula(value):
    assert safe_cell(value).startswith("'")


@pytest.mark.parametrize("value", ["Alice", "CH-12345678", "2026-11-24T05:41:12.345Z", "3", "", "Dupont-Œuvrard"])
def test_ordinary_cells_stay_as_they_are(value):
    assert safe_cell(value) == value


def test_a_name_that_would_be_a_formula_is_exported_as_text(as_bob, version):
    sign(ambassador(first_name="=cmd|'/c calc'!A1", last_name="X"))
    assert exported(as_bob)[1][1].startswith("'=cmd")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_export_has_the_filtered_rows_and_is_logged(as_bob, bob, version, alice, charlie, language):
    sealed, _other = sign_and_seal(alice), sign(charlie)
    rows = exported(as_bob, language, q="Alice")
    assert len(rows) == 2
    assert len(rows[0]) == len(rows[1]) == 13
    assert rows[1][8] == rows[1][7] == iso_ms(sealed.signed_at)  # in force at the signature (article 19)
    assert rows[1][10] == iso_ms(sealed.sealed_file.sealed_at)
    assert rows[1][0] == sealed.reference
    assert rows[1][-1] == sealed.sealed_file.sha256
    event = AuditEvent.objects.get(action="charter.register.export")
    assert (event.actor, event.data) == (bob, {"state": "", "searched": True, "count": 1})


def test_the_export_costs_the_same_with_one_and_three_rows(as_bob, version, queries):
    sign(ambassador())
    exported(as_bob)
    with queries() as one:
        exported(as_bob)
    for _ in range(2):
        sign(ambassador())
    with queries() as three:
        exported(as_bob)
    assert len(one) == len(three) <= 12


def test_a_version_is_shown_by_its_number(as_bob, version, alice, bob):
    make_version(bob, n=7)
    sign(alice)
    assert exported(as_bob)[1][4] == "7"
