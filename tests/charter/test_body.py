"""The text as PDF: who gets it, that it is what will be attached, and that it cannot be asked for without end."""

from __future__ import annotations

import io
import subprocess

import pikepdf
import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

import core.documents
from charter import actions, documents, queries, sealing
from charter.fingerprints import sha256
from charter.models import Agreement, CharterEvent
from charter.views import body
from core.models import AuditEvent, Notification
from tests.factories.charter import make_version, sign, sign_and_seal
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
BODY, DETAIL, SIGN = "charter:charter_body", "charter:charter_detail", "charter:charter_sign"


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def made(monkeypatch):
    """Identifiers of the documents rendered, in turn."""
    seen = []
    render = core.documents.render_pdf

    def counting(html, **options):
        seen.append(options["identifier"])
        return render(html, **options)

    monkeypatch.setattr(core.documents, "render_pdf", counting)
    return seen


def words_of(content: bytes) -> list[str]:
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True).stdout
    return told.decode().split()


# --- Who ---------------------------------------------------------------------------------------------------------


def test_signed_out_is_sent_to_the_sign_in_page(client, version):
    answer = client.get(reverse(BODY))
    assert answer.status_code == 302
    assert reverse("account_login") in answer.url


def test_without_a_published_version_there_is_nothing_to_make(signed_in, made):
    assert signed_in.get(reverse(BODY)).url == reverse(DETAIL)
    assert made == []


def test_who_may_not_sign_yet_is_sent_where_it_is_said_what_is_missing(client, version, made, settings):
    client.force_login(UserFactory())
    assert client.get(reverse(BODY)).url == reverse(DETAIL)
    settings.SIGNING_REQUIRES_CORE_PATH = True
    client.force_login(UserFactory(roles=["hr", "legal"]))
    assert client.get(reverse(BODY)).url == reverse(DETAIL)
    assert made == []


def test_only_reading_is_possible(signed_in, version):
    assert signed_in.post(reverse(BODY)).status_code == 405


def test_nobody_is_shown_somebody_elses_name(client, version, alice, charlie):
    sign_and_seal(alice)
    client.force_login(charlie)
    shown = words_of(client.get(reverse(BODY)).content)
    assert "charlie@example.com" in shown
    assert "alice@example.com" not in shown


# --- What --------------------------------------------------------------------------------------------------------


def test_it_is_shown_in_the_browser_and_kept_by_none(signed_in, version):
    answer = signed_in.get(reverse(BODY))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Cache-Control"] == "private, no-store"


def test_nothing_is_recorded(signed_in, version, made):
    events = CharterEvent.objects.count()
    signed_in.get(reverse(BODY))
    assert len(made) == 1
    assert CharterEvent.objects.count() == events
    assert not Agreement.objects.exists()
    assert not Notification.objects.exists()
    assert not AuditEvent.objects.filter(action__startswith="charter").exists()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_before_signing_it_is_what_will_be_attached_but_for_the_reference(signed_in, version, alice, language):
    with translation.override(language):
        before = signed_in.get(reverse(BODY)).content
    agreement = sign_and_seal(alice, language)
    attached = documents.attached_body(queries.read_sealed_file(agreement.sealed_file))
    pending = "texte non signé, référence à venir" if language == "fr" else "unsigned text, reference to come"
    shown = " ".join(words_of(before))
    assert pending in shown
    assert shown.replace(pending, agreement.reference) == " ".join(words_of(attached))
    with pikepdf.open(io.BytesIO(before)) as one, pikepdf.open(io.BytesIO(attached)) as other:
        assert len(one.pages) == len(other.pages)
        assert str(one.docinfo.Title).replace(pending, agreement.reference) == str(other.docinfo.Title)
        assert str(one.Root.Lang) == str(other.Root.Lang) == language


def test_the_file_says_which_text_it_shows_and_is_no_file_of_the_register(signed_in, version, alice):
    content = signed_in.get(reverse(BODY)).content
    shown = queries.body_sha256(queries.current_version().text_in("fr"), alice)
    assert f"porte-voix:body:{shown}".encode() in content
    assert sealing.verify(content).outcome == sealing.UNKNOWN


def test_once_sealed_it_is_the_attachment_itself_and_nothing_is_made(signed_in, version, alice, bob, made):
    agreement = sign_and_seal(alice)
    make_version(bob, n=2, mark="brand-new-words")
    made.clear()
    content = signed_in.get(reverse(BODY)).content
    assert made == []
    with pikepdf.open(io.BytesIO(queries.read_sealed_file(agreement.sealed_file))) as pdf:
        assert content == pdf.attachments["charter-as-shown.pdf"].get_file().read_bytes()


def test_while_the_file_is_prepared_it_is_already_the_same_bytes(signed_in, version, alice):
    agreement = sign(alice)
    early = signed_in.get(reverse(BODY)).content
    actions.seal_agreement(agreement_id=agreement.pk)
    assert sha256(signed_in.get(reverse(BODY)).content) == sha256(early)


def test_a_stored_file_that_was_changed_is_not_shown(signed_in, version, alice, settings):
    from django.core.files.storage import storages

    agreement = sign_and_seal(alice)
    storages[settings.PRIVATE_MEDIA_STORAGE].delete(agreement.sealed_file.storage_key)
    assert signed_in.get(reverse(BODY)).url == reverse(DETAIL)


# --- How often -----------------------------------------------------------------------------------------------------


def test_the_same_text_is_made_once(signed_in, version, made):
    first, second = signed_in.get(reverse(BODY)).content, signed_in.get(reverse(BODY)).content
    assert first == second
    assert len(made) == 1


def test_another_text_or_another_name_is_made_anew(signed_in, version, alice, bob, made):
    signed_in.get(reverse(BODY))
    type(alice).objects.filter(pk=alice.pk).update(last_name="Nouveau")
    assert "Nouveau" in " ".join(words_of(signed_in.get(reverse(BODY)).content))
    make_version(bob, n=2, mark="brand-new-words")
    assert "brand-new-words" in " ".join(words_of(signed_in.get(reverse(BODY)).content))
    assert len(made) == 3


def test_a_person_cannot_have_it_made_without_end(signed_in, client, version, alice, charlie, made):
    for n in range(body.MADE_PER_PERIOD):
        type(alice).objects.filter(pk=alice.pk).update(last_name=f"Name{'x' * n}")
        assert signed_in.get(reverse(BODY)).status_code == 200
    type(alice).objects.filter(pk=alice.pk).update(last_name="Last")
    answer = signed_in.get(reverse(BODY), follow=True)
    assert answer.redirect_chain[0][0] == reverse(DETAIL)
    assert "PDF" in " ".join(str(message) for message in answer.context["messages"])
    assert len(made) == body.MADE_PER_PERIOD
    client.force_login(charlie)
    assert client.get(reverse(BODY)).status_code == 200


# --- Where it is offered -------------------------------------------------------------------------------------------


def test_it_is_one_click_away_before_signing_and_afterwards(signed_in, version, alice):
    assert reverse(BODY) in signed_in.get(reverse(SIGN)).text
    sign_and_seal(alice)
    assert reverse(BODY) in signed_in.get(reverse(DETAIL)).text
