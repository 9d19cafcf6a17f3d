"""A seal for development and demonstration: its own root, a certificate for the seal, both made on first start.

It protects nothing and proves nothing outside the installation; production refuses it (charter.checks).
"""

from __future__ import annotations

import fcntl
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

ORGANISATION = "Porte-voix (development only)"
ROOT_DAYS, SEAL_DAYS = 3650, 825


def make_seal(passphrase: str | None = None) -> bool:
    """Make the development root, key and certificate where the settings say, unless the key file is there already.

    In: `passphrase` of the key file, the settings' when None. Out: True when they were made. Several processes may
    start at once: one makes them, the others wait and find them. Raises PermissionError when this installation does
    not allow a development key.
    """
    if not settings.SEAL_ALLOW_DEVELOPMENT_KEY:
        raise PermissionError("this installation does not allow a development seal")
    target, root_path = Path(str(settings.SEAL_P12_PATH)), Path(str(settings.SEAL_TRUST_ROOT_PATH))
    if target.exists():
        return False
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (target.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if target.exists():
            return False
        _make(target, root_path, passphrase or settings.SEAL_PASSPHRASE)
    return True


def _make(target: Path, root_path: Path, passphrase: str) -> None:
    root_key, seal_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _root(root_key)
    certificate = _certificate(seal_key, root_key, root)
    archive = pkcs12.serialize_key_and_certificates(
        b"company seal", seal_key, certificate, [root], BestAvailableEncryption(passphrase.encode())
    )
    _write(root_path, root.public_bytes(Encoding.PEM), 0o644)
    _write(target, archive, 0o600)


def _write(path: Path, content: bytes, mode: int) -> None:
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    part.rename(path)


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _key_usage(*, certificate_signing: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificate_signing,
        content_commitment=not certificate_signing,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificate_signing,
        crl_sign=certificate_signing,
        encipher_only=False,
        decipher_only=False,
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, days: int
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _root(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = _name("Porte-voix development root")
    return (
        _builder(name, name, key.public_key(), ROOT_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(certificate_signing=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def _certificate(
    key: ec.EllipticCurvePrivateKey, root_key: ec.EllipticCurvePrivateKey, root: x509.Certificate
) -> x509.Certificate:
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    return (
        _builder(_name("Porte-voix development seal"), root.subject, key.public_key(), SEAL_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(certificate_signing=False), critical=True)
        .add_extension(authority, critical=False)
        .sign(root_key, hashes.SHA256())
    )
