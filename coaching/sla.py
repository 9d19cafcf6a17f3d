"""Priorities and clocks: pure rules, from what was asked and when to the hour of the first answer by a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from core.calendars import WorkingHours

HIGH, NORMAL, LOW = "high", "normal", "low"
URGENCIES = {HIGH: _("In the next two days"), NORMAL: _("This week"), LOW: _("No hurry")}
LEVELS = (1, 2, 3, 4)

# (urgency, impact) -> priority; what is not here is 4.
_MATRIX = {
    (HIGH, HIGH): 1,
    (HIGH, NORMAL): 2,
    (NORMAL, HIGH): 2,
    (NORMAL, NORMAL): 3,
    (HIGH, LOW): 3,
    (LOW, HIGH): 3,
}


def urgency_choices() -> list[tuple[str, object]]:
    """(key, name) of each urgency."""
    return list(URGENCIES.items())


def priority_of(*, level: int | None, urgency: str = NORMAL, impact: str = NORMAL) -> int:
    """1 (first) to 4. A crisis (it has a level, 4 the worst) follows its level; the rest, urgency by impact."""
    if level is not None:
        return 5 - level
    return _MATRIX.get((urgency, impact), 4)


@dataclass(frozen=True)
class Target:
    """How long until the first answer by a person: real time, open time of the coaches, or whole working days."""

    real: timedelta | None = None
    open_time: timedelta | None = None
    working_days: int = 0

    def due_at(self, start: datetime, hours: WorkingHours) -> datetime:
        """The instant by which the answer is due. `hours` is not asked when the clock runs day and night.

        Raises ValueError when the hours never open.
        """
        if self.real is not None:
            return start.astimezone(UTC) + self.real
        if self.open_time is not None:
            return hours.add(start, self.open_time)
        return hours.end_of_next_working_day(start, self.working_days)


CRISIS_TARGETS = {
    4: Target(real=timedelta(minutes=15)),
    3: Target(real=timedelta(minutes=60)),
    2: Target(open_time=timedelta(hours=4)),
    1: Target(working_days=1),
}
PROGRESS_TARGET = Target(working_days=2)
