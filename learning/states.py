"""The states of an attempt, as a table."""

from django.utils.translation import gettext_lazy as _

IN_PROGRESS, OVERDUE, SUBMITTED, FINISHED, ABANDONED = (
    "in_progress",
    "overdue",
    "submitted",
    "finished",
    "abandoned",
)

STATES = {
    IN_PROGRESS: _("In progress"),
    OVERDUE: _("Time is over"),
    SUBMITTED: _("Submitted"),
    FINISHED: _("Finished"),
    ABANDONED: _("Not submitted"),
}

# Where the learner still has something to do; where nothing moves any more.
OPEN = (IN_PROGRESS, OVERDUE)
OVER = (FINISHED, ABANDONED)
WITH_SUBMISSION = (SUBMITTED, FINISHED)

SUBMIT, BEGIN_GRACE, ABANDON, MARK, REOPEN = "submit", "begin_grace", "abandon", "mark", "reopen"

# (from, event) -> to. Submitting freezes the answers; marking them gives the score, in the same transaction.
TRANSITIONS = {
    (IN_PROGRESS, SUBMIT): SUBMITTED,
    (OVERDUE, SUBMIT): SUBMITTED,
    (IN_PROGRESS, BEGIN_GRACE): OVERDUE,
    (IN_PROGRESS, ABANDON): ABANDONED,
    (OVERDUE, ABANDON): ABANDONED,
    (SUBMITTED, MARK): FINISHED,
    (ABANDONED, REOPEN): IN_PROGRESS,
}

# Who makes each event happen. Time over submits for the learner.
OWNERS = {
    SUBMIT: ("learner", "clock"),
    BEGIN_GRACE: ("clock",),
    ABANDON: ("clock",),
    MARK: ("system",),
    REOPEN: ("programme_manager",),
}


def sources(event: str) -> list[str]:
    """The states an event may start from."""
    return [state for state, name in TRANSITIONS if name == event]


def target(event: str) -> str:
    """The state an event leads to: the same from each of its sources."""
    return next(to for (_state, name), to in TRANSITIONS.items() if name == event)


def state_choices() -> list[tuple[str, object]]:
    """(key, name) of each state."""
    return list(STATES.items())
