"""Reading, signing and downloading: strangers first."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from charter import actions, queries
from charter.models import Agreement, SealJob
from core.models import AuditEvent
from people.actions import leave_programme
from tests.factories.charter import make_version, sign, sign_and_seal
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
DETAIL, SIGN, DOWNLOAD = "charter:charter_detail", "charter:charter_sign", "charter:charter_download"


def values(user, **changes):
    text = queries.current_version().text_in("fr")
    return {
        "shown_sha256": queries.body_sha256(text, user),
        "client_token": str(uuid.uuid4()),
        "statement_has_read": "on",
        "statement_joins_freely": "on",
        "statement_received_data_notice": "on",
        "typed_name": user.display_name,
        "method": "password",
        "password": "porte-voix-test",
        **changes,
    }


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


@pytest.mark.parametrize("name", [DETAIL, SIGN, DOWNLOAD, "charter:charter_preparing"])
def test_signed_out_is_sent_to_the_sign_in_page(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert reverse("account_login") in answer.url


# --- Reading -----------------------------------------------------------------------------------------------------


def test_without_a_published_version_the_page_says_so(signed_in):
    answer = signed_in.get(reverse(DETAIL))
    assert answer.status_code == 200
    assert "document__article" not in answer.text
    assert reverse(SIGN) not in answer.text
    assert signed_in.get(reverse(SIGN)).url == reverse(DETAIL)


def test_who_does_not_take_part_reads_and_is_told_what_is_missing(client, version):
    client.force_login(UserFactory())
    answer = client.get(reverse(DETAIL))
    assert "document__article" in answer.text
    assert reverse("home:membership_join") in answer.text
    assert reverse(SIGN) not in answer.text


def test_the_core_path_is_named_with_a_link(signed_in, version, settings):
    settings.SIGNING_REQUIRES_CORE_PATH = True
    answer = signed_in.get(reverse(DETAIL))
    assert reverse("learning:course_list") in answer.text
    assert signed_in.get(reverse(SIGN)).status_code == 302
    assert signed_in.post(reverse(SIGN), {}).status_code == 302


def test_the_text_is_in_the_language_of_the_page(signed_in, version):
    for language, title in (("fr", "Volontariat"), ("en", "Voluntary")):
        with translation.override(language):
            answer = signed_in.get(reverse(DETAIL))
        assert title in answer.text
        assert f'class="document" lang="{language}"' in answer.text


def test_who_signed_reads_the_version_they_signed(signed_in, version, alice, bob):
    sign_and_seal(alice)
    make_version(bob, n=2, mark="brand-new-words")
    answer = signed_in.get(reverse(DETAIL))
    assert "brand-new-words" not in answer.text
    assert "2" in answer.text


def test_a_get_changes_nothing(signed_in, version):
    for name in (DETAIL, SIGN):
        assert signed_in.get(reverse(name)).status_code == 200
    assert not Agreement.objects.exists()
    assert not AuditEvent.objects.filter(action__startswith="charter").exists()


# --- Signing -----------------------------------------------------------------------------------------------------


def test_no_statement_is_ticked_beforehand(signed_in, version):
    text = signed_in.get(reverse(SIGN)).text
    assert len(re.findall(r'type="checkbox"', text)) == 3
    assert not re.search(r'type="checkbox"[^>]*checked', text)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"statement_has_read": ""}, "statement_has_read"),
        ({"statement_joins_freely": ""}, "statement_joins_freely"),
        ({"typed_name": "Somebody Else"}, "typed_name"),
        ({"typed_name": ""}, "typed_name"),
        ({"typed_name": "Alice\u202e Œuvrard-D’Arc"}, "typed_name"),
        ({"password": ""}, "password"),
        ({"password": "wrong"}, "password"),
        ({"method": "code", "code": ""}, "code"),
        ({"method": "code", "code": "000000"}, "code"),
        ({"method": "x"}, "method"),
        ({"client_token": "x"}, "client_token"),
    ],
)
def test_a_mistake_is_said_beside_the_field_and_what_was_typed_stays(signed_in, version, alice, changes, field):
    answer = signed_in.post(reverse(SIGN), values(alice, **changes))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Agreement.objects.exists()
    if "typed_name" not in changes:
        assert "Œuvrard-D’Arc" in answer.text
        assert re.search(r'name="typed_name"[^>]*value="Alice', answer.text)
    assert "porte-voix-test" not in answer.text
    if field != "statement_has_read":
        assert re.search(r'name="statement_has_read"[^>]*checked', answer.text)


def test_a_typing_error_uses_up_no_password_try_and_no_code(signed_in, version, alice):
    for _ in range(7):
        assert signed_in.post(reverse(SIGN), values(alice, typed_name="x", password="wrong")).status_code == 422
    assert signed_in.post(reverse(SIGN), values(alice)).status_code == 302


def test_a_newer_text_answers_409_and_signs_nothing(signed_in, version, alice, bob):
    sent = values(alice)
    make_version(bob, n=2, mark="new")
    answer = signed_in.post(reverse(SIGN), sent)
    assert answer.status_code == 409
    assert not Agreement.objects.exists()


def test_signing_leads_to_the_page_that_says_being_prepared(signed_in, version, alice):
    answer = signed_in.post(reverse(SIGN), values(alice), follow=True)
    agreement = Agreement.objects.get()
    assert answer.redirect_chain[-1][0] == reverse(DETAIL)
    assert agreement.reference in answer.text
    assert reverse("charter:charter_preparing") in answer.text
    act = agreement.acts.get()
    assert (act.ip, act.ip_source, act.auth_method, act.locale) == ("127.0.0.1", "direct", "password", "fr")
    assert len(act.session_sha256) == 64


def test_the_address_behind_trusted_proxies_is_recorded_with_its_source(signed_in, version, alice, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    headers = {"X-Forwarded-For": "203.0.113.66, 198.51.100.7"}
    signed_in.post(reverse(SIGN), values(alice), headers=headers)
    act = Agreement.objects.get().acts.get()
    assert (act.ip, act.ip_source) == ("198.51.100.7", "x-forwarded-for via 1 trusted")


def test_a_double_click_is_one_agreement_and_no_alarm(signed_in, version, alice):
    sent = values(alice)
    signed_in.post(reverse(SIGN), sent)
    again = signed_in.post(reverse(SIGN), sent, follow=True)
    assert Agreement.objects.count() == SealJob.objects.count() == 1
    assert not list(again.context["messages"])


def test_another_tab_gets_a_sentence(signed_in, version, alice):
    first, second = values(alice), values(alice)
    signed_in.post(reverse(SIGN), first)
    again = signed_in.post(reverse(SIGN), second, follow=True)
    assert Agreement.objects.count() == 1
    assert Agreement.objects.get().reference in str(next(iter(again.context["messages"])))


def test_signing_after_leaving_in_another_tab_says_that_nothing_was_signed(signed_in, version, alice):
    sent = values(alice)
    leave_programme(user=alice, by=alice)
    with translation.override("en"):
        answer = signed_in.post(reverse(SIGN), sent, follow=True)
    assert not Agreement.objects.exists()
    assert [m.message for m in answer.context["messages"]] == ["Nothing was signed: you have left the programme."]
    assert not list(signed_in.get(reverse(SIGN), follow=True).context["messages"])


def test_signing_without_taking_part_or_the_core_path_says_that_nothing_was_signed(client, version, alice, settings):
    stranger = UserFactory()
    settings.SIGNING_REQUIRES_CORE_PATH = True
    with translation.override("en"):
        for person, sentence in ((stranger, "do not take part"), (alice, "what has to be done first")):
            client.force_login(person)
            (message,) = client.post(reverse(SIGN), values(person), follow=True).context["messages"]
            assert message.message.startswith("Nothing was signed")
            assert sentence in message.message


def test_the_first_button_of_the_form_signs(signed_in, version):
    """Enter in a field presses it: a browser takes the first submit button of the form."""
    form = signed_in.get(reverse(SIGN)).text.split('action="' + reverse(SIGN) + "#signature")[1]
    assert "send_code" not in re.search(r"<button[^>]*type=\"submit\"[^>]*>", form)[0]
    assert "send_code" in form


def test_in_force_since_the_signature_and_sealed_later(signed_in, version, alice):
    agreement = sign(alice)
    signed = datetime(2026, 9, 23, 8, 15, tzinfo=UTC)
    Agreement.objects.filter(pk=agreement.pk).update(signed_at=signed)
    actions.seal_agreement(agreement_id=agreement.pk)
    agreement.refresh_from_db()
    with translation.override("en"):
        facts = dict(re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", signed_in.get(reverse(DETAIL)).text))
        sealed_on = date_format(timezone.localtime(agreement.sealed_file.sealed_at, alice.zone), "j F Y, H:i T")
    assert facts["In force since"] == facts["Signed on"] == "23 September 2026, 10:15 CEST"
    assert facts["Sealed on"] == sealed_on


def test_a_code_by_mail_keeps_what_was_typed_and_signs(signed_in, version, alice):
    answer = signed_in.post(reverse(SIGN), values(alice, send_code="1", password=""))
    assert answer.status_code == 200
    assert not answer.context["form"].errors
    assert alice.email in answer.text.split('class="form__section step-up"')[1]
    assert re.search(r'name="typed_name"[^>]*value="Alice', answer.text)
    code = re.search(r"\b(\d{6})\b", mail.outbox[0].body)[1]
    signed_in.post(reverse(SIGN), values(alice, method="code", code=code, password=""))
    assert Agreement.objects.get().acts.get().auth_method == "code"


def test_a_proof_is_not_asked_for_twice_in_ten_minutes_but_each_act_asks(signed_in, version, alice, bob):
    session = signed_in.session
    from charter.evidence import StepUp
    from charter.forms import proof_to_session

    session["step-up:sign"] = proof_to_session(StepUp("password", timezone.now()))
    session.save()
    assert 'name="password"' not in signed_in.get(reverse(SIGN)).text
    assert signed_in.post(reverse(SIGN), values(alice, password="", method="")).status_code == 302
    assert "step-up:sign" not in signed_in.session


def test_preparing_tells_when_to_stop_asking(signed_in, version, alice):
    assert signed_in.get(reverse("charter:charter_preparing")).status_code == 404
    agreement = sign(alice)
    assert signed_in.get(reverse("charter:charter_preparing")).status_code == 200
    actions.seal_agreement(agreement_id=agreement.pk)
    assert signed_in.get(reverse("charter:charter_preparing")).status_code == 286


def test_a_withdrawn_file_being_prepared_is_said(signed_in, version, alice):
    sign(alice)
    actions.withdraw(user=alice, by=alice)
    assert signed_in.get(reverse(DETAIL)).status_code == 200


# --- The file ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("roles", [[], ["coach"], ["lead_coach"], ["programme_manager"], ["editor"], ["administrator"]])
def test_a_strangers_file_is_not_found(client, version, alice, roles):
    agreement = sign_and_seal(alice)
    client.force_login(UserFactory(roles=roles))
    assert client.get(reverse(DOWNLOAD, args=[agreement.reference])).status_code == 404
    assert client.get(reverse(DOWNLOAD)).status_code == 404


def test_a_superuser_is_a_stranger(client, version, alice):
    agreement = sign_and_seal(alice)
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    assert client.get(reverse(DOWNLOAD, args=[agreement.reference])).status_code == 404


def test_a_line_manager_is_a_stranger(client, version, alice):
    manager = UserFactory(roles=["coach", "programme_manager"])
    alice.line_manager = manager
    alice.save()
    agreement = sign_and_seal(alice)
    client.force_login(manager)
    assert client.get(reverse(DOWNLOAD, args=[agreement.reference])).status_code == 404


def test_a_file_being_prepared_is_said(signed_in, version, alice):
    agreement = sign(alice)
    answer = signed_in.get(reverse(DOWNLOAD, args=[agreement.reference]), follow=True)
    assert [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize("left", [False, True])
def test_ones_own_file_also_after_leaving(signed_in, version, alice, left):
    agreement = sign_and_seal(alice)
    if left:
        actions.withdraw(user=alice, by=alice)
    for url in (reverse(DOWNLOAD), reverse(DOWNLOAD, args=[agreement.reference])):
        answer = signed_in.get(url)
        assert answer.content == queries.read_sealed_file(agreement.sealed_file)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["Cache-Control"] == "private, no-store"
    assert AuditEvent.objects.filter(action="charter.agreement.download", actor=alice).count() == 2


def test_legal_downloads_through_the_register_and_it_is_logged(client, version, alice, bob):
    agreement = sign_and_seal(alice)
    client.force_login(bob)
    assert client.get(reverse(DOWNLOAD, args=[agreement.reference])).status_code == 200
    event = AuditEvent.objects.get(action="charter.agreement.download")
    assert (event.actor, event.target_id, event.data) == (bob, str(agreement.pk), {"own": False})


# --- What it costs -------------------------------------------------------------------------------------------------


def test_the_charter_page_costs_the_same_with_one_and_three_past_charters(signed_in, version, alice, queries):
    from tests.factories.people import MembershipFactory

    def round_trip():
        sign_and_seal(alice)
        actions.withdraw(user=alice, by=alice)
        MembershipFactory(user=alice)

    round_trip()
    signed_in.get(reverse(DETAIL))
    with queries() as one:
        signed_in.get(reverse(DETAIL))
    round_trip()
    round_trip()
    with queries() as three:
        signed_in.get(reverse(DETAIL))
    assert len(one) == len(three) <= 12, [q["sql"] for q in three]


def test_the_signing_page_is_cheap(signed_in, version, queries):
    signed_in.get(reverse(SIGN))
    with queries() as cost:
        signed_in.get(reverse(SIGN))
    assert len(cost) <= 12
