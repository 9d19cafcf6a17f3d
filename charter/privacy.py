"""What `charter` holds about a person."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.privacy import Holding
from people.models import User

from .evidence import iso_ms
from .models import Agreement, CharterVersion, SignatureAct


def _export_agreements(user: User) -> list[dict[str, Any]]:
    rows = Agreement.objects.filter(user=user).select_related("version", "sealed_file")
    return [_agreement(agreement) for agreement in rows.prefetch_related("acts")]


def _agreement(agreement: Agreement) -> dict[str, Any]:
    sealed = getattr(agreement, "sealed_file", None)
    return {
        "reference": agreement.reference,
        "version": agreement.version.n,
        "language": agreement.language,
        "state": agreement.state,
        "parties": agreement.party,
        "signed_at": iso_ms(agreement.signed_at),
        "ended_at": iso_ms(agreement.ended_at) if agreement.ended_at else None,
        "file_sha256": sealed.sha256 if sealed else None,
        "acts": [_act(act) for act in agreement.acts.all()],
    }


def _act(act: SignatureAct) -> dict[str, Any]:
    return {
        "typed_name": act.typed_name,
        "statements": act.statements,
        "signed_at": iso_ms(act.signed_at),
        "zone": act.zone,
        "auth_method": act.auth_method,
        "ip": act.ip,
        "user_agent": act.user_agent,
    }


def _export_publications(user: User) -> list[dict[str, Any]]:
    rows = CharterVersion.objects.filter(published_by=user)
    return [
        {
            "version": v.n,
            "published_at": iso_ms(v.published_at),
            "name": v.publisher_name,
            "capacity": v.publisher_capacity,
        }
        for v in rows
    ]


def _keep(user: User) -> int:
    """Nothing is erased here: the agreement is the proof of both sides' rights, for five years (article 22)."""
    return 0


HOLDINGS = [
    Holding(
        key="charter.agreements",
        models=(
            "charter.Agreement",
            "charter.SignatureAct",
            "charter.SealJob",
            "charter.SealedFile",
            "charter.CharterEvent",
        ),
        label=_("Your charter and the evidence of its signature"),
        why=_("To prove what you and the company agreed on, to your advantage as well as the company’s."),
        kept=_("As an archive, read by legal and HR only and each reading logged: five years after the charter ends."),
        export=_export_agreements,
        erase=_keep,
    ),
    Holding(
        key="charter.publications",
        models=("charter.CharterVersion", "charter.VersionText"),
        label=_("Versions of the charter you published for the company"),
        why=_("The publication is the company’s signature: your name and capacity are printed in each charter."),
        kept=_("As long as the charters signed on that version."),
        export=_export_publications,
        erase=_keep,
    ),
]
