"""The states of a membership, as a table. `people.Membership.state` alone says who is an ambassador."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

VOLUNTEER, AMBASSADOR, PAUSED, REDUCED, LEFT = "volunteer", "ambassador", "paused", "reduced", "left"
LONGEST_PAUSE = timedelta(days=730)  # with an end; without one, the person decides

STATES = {
    VOLUNTEER: _("Volunteer"),
    AMBASSADOR: _("Ambassador"),
    PAUSED: _("Paused"),
    REDUCED: _("Reduced access"),
    LEFT: _("Left"),
}

# (from, event) -> to. `resume` goes back to where the pause began: VOLUNTEER or AMBASSADOR.
TRANSITIONS = {
    (VOLUNTEER, "activate"): AMBASSADOR,
    (PAUSED, "activate"): PAUSED,
    (REDUCED, "activate"): AMBASSADOR,
    (VOLUNTEER, "pause"): PAUSED,
    (AMBASSADOR, "pause"): PAUSED,
    (PAUSED, "resume"): None,
    (AMBASSADOR, "reduce"): REDUCED,
    (PAUSED, "reduce"): REDUCED,
    (AMBASSADOR, "deactivate"): VOLUNTEER,
    (VOLUNTEER, "leave"): LEFT,
    (AMBASSADOR, "leave"): LEFT,
    (PAUSED, "leave"): LEFT,
    (REDUCED, "leave"): LEFT,
}

# Who makes each event happen.
OWNERS = {
    "activate": "charter",
    "deactivate": "charter",
    "pause": "person",
    "resume": "person",
    "reduce": "charter",
    "leave": "person",
}


def state_choices() -> list[tuple[str, object]]:
    """(key, name) of each state."""
    return list(STATES.items())
