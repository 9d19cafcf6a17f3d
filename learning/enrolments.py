"""Words of enrolment, cycles and certificates: sources, states, reasons. Pure tables."""

from django.utils.translation import gettext_lazy as _

SELF, ASSIGNED, RULE, IMPORT, RENEWAL = "self", "assigned", "rule", "import", "renewal"
SOURCES = {
    SELF: _("Chosen by the learner"),
    ASSIGNED: _("Suggested to one person"),
    RULE: _("Suggested by a rule"),
    IMPORT: _("Suggested by a list"),
    RENEWAL: _("Renewal of a certificate"),
}

ACTIVE, COMPLETED, EXPIRED, WITHDRAWN, WAIVED = "active", "completed", "expired", "withdrawn", "waived"
STATES = {
    ACTIVE: _("On the list"),
    COMPLETED: _("Completed"),
    EXPIRED: _("Expired"),
    WITHDRAWN: _("Withdrawn"),
    WAIVED: _("Waived"),
}

# (from, event) -> to. An enrolment that has ended stays as it is: taking a course up again is another row.
TRANSITIONS = {
    (ACTIVE, "complete"): COMPLETED,
    (ACTIVE, "expire"): EXPIRED,
    (ACTIVE, "withdraw"): WITHDRAWN,
    (ACTIVE, "waive"): WAIVED,
}

# cmi5, 9.3.7: the reasons a learning activity may be waived for.
WAIVER_REASONS = {
    "tested_out": _("Tested out: the person has shown that they know it"),
    "equivalent_au": _("An equivalent course, taken here"),
    "equivalent_outside": _("An equivalent activity, outside"),
    "administrative": _("Administrative"),
}

MAX_REMINDERS = 3

RECERTIFICATION = "recertification"
CYCLE_REASONS = {
    RENEWAL: _("The certificate is about to expire"),
    RECERTIFICATION: _("The course has changed in a way that matters"),
}

VALID, SUPERSEDED, REVOKED = "valid", "superseded", "revoked"
CERTIFICATE_STATUSES = {
    VALID: _("Valid"),
    EXPIRED: _("Expired"),
    SUPERSEDED: _("Replaced by a newer one"),
    REVOKED: _("Revoked"),
}

COMPLETION_DATE, EXPIRY_DATE, FIXED = "completion_date", "expiry_date", "fixed"
EXPIRY_MODES = {
    COMPLETION_DATE: _("From the day of completion"),
    EXPIRY_DATE: _("From the day the earlier certificate expires"),
    FIXED: _("On the same day for everybody, each period"),
}

TAKING_PART, EVERYBODY = "taking_part", "everybody"
AUDIENCES = {
    TAKING_PART: _("People who take part in the programme"),
    EVERYBODY: _("Everybody in the directory"),
}


def source_choices() -> list[tuple[str, object]]:
    """(key, name) of each source."""
    return list(SOURCES.items())


def state_choices() -> list[tuple[str, object]]:
    """(key, name) of each state of an enrolment."""
    return list(STATES.items())


def waiver_reason_choices() -> list[tuple[str, object]]:
    """(key, name) of each reason for a waiver."""
    return list(WAIVER_REASONS.items())


def cycle_reason_choices() -> list[tuple[str, object]]:
    """(key, name) of each reason for a new cycle."""
    return list(CYCLE_REASONS.items())


def certificate_status_choices() -> list[tuple[str, object]]:
    """(key, name) of each status of a certificate."""
    return list(CERTIFICATE_STATUSES.items())


def expiry_mode_choices() -> list[tuple[str, object]]:
    """(key, name) of each way to reckon when a certificate expires."""
    return list(EXPIRY_MODES.items())


def audience_choices() -> list[tuple[str, object]]:
    """(key, name) of each audience of a rule."""
    return list(AUDIENCES.items())
