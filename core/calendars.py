"""Business time: pure functions over aware instants and wall-clock spans.

Arithmetic is done on instants (UTC), and spans are wall-clock times of a zone, so a day with a clock change is as
long as it really is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MAX_DAYS = 800


@dataclass(frozen=True)
class WorkingHours:
    """Open spans per weekday (Monday 0) in a zone, and days off (ISO dates)."""

    spans: Mapping[int, tuple[tuple[time, time], ...]]
    zone: ZoneInfo
    days_off: frozenset[str] = frozenset()

    @classmethod
    def from_spans(
        cls, spans: Mapping[str, Sequence[Sequence[str]]], *, zone: str, days_off: frozenset[str] = frozenset()
    ) -> WorkingHours:
        """From stored data: {"0": [["09:00", "17:30"]]}. Raises ValueError when no span is open or one is reversed."""
        parsed = {
            int(day): tuple(sorted((time.fromisoformat(a), time.fromisoformat(b)) for a, b in day_spans))
            for day, day_spans in spans.items()
            if day_spans
        }
        if not parsed or any(start >= end for day_spans in parsed.values() for start, end in day_spans):
            raise ValueError("a calendar needs at least one open span, each ending after it starts")
        return cls(parsed, ZoneInfo(zone), days_off)

    def _open_spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        if day.isoformat() in self.days_off:
            return
        for start, end in self.spans.get(day.weekday(), ()):
            yield self._instant(day, start), self._instant(day, end)

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, tzinfo=self.zone).astimezone(UTC)

    def spans_from(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open spans (UTC) that end after `instant`, the first one cut at it; at most MAX_DAYS days ahead."""
        instant = instant.astimezone(UTC)
        day = instant.astimezone(self.zone).date()
        for offset in range(MAX_DAYS):
            for start, end in self._open_spans(day + timedelta(days=offset)):
                if end > instant:
                    yield max(start, instant), end

    def next_open(self, instant: datetime) -> datetime:
        """The first open moment at or after `instant` (UTC). Raises ValueError when none comes."""
        for start, _end in self.spans_from(instant):
            return start
        raise ValueError("no open time ahead")

    def add(self, instant: datetime, duration: timedelta) -> datetime:
        """The instant (UTC) at which `duration` of open time has passed. Raises ValueError when it never does."""
        left = duration
        for start, end in self.spans_from(instant):
            if left <= end - start:
                return start + left
            left -= end - start
        raise ValueError("not enough open time ahead")

    def end_of_next_working_day(self, instant: datetime, days: int = 1) -> datetime:
        """The close (UTC) of the n-th working day after the day of `instant`."""
        day = instant.astimezone(self.zone).date()
        found = 0
        for offset in range(1, MAX_DAYS):
            spans = list(self._open_spans(day + timedelta(days=offset)))
            found += bool(spans)
            if spans and found == days:
                return spans[-1][1]
        raise ValueError("no working day ahead")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Open time between two instants; zero when `end` is not after `start`."""
        total = timedelta()
        for span_start, span_end in self.spans_from(start):
            if span_start >= end.astimezone(UTC):
                break
            total += min(span_end, end.astimezone(UTC)) - span_start
        return total
