"""The seal's key, certificate and trust root: read once per process, and each way of failing has its sentence."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings
from django.utils.translation import gettext as _

from . import development

if TYPE_CHECKING:
    from pyhanko.sign import signers


class SealUnavailable(Exception):
    """The seal cannot be used. `code` is stable, `message` is a sentence for an administrator."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Seal:
    """What is needed to seal and to check."""

    signer: signers.SimpleSigner
    certificate: asn1_x509.Certificate
    trust_roots: tuple[asn1_x509.Certificate, ...]
    fingerprint: str
    subject: str
    not_after: datetime


@lru_cache(maxsize=1)
def seal() -> Seal:
    """The installation's seal, loaded on first use and kept for the life of the process. Raises SealUnavailable."""
    return load_seal()


def forget_seal() -> None:
    """Load again at the next use (a key was replaced)."""
    seal.cache_clear()


def load_seal(now: datetime | None = None) -> Seal:
    """Read and check the PKCS#12 file and the trust root named by the settings.

    Raises SealUnavailable with the reason: not configured, missing, unreadable, wrong passphrase, no key, expired, not
    yet valid, not issued by the trust root.
    """
    from pyhanko.sign import signers

    if settings.SEAL_ALLOW_DEVELOPMENT_KEY:
        development.make_seal()
    data = _read(settings.SEAL_P12_PATH, "SEAL_P12_PATH")
    roots = _roots(_read(settings.SEAL_TRUST_ROOT_PATH, "SEAL_TRUST_ROOT_PATH"))
    certificate = _open(data)
    _check_dates(certificate, now or datetime.now(UTC))
    _check_issuer(certificate, roots)
    passphrase = settings.SEAL_PASSPHRASE.encode()
    signer = signers.SimpleSigner.load_pkcs12_data(data, other_certs=roots, passphrase=passphrase)
    return Seal(
        signer=signer,
        certificate=signer.signing_cert,
        trust_roots=tuple(roots),
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        subject=", ".join(str(attribute.value) for attribute in reversed(list(certificate.subject))),
        not_after=certificate.not_valid_after_utc,
    )


def _read(path: Path | str | None, name: str) -> bytes:
    if not path:
        raise SealUnavailable(
            "not_configured", _("%(name)s is not set: the company’s seal is not known.") % {"name": name}
        )
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise SealUnavailable(
            "missing", _("%(name)s names a file that does not exist: %(path)s.") % {"name": name, "path": path}
        ) from None
    except OSError as error:
        values = {"name": name, "path": path, "reason": error.strerror}
        raise SealUnavailable("unreadable", _("%(name)s cannot be read (%(path)s): %(reason)s.") % values) from None


def _open(data: bytes) -> x509.Certificate:
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(data, settings.SEAL_PASSPHRASE.encode())
    except ValueError:
        raise SealUnavailable(
            "passphrase",
            _("The seal’s key file is not a PKCS#12 file, or SEAL_PASSPHRASE is not its passphrase."),
        ) from None
    if key is None or certificate is None:
        raise SealUnavailable("no_key", _("The seal’s key file holds no private key with its certificate."))
    return certificate


def _roots(data: bytes) -> list[asn1_x509.Certificate]:
    try:
        roots = [asn1_x509.Certificate.load(der) for der in _der_blocks(data)]
        for root in roots:
            _ = root.subject.native
    except (ValueError, TypeError):
        roots = []
    if not roots:
        raise SealUnavailable("root", _root_message())
    return roots


def _root_message() -> str:
    return _("SEAL_TRUST_ROOT_PATH holds no certificate.")


def _der_blocks(data: bytes) -> list[bytes]:
    if pem.detect(data):
        return [der for _name, _headers, der in pem.unarmor(data, multiple=True)]
    return [data]


def _check_dates(certificate: x509.Certificate, now: datetime) -> None:
    if certificate.not_valid_after_utc <= now:
        when = certificate.not_valid_after_utc.date().isoformat()
        raise SealUnavailable("expired", _("The seal’s certificate expired on %(date)s.") % {"date": when})
    if certificate.not_valid_before_utc > now:
        when = certificate.not_valid_before_utc.date().isoformat()
        raise SealUnavailable("not_yet", _("The seal’s certificate is valid only from %(date)s.") % {"date": when})


def _check_issuer(certificate: x509.Certificate, roots: Iterable[asn1_x509.Certificate]) -> None:
    for root in roots:
        issuer = x509.load_der_x509_certificate(root.dump())
        try:
            certificate.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature):
            continue
        return
    raise SealUnavailable("chain", _("The seal’s certificate was not issued by the authority of SEAL_TRUST_ROOT_PATH."))


def known_certificates() -> frozenset[str]:
    """SHA-256 fingerprints of the seal in use and of the retired ones (SEAL_OLD_CERTIFICATES_DIR); empty when none."""
    found = set()
    with contextlib.suppress(SealUnavailable):
        found.add(seal().fingerprint)
    folder = settings.SEAL_OLD_CERTIFICATES_DIR
    for path in sorted(Path(folder).glob("*")) if folder and Path(folder).is_dir() else []:
        try:
            found |= {asn1_x509.Certificate.load(der).sha256.hex() for der in _der_blocks(path.read_bytes())}
        except (ValueError, TypeError, OSError):
            continue
    return frozenset(found)
