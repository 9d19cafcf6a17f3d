"""The states of an attempt, as a table."""

from django.utils.translation import gettext_lazy as _

IN_PROGRESS, SUBMITTED, FINISHED = "in_progress", "submitted", "finished"

STATES = {
    IN_PROGRESS: _("In progress"),
    SUBMITTED: _("Submitted"),
    FINISHED: _("Finished"),
}

# (from, event) -> to. Submitting freezes the answers; marking them gives the score, in the same transaction today.
TRANSITIONS = {
    (IN_PROGRESS, "submit"): SUBMITTED,
    (SUBMITTED, "mark"): FINISHED,
}

# Who makes each event happen.
OWNERS = {
    "submit": "learner",
    "mark": "system",
}


def state_choices() -> list[tuple[str, object]]:
    """(key, name) of each state."""
    return list(STATES.items())
