"""Publishing a version: HR's recorded act, and the company's standing signature."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import audit
from core.delivery import send_notices
from core.errors import StaleVersion, WrongState
from people.models import User

from .. import states
from ..documents import text_html
from ..drafts import Draft, wording
from ..evidence import Circumstances, act_values, now_ms
from ..fingerprints import canonical, sha256, source_fingerprint, statement_records
from ..models import CharterVersion, SignatureAct, VersionText
from ..names import check_printable
from ..notices import CharterNewVersion
from ..permissions import check_publish_version
from ..queries import (
    bound_by_an_earlier_version,
    company_values,
    current_draft,
    current_version,
    is_published,
    missing_company_values,
)
from .events import append_event
from .step_up import check_step_up


def publish_version(
    *, by: User, capacity: str, circumstances: Circumstances, draft_sha256: str | None = None
) -> CharterVersion:
    """Publish the draft as the next version, in both languages at once.

    In: `capacity`, the publisher's job title, printed; `draft_sha256`, the fingerprint of the draft that was read (None:
    whatever the draft is now). Out: the version. Raises NotAllowed (not HR), StepUpTooOld, WrongState (a contact of the
    company is missing, no capacity, a character nobody sees, or this very text is already published), StaleVersion (the draft changed meanwhile).
    """
    check_publish_version(by)
    check_step_up(circumstances.step_up)
    if not capacity.strip():
        raise WrongState(_("Say in what capacity you commit the company: your job title."))
    if missing := missing_company_values():
        raise WrongState(
            _("The company’s settings are incomplete. The charter prints: %(names)s.") % {"names": ", ".join(missing)}
        )
    check_printable([capacity.strip(), by.display_name, *company_values().values()])
    draft = current_draft()
    if draft_sha256 is not None and draft_sha256 != draft.fingerprint:
        raise StaleVersion(_("The draft has changed since you opened this page. Please read it again."))
    try:
        return _publish(draft, by, capacity.strip(), circumstances)
    except IntegrityError:
        raise StaleVersion(_("Somebody else has just published a version. Please look at it first.")) from None


@transaction.atomic
def _publish(draft: Draft, by: User, capacity: str, circumstances: Circumstances) -> CharterVersion:
    texts = {language: text_html(clauses, language) for language, clauses in draft.languages.items()}
    sources = {language: source_fingerprint(draft.languages[language], html) for language, html in texts.items()}
    last = current_version()
    if last and is_published(draft):
        raise WrongState(_("Version %(n)s already has exactly this text. There is nothing to publish.") % {"n": last.n})
    at = now_ms()
    version = CharterVersion.objects.create(
        template=draft.key,
        n=last.n + 1 if last else 1,
        published_at=at,
        published_by=by,
        publisher_name=by.display_name,
        publisher_capacity=capacity,
        company=company_values(),
    )
    for language, html in texts.items():
        VersionText.objects.create(
            version=version,
            language=language,
            clauses=draft.languages[language],
            html=html,
            source_sha256=sources[language],
        )
    SignatureAct.objects.create(
        version=version,
        party=states.COMPANY,
        user=by,
        statements=company_statements(version.company["company"], version.n),
        typed_name=by.display_name,
        capacity=capacity,
        body_sha256=sha256(canonical(sources)),
        **act_values(circumstances, at),
    )
    event = append_event("version.published", version=version, at=at, by=by, data={"sources": sources})
    audit.record("charter.version.publish", version, by, n=version.n, event=event.seq)
    bound = User.objects.filter(pk__in=bound_by_an_earlier_version(version).values("user_id"))
    send_notices(
        CharterNewVersion.key, to=bound.iterator(), event=f"charter-version:{version.pk}", version_id=version.pk
    )
    return version


def company_statements(company: str, n: int) -> list[dict[str, Any]]:
    """What the publisher states in the company's name, in each language, as kept with the act."""
    records = []
    for language in ("fr", "en"):
        text = wording(language)["company_statement"].format(company=company, n=n)
        (record,) = statement_records([{"key": "commits_the_company", "text": text}])
        records.append({**record, "language": language})
    return records
