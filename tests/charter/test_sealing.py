"""The key, the seal, and the only door into the register: what is tampered with does not pass."""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import uuid
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from django.core.management import CommandError, call_command
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError

from charter import sealing
from charter.checks import check_seal
from charter.sealing import SealUnavailable, development
from core.documents import Attachment, render_pdf

AT = datetime(2026, 3, 1, tzinfo=UTC)
HTML = '<html lang="fr"><head><title>Essai</title></head><body><h1>Charte</h1><p>Librement.</p></body></html>'


def rendered(document_id: uuid.UUID) -> bytes:
    identifier = sealing.document_identifier(document_id)
    attachments = [Attachment("evidence.json", b'{"a":1}', "Evidence")]
    return render_pdf(HTML, identifier=identifier, at=AT, attachments=attachments).content


@pytest.fixture(scope="module")
def document_id() -> uuid.UUID:
    return uuid.UUID("5f7c2a0e-3f4b-4f64-9a53-0d3c2b1a9e77")


@pytest.fixture(scope="module")
def sealed(document_id) -> bytes:
    return sealing.seal_pdf(rendered(document_id))


def refusal(document_id: uuid.UUID, content: bytes) -> str:
    with pytest.raises(sealing.Refused) as refused:
        sealing.accept(document_id, content)
    return refused.value.reason


# --- The door ----------------------------------------------------------------------------------------------------


def test_bytes_appended_are_refused(document_id, sealed):
    assert refusal(document_id, sealed + b"\n") == "not_the_entire_file"
    assert refusal(document_id, sealed + b"% a comment\n" * 10) in {"not_the_entire_file", "unreadable"}


@pytest.mark.parametrize("cut", [1, 7, 100, 5000, 15000])
def test_a_truncated_file_is_refused(document_id, sealed, cut):
    assert refusal(document_id, sealed[:-cut])


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"garbage", b"PK\x03\x04zip", bytes(2000)])
def test_what_is_not_a_pdf_is_refused(document_id, content):
    assert refusal(document_id, content) == "unreadable"


def test_an_unsealed_file_is_refused(document_id):
    assert refusal(document_id, rendered(document_id)) == "not_one_signature"


def test_another_agreements_file_is_refused(sealed):
    assert refusal(uuid.uuid4(), sealed) == "another_document"


def signed_again(content: bytes, name: str) -> bytes:
    metadata = signers.PdfSignatureMetadata(field_name=name, subfilter=fields.SigSeedSubFilter.PADES)
    output = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content)), metadata, signer=sealing.seal().signer)
    output.seek(0)
    return output.read()


def test_the_certification_forbids_a_second_signature(sealed):
    with pytest.raises(SigningError):
        signed_again(sealed, "Another")


def test_two_signatures_are_refused_though_both_are_ours_and_valid(document_id):
    twice = signed_again(signed_again(rendered(document_id), sealing.FIELD_NAME), "Another")
    assert refusal(document_id, twice) == "not_one_signature"


def test_a_signature_by_our_key_in_another_field_is_refused(document_id):
    assert refusal(document_id, signed_again(rendered(document_id), "Another")) == "not_one_signature"


def test_a_page_rotated_afterwards_is_refused(document_id, sealed):
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = NumberObject(90)
    writer.update_container(page)
    output = io.BytesIO()
    writer.write(output)
    assert refusal(document_id, output.getvalue()) == "invalid_signature"


def test_a_file_saved_again_is_refused(document_id, sealed):
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        pdf.save(output)
    assert refusal(document_id, output.getvalue())


def test_another_companys_seal_is_refused(document_id, sealed, tmp_path, settings):
    settings.SEAL_P12_PATH, settings.SEAL_TRUST_ROOT_PATH = tmp_path / "seal.p12", tmp_path / "root.crt"
    sealing.forget_seal()
    try:
        assert refusal(document_id, sealed) == "another_certificate"
    finally:
        sealing.forget_seal()


def covered_positions(content: bytes, count: int, seed: int) -> list[int]:
    """Seeded positions outside the signature's own gap, where one bit more or less changes what was sealed."""
    _zero, start, end, _rest = map(int, re.search(rb"/ByteRange\s*\[([\d\s]+)\]", content)[1].split())
    positions = [position for position in range(len(content)) if not start <= position < end]
    return random.Random(seed).sample(positions, count)


@pytest.mark.parametrize("seed", range(3))
def test_a_flipped_bit_is_refused_wherever_it_is(document_id, sealed, seed):
    for position in covered_positions(sealed, 40, seed):
        changed = bytearray(sealed)
        changed[position] ^= 1 << random.Random(position).randrange(8)
        assert refusal(document_id, bytes(changed)), position


def test_the_sealed_file_is_accepted(document_id, sealed):
    assert sealing.accept(document_id, sealed) == sealing.seal().fingerprint


def test_the_rendered_bytes_stand_unchanged_before_the_seal(document_id, sealed):
    assert sealed.startswith(rendered(document_id))


# --- What public tools say -----------------------------------------------------------------------------------------


@pytest.fixture
def on_disk(sealed, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    return path


def test_pdfsig_agrees(on_disk):
    told = subprocess.run(["pdfsig", on_disk], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told


def test_pdfsig_sees_a_change(sealed, tmp_path):
    changed = bytearray(sealed)
    changed[covered_positions(sealed, 1, 7)[0]] ^= 1
    path = tmp_path / "changed.pdf"
    path.write_bytes(bytes(changed))
    told = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" not in told


def test_qpdf_finds_it_clean(on_disk):
    assert shutil.which("qpdf"), "qpdf is a test dependency"
    subprocess.run(["qpdf", "--check", on_disk], check=True, capture_output=True)


def test_the_claims_of_archival_and_accessible_output_survive_the_seal(sealed):
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["pdfuaid:part"] == "1"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.Root.Perms.DocMDP.Reference[0].TransformParams.P) == "1"


# --- The key -------------------------------------------------------------------------------------------------------


@pytest.fixture
def key_files(tmp_path, settings):
    """A made seal of one's own, and the settings that name it as a real one."""
    settings.SEAL_P12_PATH, settings.SEAL_TRUST_ROOT_PATH = tmp_path / "seal.p12", tmp_path / "root.crt"
    development.make_seal()
    settings.SEAL_ALLOW_DEVELOPMENT_KEY = False
    sealing.forget_seal()
    yield settings
    sealing.forget_seal()


def reason() -> str:
    with pytest.raises(SealUnavailable) as unavailable:
        sealing.load_seal()
    (message,) = check_seal(None)
    assert message.id == "charter.E001"
    assert unavailable.value.code in message.msg
    return unavailable.value.code


@pytest.mark.parametrize("name", ["SEAL_P12_PATH", "SEAL_TRUST_ROOT_PATH"])
def test_a_path_that_is_not_set_is_said(key_files, name):
    setattr(key_files, name, None)
    assert reason() == "not_configured"


@pytest.mark.parametrize("name", ["SEAL_P12_PATH", "SEAL_TRUST_ROOT_PATH"])
def test_a_missing_file_is_said(key_files, name, tmp_path):
    setattr(key_files, name, tmp_path / "nowhere")
    assert reason() == "missing"


def test_a_folder_instead_of_a_file_is_said(key_files, tmp_path):
    key_files.SEAL_P12_PATH = tmp_path
    assert reason() == "unreadable"


def test_a_wrong_passphrase_is_said(key_files):
    key_files.SEAL_PASSPHRASE = "wrong"
    assert reason() == "passphrase"


def test_a_key_file_that_is_not_one_is_said(key_files):
    key_files.SEAL_P12_PATH.write_bytes(b"nothing of the kind")
    assert reason() == "passphrase"


def test_a_file_without_a_key_is_said(key_files):
    root = x509.load_pem_x509_certificate(key_files.SEAL_TRUST_ROOT_PATH.read_bytes())
    encryption = BestAvailableEncryption(key_files.SEAL_PASSPHRASE.encode())
    archive = pkcs12.serialize_key_and_certificates(b"x", None, None, [root], encryption)
    key_files.SEAL_P12_PATH.write_bytes(archive)
    assert reason() == "no_key"


@pytest.mark.parametrize("content", [b"", b"not a certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_a_trust_root_that_is_none_is_said(key_files, content):
    key_files.SEAL_TRUST_ROOT_PATH.write_bytes(content)
    assert reason() == "root"


def test_another_authority_is_said(key_files, tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    key_files.SEAL_TRUST_ROOT_PATH.write_bytes(development._root(key).public_bytes(Encoding.PEM))
    assert reason() == "chain"


def test_an_expired_certificate_is_said(key_files):
    with pytest.raises(SealUnavailable) as unavailable:
        sealing.load_seal(datetime.now(UTC) + timedelta(days=development.SEAL_DAYS + 1))
    assert unavailable.value.code == "expired"


def test_a_certificate_of_tomorrow_is_said(key_files):
    with pytest.raises(SealUnavailable) as unavailable:
        sealing.load_seal(datetime.now(UTC) - timedelta(days=2))
    assert unavailable.value.code == "not_yet"


def test_a_certificate_near_its_end_is_a_warning(key_files, monkeypatch):
    monkeypatch.setattr(development, "SEAL_DAYS", 20)
    key_files.SEAL_P12_PATH.unlink()
    key_files.SEAL_ALLOW_DEVELOPMENT_KEY = True
    development.make_seal()
    assert [message.id for message in check_seal(None)] == ["charter.W001"]


def test_a_key_that_everybody_can_read_is_a_warning(key_files):
    key_files.SEAL_P12_PATH.chmod(0o644)
    assert [message.id for message in check_seal(None)] == ["charter.W002"]


def test_a_usable_seal_needs_no_word(key_files):
    assert check_seal(None) == []
    assert sealing.load_seal().subject.startswith("Porte-voix development seal")


def test_a_development_seal_not_made_yet_needs_no_word(settings, tmp_path):
    settings.SEAL_P12_PATH = tmp_path / "nowhere.p12"
    assert check_seal(None) == []


# --- The development seal --------------------------------------------------------------------------------------------


def test_a_development_seal_is_refused_where_a_real_one_is_demanded(key_files):
    with pytest.raises(CommandError, match="SEAL_P12_PATH"):
        call_command("make_development_seal")


def test_the_development_seal_is_made_once(settings, tmp_path, capsys):
    settings.SEAL_P12_PATH, settings.SEAL_TRUST_ROOT_PATH = tmp_path / "s" / "seal.p12", tmp_path / "s" / "root.crt"
    call_command("make_development_seal")
    before = settings.SEAL_P12_PATH.read_bytes()
    call_command("make_development_seal")
    assert settings.SEAL_P12_PATH.read_bytes() == before
    assert settings.SEAL_P12_PATH.stat().st_mode & 0o077 == 0
    assert "already there" in capsys.readouterr().out


def test_the_development_certificate_is_fit_for_a_seal(key_files):
    data = key_files.SEAL_P12_PATH.read_bytes()
    _key, certificate, _others = pkcs12.load_key_and_certificates(data, key_files.SEAL_PASSPHRASE.encode())
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert isinstance(certificate.signature_hash_algorithm, hashes.SHA256)


def test_retired_certificates_are_still_known(key_files, tmp_path):
    old = sealing.load_seal().fingerprint
    key_files.SEAL_OLD_CERTIFICATES_DIR = tmp_path / "old"
    key_files.SEAL_OLD_CERTIFICATES_DIR.mkdir()
    data = key_files.SEAL_P12_PATH.read_bytes()
    _key, certificate, _others = pkcs12.load_key_and_certificates(data, key_files.SEAL_PASSPHRASE.encode())
    (key_files.SEAL_OLD_CERTIFICATES_DIR / "2025.crt").write_bytes(certificate.public_bytes(Encoding.PEM))
    (key_files.SEAL_OLD_CERTIFICATES_DIR / "notes.txt").write_text("not a certificate")
    key_files.SEAL_P12_PATH.unlink()
    key_files.SEAL_ALLOW_DEVELOPMENT_KEY = True
    sealing.forget_seal()
    assert old in sealing.known_certificates()
    assert sealing.seal().fingerprint in sealing.known_certificates()
    assert old != sealing.seal().fingerprint
