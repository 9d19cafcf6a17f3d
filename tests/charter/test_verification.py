"""Verify: genuine, altered, unknown, for anything at all. Nothing kept, nobody named, never an error."""

from __future__ import annotations

import io
import random
import re
import uuid
import zipfile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from charter import actions, queries, sealing
from charter.sealing import ALTERED, GENUINE, UNKNOWN, verify
from charter.sealing.inspection import signer_fingerprints
from tests.factories.charter import sign_and_seal

pytestmark = pytest.mark.django_db
URL = "charter:verify"


@pytest.fixture
def agreement(version, alice):
    return sign_and_seal(alice)


@pytest.fixture
def content(agreement) -> bytes:
    return queries.read_sealed_file(agreement.sealed_file)


def resaved(content: bytes, **options) -> bytes:
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(output, **options)
    return output.getvalue()


def test_somebody_elses_file_is_unknown(agreement):
    output = io.BytesIO()
    pikepdf.new().save(output)
    assert verify(output.getvalue()).outcome == UNKNOWN


def test_a_file_with_an_identifier_we_never_gave_is_unknown(agreement):
    assert verify(b"%PDF porte-voix:" + str(uuid.uuid4()).encode()).outcome == UNKNOWN


def test_appended_truncated_and_flipped_files_are_altered(content):
    assert verify(content + b"\n").outcome == ALTERED
    assert verify(content[:-200]).outcome == ALTERED
    for seed in range(10):
        changed = bytearray(content)
        changed[random.Random(seed).randrange(len(content))] ^= 1
        assert verify(bytes(changed)).outcome == ALTERED, seed


def test_a_file_saved_again_by_another_program_is_altered(content):
    assert verify(resaved(content)).outcome == ALTERED
    assert verify(resaved(content, object_stream_mode=pikepdf.ObjectStreamMode.generate)).outcome == ALTERED


def test_the_certificate_is_enough_when_the_identifiers_are_gone(content, agreement):
    blind = re.sub(re.escape(str(agreement.document_id)).encode(), b"0" * 36, content)
    blind = blind.replace(str(agreement.document_id).encode().hex().encode(), b"30" * 36)
    assert str(agreement.document_id).encode() not in blind
    assert verify(blind).outcome == ALTERED


def test_a_signature_by_a_stranger_is_not_ours(content, settings, tmp_path):
    assert signer_fingerprints(content) == {sealing.seal().fingerprint}
    settings.SEAL_P12_PATH, settings.SEAL_TRUST_ROOT_PATH = tmp_path / "seal.p12", tmp_path / "root.crt"
    sealing.forget_seal()
    try:
        assert not sealing.known_certificates() & signer_fingerprints(content)
    finally:
        sealing.forget_seal()


def test_the_sealed_file_is_genuine_and_says_title_version_and_date(content, agreement):
    verdict = verify(content, language="en")
    assert (verdict.outcome, verdict.title, verdict.version) == (GENUINE, "Trial charter", 1)
    assert verdict.sealed_at == agreement.sealed_file.sealed_at


def test_a_withdrawn_charter_is_genuine_all_the_same(content, alice):
    actions.withdraw(user=alice, by=alice)
    assert verify(content).outcome == GENUINE


# --- The page ----------------------------------------------------------------------------------------------------


def upload(client, content: bytes, name: str = "file.pdf"):
    return client.post(reverse(URL), {"file": SimpleUploadedFile(name, content)})


def garbage() -> list[tuple[str, bytes]]:
    source = random.Random(20261124)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("a.txt", "a" * 1000)
    deep = b"%PDF-1.7\n1 0 obj " + b"[" * 5000 + b"]" * 5000 + b" endobj /ByteRange"
    loop = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R/AcroForm 1 0 R/Fields[1 0 R]>>endobj\ntrailer<</Root 1 0 R>>"
    return [
        ("one byte", b"\0"),
        ("html", b"<html><body><script>alert(1)</script></body></html>"),
        ("zip", archive.getvalue()),
        ("header", b"%PDF-1.7\n"),
        ("deep", deep),
        ("loop", loop + b"/ByteRange"),
        ("contents", b"%PDF /ByteRange /Contents <" + b"30" * 5000 + b">"),
        ("odd contents", b"%PDF /ByteRange /Contents <" + b"3" * 5001 + b">"),
        ("identifiers", b"porte-voix:" * 10_000),
        ("hexadecimal", b"porte-voix:".hex().encode() + b"ff" * 36),
        *((f"random {n}", source.randbytes(source.randrange(1, 20_000))) for n in range(5)),
        *((f"random pdf {n}", b"%PDF-1.7 /ByteRange /ObjStm " + source.randbytes(5000)) for n in range(3)),
    ]


@pytest.mark.parametrize(("name", "content"), garbage(), ids=lambda value: value if isinstance(value, str) else "")
def test_any_upload_gets_an_answer(client, version, name, content):
    answer = upload(client, content, f"{name}.pdf")
    assert answer.status_code == 200
    assert answer.context["verdict"].outcome == UNKNOWN


@pytest.mark.parametrize("seed", range(4))
def test_a_broken_charter_gets_an_answer(client, content, seed):
    """Pieces of a real file, so that the readers get further than with noise."""
    source = random.Random(seed)
    pieces = [content[source.randrange(len(content)) :][: source.randrange(1, 30_000)] for _ in range(3)]
    answer = upload(client, b"".join(pieces))
    assert answer.status_code == 200
    assert answer.context["verdict"].outcome in {ALTERED, UNKNOWN}


def test_a_file_over_the_limit_is_refused_with_a_sentence(client):
    answer = upload(client, bytes(sealing.MAX_BYTES + 1))
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_a_file_just_at_the_limit_gets_an_answer(client):
    assert upload(client, bytes(sealing.MAX_BYTES)).context["verdict"].outcome == UNKNOWN


def test_an_empty_file_is_refused_beside_the_field(client):
    with translation.override("en"):
        answer = upload(client, b"")
    assert answer.status_code == 422
    assert "vide" in answer.context["form"].errors["file"][0]
    assert "verdict" not in answer.context


def test_a_charter_cut_after_its_identifier_is_altered_and_before_it_said_to_be_cut(client, content):
    after = content.index(b"porte-voix:") + 60
    assert verify(content[:after]).outcome == ALTERED
    with translation.override("en"):
        answer = upload(client, content[: len(content) // 2])
    assert answer.context["verdict"].outcome == UNKNOWN
    assert answer.context["verdict"].is_cut
    assert "was cut" in answer.text


def test_a_whole_file_of_somebody_else_is_not_said_to_be_cut(client, db):
    output = io.BytesIO()
    pikepdf.new().save(output)
    for other in (output.getvalue(), b"x" * 5000, b"<html>"):
        assert not upload(client, other).context["verdict"].is_cut


def test_no_file_is_refused_with_a_sentence(client):
    answer = client.post(reverse(URL), {})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_nothing_of_an_upload_touches_a_disk(client, content, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "nowhere"
    assert upload(client, content + bytes(4_000_000)).status_code == 200


def test_too_many_files_a_minute_wait(client):
    for _ in range(10):
        assert upload(client, b"x").status_code == 200
    answer = upload(client, b"x")
    assert answer.status_code == 429
    assert "<form" in answer.text


def test_the_form_wants_its_token(version):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(reverse(URL), {"file": io.BytesIO(b"x")}).status_code == 403


def test_the_page_is_public_and_names_nobody(client, content, agreement, alice):
    answer = upload(client, content)
    assert answer.context["verdict"].outcome == GENUINE
    for secret in ("Alice", "Œuvrard", alice.email, agreement.reference, "Bob"):
        assert secret not in answer.text


def test_the_page_costs_the_same_with_one_and_three_files(client, version, alice, charlie, queries, content):
    upload(client, b"nothing")
    with queries() as one:
        upload(client, b"nothing")
    sign_and_seal(charlie)
    with queries() as more:
        upload(client, b"nothing")
    assert len(one) == len(more) <= 12
