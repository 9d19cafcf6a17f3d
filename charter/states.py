"""The states of an agreement and of its seal, as tables. Later states (draft, sent, declined, countersigned, voided,
expired, superseded, lapsed) join the same tables."""

from django.utils.translation import gettext_lazy as _

SIGNED, ACTIVE, WITHDRAWN, ENDED = "signed", "active", "withdrawn", "ended"

STATES = {
    SIGNED: _("Signed, file being prepared"),
    ACTIVE: _("In force"),
    WITHDRAWN: _("Withdrawn by the person"),
    ENDED: _("Ended"),
}
TONES = {SIGNED: "info", ACTIVE: "success", WITHDRAWN: "neutral", ENDED: "neutral"}

# A person is bound from the moment they sign (article 23); the file may come later.
OPEN = (SIGNED, ACTIVE)

# (from, event) -> to
TRANSITIONS = {
    (SIGNED, "activate"): ACTIVE,
    (SIGNED, "withdraw"): WITHDRAWN,
    (ACTIVE, "withdraw"): WITHDRAWN,
    (SIGNED, "end"): ENDED,
    (ACTIVE, "end"): ENDED,
}

# Who makes each event happen.
OWNERS = {"activate": "system", "withdraw": "person", "end": "company"}

QUEUED, SEALING, SEALED, SEAL_FAILED = "queued", "sealing", "sealed", "failed"
SEAL_STATES = {
    QUEUED: _("Waiting for the seal"),
    SEALING: _("Being sealed"),
    SEALED: _("Sealed"),
    SEAL_FAILED: _("Seal failed, tried again"),
}

EMPLOYEE, COMPANY = "employee", "company"
PARTIES = {EMPLOYEE: _("Ambassador"), COMPANY: _("Company")}


def state_choices() -> list[tuple[str, object]]:
    """(key, name) of each state of an agreement."""
    return list(STATES.items())


def seal_state_choices() -> list[tuple[str, object]]:
    """(key, name) of each state of a seal."""
    return list(SEAL_STATES.items())


def party_choices() -> list[tuple[str, object]]:
    """(key, name) of each party."""
    return list(PARTIES.items())
