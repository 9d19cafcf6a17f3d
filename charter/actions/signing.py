"""A person signs: one act, one agreement, however often it is clicked."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import audit
from core.delivery import send_notice
from core.errors import ActionError, NotAllowed, StaleVersion, WrongState
from core.queue import wake
from people.models import Membership, User

from .. import states
from ..evidence import Circumstances, act_values, now_ms
from ..fingerprints import statement_records
from ..models import Agreement, SealJob, SignatureAct, VersionText
from ..names import check_printable, fold, same_person
from ..notices import CharterSigned
from ..queries import body_sha256, open_agreement, party_of, standing
from .events import append_event
from .step_up import check_step_up


class AlreadySigned(ActionError):
    """An agreement binds the person already; it is named, and nothing was added."""


def sign(
    *,
    user: User,
    by: User,
    language: str,
    shown_sha256: str,
    statements: Collection[str],
    typed_name: str,
    circumstances: Circumstances,
    client_token: uuid.UUID,
) -> Agreement:
    """Sign the current version.

    In: `user` and `by`, the same person; `shown_sha256`, the fingerprint of the body that was displayed; `statements`,
    keys of those ticked; `client_token`, made with the form: the same token twice is one act. Out: the agreement, signed,
    whose file is being prepared. Raises NotAllowed (somebody else), AlreadySigned, StaleVersion (another text was
    shown), WrongState (not taking part, core path, a statement, the name), StepUpTooOld.
    """
    if user.pk != by.pk:
        raise NotAllowed(_("Nobody can sign in somebody else’s name."))
    try:
        with transaction.atomic():
            return _sign(user, language, shown_sha256, set(statements), typed_name, circumstances, client_token)
    except IntegrityError:
        return _the_other_click(user, client_token)


def _the_other_click(user: User, client_token: uuid.UUID) -> Agreement:
    """Two clicks at once: the database kept one. The same form gets its agreement, another one a sentence."""
    if same := Agreement.objects.filter(user=user, client_token=client_token).first():
        return same
    raise AlreadySigned(_already(open_agreement(user)))


def _already(agreement: Agreement | None) -> str:
    if agreement is None:
        return _("You have just signed in another window. Nothing was added.")
    return _("You have already signed the charter: %(reference)s. Nothing was added.") % {
        "reference": agreement.reference
    }


def _sign(
    user: User,
    language: str,
    shown_sha256: str,
    ticked: set[str],
    typed_name: str,
    circumstances: Circumstances,
    client_token: uuid.UUID,
) -> Agreement:
    list(Membership.objects.select_for_update().open().filter(user=user))
    if same := Agreement.objects.filter(user=user, client_token=client_token).first():
        return same
    text = _check_may_sign(user, language, shown_sha256)
    check_printable([typed_name, *party_of(user).values()])
    records = _check_act(user, text, ticked, typed_name)
    check_step_up(circumstances.step_up)
    at = now_ms()
    agreement = Agreement.objects.create(
        user=user,
        version=text.version,
        language=text.language,
        party=party_of(user),
        name_key=fold(user.display_name)[:200],
        body_sha256=shown_sha256,
        client_token=client_token,
        signed_at=at,
    )
    act = SignatureAct.objects.create(
        agreement=agreement,
        version=text.version,
        party=states.EMPLOYEE,
        user=user,
        statements=records,
        typed_name=" ".join(typed_name.split()),
        body_sha256=shown_sha256,
        **act_values(circumstances, at),
    )
    _announce(agreement, act, user, at)
    return agreement


def _announce(agreement: Agreement, act: SignatureAct, user: User, at: datetime) -> None:
    """The chain, the audit trail, the message to the person, and the work for the worker: in the same transaction."""
    version = agreement.version
    data = {"act": act.pk, "body_sha256": act.body_sha256, "language": agreement.language}
    append_event("agreement.signed", version=version, agreement=agreement, at=at, by=user, data=data)
    audit.record("charter.agreement.sign", agreement, user, version=version.n, language=agreement.language)
    SealJob.objects.create(agreement=agreement)
    send_notice(CharterSigned.key, to=user, event=f"charter-signed:{agreement.pk}", agreement_id=agreement.pk)
    wake("charter.seal_agreement", agreement_id=agreement.pk)


def _check_may_sign(user: User, language: str, shown_sha256: str) -> VersionText:
    found = standing(user)
    if found.agreement:
        raise AlreadySigned(_already(found.agreement))
    if found.version is None:
        raise WrongState(_("No charter has been published yet."))
    text = found.version.text_in(language)
    if shown_sha256 != body_sha256(text, user):
        raise StaleVersion(
            _("A newer text exists than the one you were reading. Nothing was signed; here is the text as it is now.")
        )
    if found.membership_missing:
        raise WrongState(_("Join the programme first: the charter is signed by those who take part."))
    if found.core_path_missing:
        raise WrongState(_("Pass the core path first: the charter speaks of what it teaches."))
    return text


def _check_act(user: User, text: VersionText, ticked: set[str], typed_name: str) -> list[dict[str, str]]:
    statements = text.clauses["statements"]
    if {statement["key"] for statement in statements} != ticked:
        raise WrongState(_("Tick each of the statements: they are separate, and none is ticked for you."))
    if not same_person(typed_name, user.display_name):
        raise WrongState(_("Type your name as it stands in the parties block: %(name)s.") % {"name": user.display_name})
    return statement_records(statements)
