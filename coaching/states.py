"""The life of a request, as two tables: what may follow what, and who makes it happen.

Reference b1. Room is left for its other states (waiting for somebody else, merged): add them here, and the tests say
what is missing.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

NEW, CLAIMED, IN_PROGRESS = "new", "claimed", "in_progress"
WAITING_REQUESTER, RESOLVED, CLOSED, CANCELLED = "waiting_requester", "resolved", "closed", "cancelled"

# What the coaching team reads.
STATES = {
    NEW: _("Unclaimed"),
    CLAIMED: _("Claimed"),
    IN_PROGRESS: _("In progress"),
    WAITING_REQUESTER: _("Waiting for the requester"),
    RESOLVED: _("Resolved"),
    CLOSED: _("Closed"),
    CANCELLED: _("Cancelled"),
}
# What the requester reads.
STATES_FOR_REQUESTER = {
    NEW: _("Waiting for a coach"),
    CLAIMED: _("A coach is on it"),
    IN_PROGRESS: _("Conversation open"),
    WAITING_REQUESTER: _("Your coach asked you a question"),
    RESOLVED: _("Resolved"),
    CLOSED: _("Closed"),
    CANCELLED: _("Cancelled"),
}
TONES = {
    NEW: "warning",
    CLAIMED: "info",
    IN_PROGRESS: "info",
    WAITING_REQUESTER: "warning",
    RESOLVED: "success",
    CLOSED: "neutral",
    CANCELLED: "neutral",
}
OPEN = (NEW, CLAIMED, IN_PROGRESS, WAITING_REQUESTER)
IN_HAND = (CLAIMED, IN_PROGRESS, WAITING_REQUESTER)
WITHOUT_ASSIGNEE = (NEW, CLOSED, CANCELLED)

REOPEN_WINDOW = timedelta(days=14)

REQUESTER, COACH, ASSIGNEE, LEAD, SYSTEM = "requester", "coach", "assignee", "lead", "system"
OWNER_NAMES = frozenset({REQUESTER, COACH, ASSIGNEE, LEAD, SYSTEM})

# Who makes each event happen. COACH is anybody of the team who may see the request.
OWNERS = {
    "claim": {COACH},
    "assign": {LEAD},
    "release": {ASSIGNEE, LEAD},
    "reply": {ASSIGNEE},
    "ask": {ASSIGNEE},
    "answer": {REQUESTER},
    "note": {COACH},
    "change_level": {ASSIGNEE, LEAD},
    "restrict": {REQUESTER, ASSIGNEE, LEAD},
    "unrestrict": {REQUESTER},
    "resolve": {ASSIGNEE},
    "reopen": {ASSIGNEE, LEAD},
    "cancel": {REQUESTER},
    "close": {SYSTEM},
    "end": {SYSTEM},
}

# (from, event) -> to. An event that leaves the state as it is still counts as a version of the request.
TRANSITIONS = {
    (NEW, "claim"): CLAIMED,
    (NEW, "assign"): CLAIMED,
    (CLAIMED, "assign"): CLAIMED,
    (IN_PROGRESS, "assign"): CLAIMED,
    (WAITING_REQUESTER, "assign"): WAITING_REQUESTER,
    **{(state, "release"): NEW for state in IN_HAND},
    **{(state, "reply"): IN_PROGRESS for state in IN_HAND},
    **{(state, "ask"): WAITING_REQUESTER for state in IN_HAND},
    (NEW, "answer"): NEW,
    (CLAIMED, "answer"): CLAIMED,
    (IN_PROGRESS, "answer"): IN_PROGRESS,
    (WAITING_REQUESTER, "answer"): IN_PROGRESS,
    (RESOLVED, "answer"): IN_PROGRESS,
    **{(state, "note"): state for state in (*OPEN, RESOLVED)},
    **{(state, "change_level"): state for state in OPEN},
    **{(state, "restrict"): state for state in (*OPEN, RESOLVED)},
    **{(state, "unrestrict"): state for state in OPEN},
    **{(state, "resolve"): RESOLVED for state in IN_HAND},
    (RESOLVED, "reopen"): IN_PROGRESS,
    (NEW, "cancel"): CANCELLED,
    (CLAIMED, "cancel"): CANCELLED,
    (RESOLVED, "close"): CLOSED,
    **{(state, "end"): CANCELLED for state in OPEN},
}


def state_choices() -> list[tuple[str, object]]:
    """(key, name) of each state."""
    return list(STATES.items())


def sources(event: str, to: str) -> list[str]:
    """The states from which `event` leads to `to`."""
    return [source for (source, name), target in TRANSITIONS.items() if name == event and target == to]


def is_possible(state: str, event: str) -> bool:
    """May `event` happen now? (Who may make it happen is a permission.)"""
    return (state, event) in TRANSITIONS
