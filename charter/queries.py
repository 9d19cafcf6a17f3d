"""Reads that span models: the version in force, where a person stands, the register, the chain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.errors import WrongState
from learning.queries import has_passed_core_path
from people import roles
from people import states as membership_states
from people.models import User
from people.queries import company, current_membership

from . import states
from .documents import text_html
from .drafts import VARIABLES, Draft, load_draft, wording
from .fingerprints import GENESIS, body_fingerprint, event_fingerprint, sha256, source_fingerprint
from .models import Agreement, CharterEvent, CharterVersion, SealedFile, SealJob, VersionText

MAY_SIGN_AS = (membership_states.VOLUNTEER, membership_states.PAUSED, membership_states.AMBASSADOR)


# --- Versions ----------------------------------------------------------------------------------------------------


def current_version() -> CharterVersion | None:
    """The version that may be signed today, with its texts; None when none was published."""
    return CharterVersion.objects.prefetch_related("texts").current()


def company_values() -> dict[str, str]:
    """The company's name and contacts that the charter prints, as they are today."""
    found = company()
    return {name: str(getattr(found, "company_name" if name == "company" else name)).strip() for name in VARIABLES}


def missing_company_values() -> list[str]:
    """Names (as in the settings page) of what the charter prints and the company has not filled in."""
    model = type(company())
    names = {name: "company_name" if name == "company" else name for name in VARIABLES}
    values = company_values()
    return [str(model._meta.get_field(names[name]).verbose_name) for name in VARIABLES if not values[name]]


def current_draft() -> Draft:
    """The draft that would be published now."""
    return load_draft(company_values())


def draft_texts(draft: Draft) -> dict[str, dict[str, Any]]:
    """The draft as it would be published: language -> clauses and what would be shown."""
    return {
        language: {"clauses": clauses, "html": text_html(clauses, language)}
        for language, clauses in draft.languages.items()
    }


def is_published(draft: Draft) -> bool:
    """Has the current version exactly this text, in each language?"""
    version = current_version()
    if version is None:
        return False
    published = {text.language: text.source_sha256 for text in version.texts.all()}
    texts = draft_texts(draft).items()
    return published == {language: source_fingerprint(text["clauses"], text["html"]) for language, text in texts}


def bound_by_an_earlier_version(version: CharterVersion) -> QuerySet[Agreement]:
    """The open agreements on a version before this one."""
    return Agreement.objects.open().filter(version__n__lt=version.n)


def who_changes_the_draft(by: User) -> list[User]:
    """The administrators, who fill in what the charter prints of the company, as far as `by` reads the directory."""
    held = Q(is_active=True, groups__name=roles.ADMINISTRATOR)
    return list(User.objects.visible_to(by).filter(held).order_by("last_name", "first_name", "pk")[:10])


def next_company_statement(language: str) -> str:
    """What the publisher would state in the company's name, for the next version."""
    last = current_version()
    statement = wording(language)["company_statement"]
    return statement.format(company=company_values()["company"], n=last.n + 1 if last else 1)


# --- Where a person stands -----------------------------------------------------------------------------------------


def party_of(user: User) -> dict[str, Any]:
    """What the parties block says of a person, frozen when they sign."""
    return {"name": user.display_name, "email": user.email, "entity": str(user.entity) if user.entity_id else ""}


def body_sha256(text: VersionText, user: User) -> str:
    """The fingerprint of what this person reads before signing: the form carries it, the act keeps it."""
    return body_fingerprint(
        template=text.version.template,
        n=text.version.n,
        language=text.language,
        source_sha256=text.source_sha256,
        party=party_of(user),
    )


def open_agreement(user: User) -> Agreement | None:
    """The agreement that binds the person, signed or in force; None when none does."""
    return _with_details(Agreement.objects.open().filter(user=user)).first()


def latest_agreement(user: User) -> Agreement | None:
    """The open agreement, else the last one closed, else None."""
    return _with_details(Agreement.objects.filter(user=user)).order_by("-id").first()


def closed_agreements(user: User) -> QuerySet[Agreement]:
    """A person's agreements that have ended, newest first: their files stay theirs."""
    return _with_details(Agreement.objects.filter(user=user).exclude(state__in=states.OPEN)).order_by("-id")


def _with_details(rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
    return rows.select_related("version", "sealed_file")


@dataclass(frozen=True)
class Standing:
    """Where a person stands with the charter: for the Charter page and for their journey."""

    version: CharterVersion | None
    agreement: Agreement | None
    membership_missing: bool = False
    core_path_missing: bool = False

    @property
    def can_sign(self) -> bool:
        return bool(self.version) and not (self.agreement or self.membership_missing or self.core_path_missing)


def standing(user: User) -> Standing:
    """What is signed, what may be signed, and what is missing first (named, never a refusal to read)."""
    agreement = open_agreement(user)
    version = current_version()
    if agreement or version is None:
        return Standing(version, agreement)
    membership = current_membership(user)
    return Standing(
        version,
        None,
        membership_missing=membership is None or membership.state not in MAY_SIGN_AS,
        core_path_missing=not has_passed_what_signing_asks(user),
    )


def has_passed_what_signing_asks(user: User) -> bool:
    """Has the person passed the core path, where the installation asks for it (settings.SIGNING_REQUIRES_CORE_PATH)?"""
    if not settings.SIGNING_REQUIRES_CORE_PATH:
        return True
    return bool(has_passed_core_path(user))


def states_for(user_ids: Iterable[int]) -> dict[int, str]:
    """User id -> state of the person's latest agreement, for those who have one. States only: this is all that
    programme managers learn, who need it to see whom to remind; the caller has left out whom they may not see."""
    rows = Agreement.objects.filter(user_id__in=list(user_ids)).order_by("id").values_list("user_id", "state")
    return dict(rows)


# --- The register --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RegisterFilter:
    """What the register was asked for; kept in the address of the page."""

    q: str = ""
    state: str = ""

    @classmethod
    def of(cls, data: Any) -> RegisterFilter:
        """From a query string; an unknown state is no filter."""
        state = data.get("state", "")
        q = "".join(character for character in data.get("q", "") if character.isprintable())
        return cls(q=q.strip()[:100], state=state if state in states.STATES else "")


def register_rows(by: User, asked: RegisterFilter) -> QuerySet[Agreement]:
    """The agreements `by` may see, filtered, newest first, with what a row shows."""
    rows = Agreement.objects.visible_to(by).matching(asked.q)
    if asked.state:
        rows = rows.filter(state=asked.state)
    return _with_details(rows).select_related("version", "sealed_file", "user").order_by("-id")


def failed_seals(by: User, limit: int = 50) -> list[SealJob]:
    """Jobs whose seal failed, oldest first, for those who see the register."""
    visible = Agreement.objects.visible_to(by).filter(seal_state=states.SEAL_FAILED)
    return list(SealJob.objects.filter(agreement__in=visible).select_related("agreement").order_by("id")[:limit])


def read_sealed_file(sealed: SealedFile) -> bytes:
    """The stored bytes, compared with the register. Raises WrongState when they are missing or are no longer those."""
    try:
        with storages[settings.PRIVATE_MEDIA_STORAGE].open(sealed.storage_key) as file:
            content: bytes = file.read()
    except OSError:
        raise WrongState(
            _("The file cannot be read just now. Please try again later, or write to the legal team.")
        ) from None
    if sha256(content) != sealed.sha256:
        raise WrongState(_("The stored file is not the one in the register. The legal team must look into it."))
    return content


# --- Verification --------------------------------------------------------------------------------------------------


def sealed_file_with(fingerprint: str) -> SealedFile | None:
    """The file of the register with this SHA-256, whoever asks: what is shown of it names nobody."""
    rows = SealedFile.objects.select_related("agreement__version")
    return rows.filter(sha256=fingerprint).first()


def is_our_document(document_ids: Iterable[str]) -> bool:
    """Does one of these identifiers belong to an agreement of this installation?"""
    return Agreement.objects.filter(document_id__in=list(document_ids)).exists()


# --- The chain -----------------------------------------------------------------------------------------------------


def public_part(event: CharterEvent) -> dict[str, Any]:
    """What the hash of an event covers."""
    return {
        "seq": event.seq,
        "type": event.type,
        "at": event.at.isoformat(timespec="milliseconds"),
        "version": event.version_id,
        "agreement": event.agreement_id,
        "actor": event.actor_id_at_the_time,
        "data": event.data,
    }


def first_broken_event() -> int | None:
    """Walk the chain. Out: the number of the first event that was changed, removed or moved; None when it holds. A cut
    tail is seen only against a copy of the last hash kept elsewhere (each sealed file holds one)."""
    prev, expected = GENESIS, 1
    for event in CharterEvent.objects.order_by("seq").iterator(chunk_size=2000):
        if event.seq != expected or event.prev != prev or event.hash != event_fingerprint(prev, public_part(event)):
            return expected
        prev, expected = event.hash, expected + 1
    return None
