"""Versions short enough to be rendered quickly, and people who signed them through the real actions."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from charter import actions, queries, states
from charter.actions.publication import company_statements
from charter.documents import text_html
from charter.evidence import Circumstances, StepUp, act_values, now_ms
from charter.fingerprints import canonical, sha256, source_fingerprint
from charter.models import Agreement, CharterVersion, SignatureAct, VersionText
from people.models import CompanySettings, User

CONTACTS = {
    "company": "Maison Lumière & Fils",
    "programme_contact": "programme@lumiere.example",
    "alert_contact": "Nadia Ferrand",
    "dpo_contact": "dpo@lumiere.example",
    "mediation_contact": "Paul Œuvrard",
}
STATEMENTS = ["has_read", "joins_freely", "received_data_notice"]


def fill_company(**changes: str) -> CompanySettings:
    """The company's name and contacts, as the charter prints them."""
    company = CompanySettings.load()
    for name, value in {**CONTACTS, **changes}.items():
        setattr(company, "company_name" if name == "company" else name, value)
    company.save()
    return company


def circumstances(**changes: Any) -> Circumstances:
    values: dict[str, Any] = {
        "step_up": StepUp("password", timezone.now()),
        "locale": "fr",
        "zone": "Europe/Paris",
        "ip": "192.0.2.44",
        "ip_source": "direct",
        "user_agent": "Tests/1.0",
        "session_sha256": "ab" * 32,
    }
    return Circumstances(**{**values, **changes})


def short_clauses(language: str, mark: str = "") -> dict[str, Any]:
    french = language == "fr"
    return {
        "title": "Charte d’essai" if french else "Trial charter",
        "preamble": f"<p>{'Deux parties.' if french else 'Two parties.'} {mark}</p>",
        "articles": [
            {
                "type": "article",
                "key": "voluntary",
                "number": 1,
                "binds": "both",
                "title": "Volontariat" if french else "Voluntary",
                "html": "<p>Librement.</p>" if french else "<p>Freely.</p>",
            }
        ],
        "statements": [{"key": key, "text": f"{key} ({language})"} for key in STATEMENTS],
        "data_notice": "<p>Notice.</p>",
    }


def make_version(by: User, n: int = 1, mark: str = "") -> CharterVersion:
    """A short version with its two texts and the company's standing act."""
    at = now_ms()
    version = CharterVersion.objects.create(
        n=n,
        published_at=at,
        published_by=by,
        publisher_name=by.display_name,
        publisher_capacity="DRH",
        company=CONTACTS,
    )
    sources = {}
    for language in ("fr", "en"):
        clauses = short_clauses(language, mark)
        html = text_html(clauses, language)
        sources[language] = source_fingerprint(clauses, html)
        VersionText.objects.create(
            version=version, language=language, clauses=clauses, html=html, source_sha256=sources[language]
        )
    SignatureAct.objects.create(
        version=version,
        party=states.COMPANY,
        user=by,
        statements=company_statements(CONTACTS["company"], n),
        typed_name=by.display_name,
        capacity="DRH",
        body_sha256=sha256(canonical(sources)),
        **act_values(circumstances(), at),
    )
    return version


def signing_arguments(user: User, language: str = "fr", **changes: Any) -> dict[str, Any]:
    """What `actions.sign` takes when everything is right."""
    version = queries.current_version()
    values = {
        "user": user,
        "by": user,
        "language": language,
        "shown_sha256": queries.body_sha256(version.text_in(language), user) if version else "0" * 64,
        "statements": STATEMENTS,
        "typed_name": user.display_name,
        "circumstances": circumstances(),
        "client_token": uuid.uuid4(),
    }
    return {**values, **changes}


def sign(user: User, language: str = "fr", **changes: Any) -> Agreement:
    return actions.sign(**signing_arguments(user, language, **changes))


def sign_and_seal(user: User, language: str = "fr") -> Agreement:
    agreement = sign(user, language)
    actions.seal_agreement(agreement_id=agreement.pk)
    agreement.refresh_from_db()
    return agreement
