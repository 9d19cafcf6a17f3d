"""The evidence record: what surrounds an act, and the file that says so (docs/adr/0010)."""

from __future__ import annotations

import platform
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from core.models import Notification
from people.models import User

from . import states
from .fingerprints import canonical, sha256
from .models import Agreement, SignatureAct

AuthMethod = Literal["password", "code", "command"]
SCHEMA = "charter-evidence/1"


@lru_cache(maxsize=1)
def app_version() -> str:
    """The version of this software, from its project file."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


@dataclass(frozen=True)
class StepUp:
    """A person proved, again, who they are: how, and when."""

    method: AuthMethod
    at: datetime

    def is_fresh(self, now: datetime | None = None) -> bool:
        """Is it at most ten minutes old (settings.STEP_UP_MAX_AGE_SECONDS)?"""
        age = (now or timezone.now()) - self.at
        return timedelta() <= age <= timedelta(seconds=settings.STEP_UP_MAX_AGE_SECONDS)


@dataclass(frozen=True)
class Circumstances:
    """What surrounds an act of signing. `ip_source` says where the address was read, so that nobody takes a proxy's
    for a person's."""

    step_up: StepUp
    locale: str
    zone: str
    ip: str = ""
    ip_source: str = "none"
    user_agent: str = ""
    session_sha256: str = ""

    @classmethod
    def without_request(cls, user: User) -> Circumstances:
        """For an act recorded by a management command (demonstration data): it says so, and claims nothing more."""
        return cls(StepUp("command", timezone.now()), locale=user.language, zone=user.time_zone)

    def renewed(self, step_up: StepUp) -> Circumstances:
        """The same, with another proof of identity."""
        return replace(self, step_up=step_up)


def act_values(circumstances: Circumstances, at: datetime) -> dict[str, Any]:
    """The columns of a SignatureAct that say when, where and how."""
    local = at.astimezone(ZoneInfo(circumstances.zone))
    offset = local.utcoffset() or timedelta()
    return {
        "signed_at": at,
        "zone": circumstances.zone,
        "utc_offset_minutes": int(offset.total_seconds() // 60),
        "auth_method": circumstances.step_up.method,
        "step_up_at": circumstances.step_up.at,
        "ip": circumstances.ip[:45],
        "ip_source": circumstances.ip_source,
        "user_agent": circumstances.user_agent[:400],
        "session_sha256": circumstances.session_sha256,
        "app_version": app_version(),
        "locale": circumstances.locale,
    }


def now_ms() -> datetime:
    """Now, in UTC, to the millisecond: what is printed and what is stored are the same instant."""
    now = timezone.now()
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def iso_ms(at: datetime) -> str:
    """An instant in UTC, to the millisecond: 2026-11-24T05:41:12.345Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def evidence_record(agreement: Agreement, *, body_pdf: bytes, body_pages: int, seal: dict[str, str]) -> dict[str, Any]:
    """The whole record of one agreement, as plain data. In: the body PDF as attached; `seal`: subject, cert_sha256,
    level. The record holds nothing that changes between two attempts to seal."""
    acts = {act.party: act for act in _acts(agreement)}
    events = list(agreement.version.events.filter(agreement=None)) + list(
        agreement.events.filter(type__in=["agreement.signed"])
    )
    return {
        "schema": SCHEMA,
        "agreement": agreement.reference,
        "document_id": str(agreement.document_id),
        "template": agreement.version.template,
        "version": agreement.version.n,
        "language": agreement.language,
        "texts": {text.language: text.source_sha256 for text in agreement.version.texts.all()},
        "source_sha256": agreement.version.text_in(agreement.language).source_sha256,
        "body_sha256": agreement.body_sha256,
        "body_pdf_sha256": sha256(body_pdf),
        "body_pages": body_pages,
        "parties": [_employee(agreement), _company(agreement, acts[states.COMPANY])],
        "acts": [_act(acts[states.EMPLOYEE]), _act(acts[states.COMPANY])],
        "mail": _notices_queued(agreement),
        "events": [_event(event) for event in sorted(events, key=lambda event: event.seq)],
        "seal": seal,
        "made_with": {"application": app_version(), "python": platform.python_version()},
    }


def evidence_json(record: dict[str, Any]) -> bytes:
    """The record as the attached file: canonical JSON."""
    return canonical(record)


def _acts(agreement: Agreement) -> list[SignatureAct]:
    own = list(agreement.acts.all())
    return own + [act for act in agreement.version.acts.all() if act.agreement_id is None]


def _employee(agreement: Agreement) -> dict[str, Any]:
    return {"role": states.EMPLOYEE, "person_id": agreement.user_id, **agreement.party}


def _company(agreement: Agreement, act: SignatureAct) -> dict[str, Any]:
    return {
        "role": states.COMPANY,
        "name": agreement.version.company["company"],
        "represented_by": act.typed_name,
        "signatory_capacity": act.capacity,
        "person_id": act.user_id,
    }


def _act(act: SignatureAct) -> dict[str, Any]:
    return {
        "party": act.party,
        "statements": act.statements,
        "typed_name": act.typed_name,
        "signed_at": iso_ms(act.signed_at),
        "tz": act.zone,
        "utc_offset_minutes": act.utc_offset_minutes,
        "auth": {"methods": [act.auth_method], "step_up_at": iso_ms(act.step_up_at)},
        "ip": act.ip,
        "ip_source": act.ip_source,
        "user_agent": act.user_agent,
        "session_sha256": act.session_sha256,
        "app_version": act.app_version,
        "locale": act.locale,
        "body_sha256": act.body_sha256,
    }


def _event(event: Any) -> dict[str, Any]:
    return {
        "seq": event.seq,
        "type": event.type,
        "at": iso_ms(event.at),
        "actor": event.actor_id_at_the_time,
        "prev": event.prev,
        "hash": event.hash,
    }


def _notices_queued(agreement: Agreement) -> list[dict[str, Any]]:
    """Notices of this agreement already in the outbox at signature: kind and moment, never an address twice."""
    rows = Notification.objects.filter(
        recipient=agreement.user, dedup_key__startswith=f"charter-signed:{agreement.pk}:"
    )
    return [
        {"kind": row.notice, "message_id": f"notification-{row.pk}", "queued_at": iso_ms(row.created_at)}
        for row in rows
    ]
