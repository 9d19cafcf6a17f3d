"""The states of a suggested subject, as tables: it waits, then an editor answers once, with a reason."""

from django.utils.translation import gettext_lazy as _

WAITING, ACCEPTED, DECLINED = "waiting", "accepted", "declined"

STATES = {
    WAITING: _("Waiting for an answer"),
    ACCEPTED: _("Taken up"),
    DECLINED: _("Not taken up"),
}

# (from, event) -> to
TRANSITIONS = {
    (WAITING, "accept"): ACCEPTED,
    (WAITING, "decline"): DECLINED,
}

# Who makes each event happen.
OWNERS = {
    "accept": "editor",
    "decline": "editor",
}

OUTCOMES = (ACCEPTED, DECLINED)

# How each state looks in a list: the words say it too.
TONES = {WAITING: "neutral", ACCEPTED: "success", DECLINED: "info"}


def state_choices() -> list[tuple[str, object]]:
    """(key, name) of each state."""
    return list(STATES.items())


def outcome_choices() -> list[tuple[str, object]]:
    """(key, name) of each answer an editor may give."""
    return [(outcome, STATES[outcome]) for outcome in OUTCOMES]
