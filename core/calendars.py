"""Business time: pure functions over aware instants and wall-clock spans.

Arithmetic is done on instants (UTC), and spans are wall-clock minutes of a zone, so a day with a clock change is as
long as it really is. Where the clock shows a time twice, a span starts at the first and ends at the last; where the
clock skips a time, the instant of the change stands for it. A day is never 86,400 seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

MAX_DAYS = 800
MINUTES_A_DAY = 24 * 60
Span = tuple[int, int]


def _minutes(text: str) -> int:
    """Wall-clock minutes since midnight of "09:30"; "24:00" is the end of the day. Raises ValueError."""
    if text == "24:00":
        return MINUTES_A_DAY
    at = time.fromisoformat(text)
    return at.hour * 60 + at.minute


def _instant(zone: ZoneInfo, day: date, minutes: int, *, last: bool) -> datetime:
    """The instant (UTC) at which the clocks of `zone` show this time; `last`: the second one, when they show it twice."""
    day += timedelta(days=minutes // MINUTES_A_DAY)
    wall = datetime.combine(day, time(minutes % MINUTES_A_DAY // 60, minutes % 60))
    instant = wall.replace(tzinfo=zone, fold=int(last)).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    return _clock_change(zone, around=instant)


def _clock_change(zone: ZoneInfo, *, around: datetime) -> datetime:
    """The instant, to the second, of the clock change nearest to `around` (a time that no clock shows)."""
    low, high = around - timedelta(hours=3), around + timedelta(hours=3)
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


@dataclass(frozen=True)
class WorkingHours:
    """Open spans per weekday (Monday 0; minutes since midnight, sorted) in a zone, and days off (ISO dates)."""

    spans: Mapping[int, tuple[Span, ...]]
    zone: ZoneInfo
    days_off: frozenset[str] = frozenset()

    @classmethod
    def from_spans(
        cls, spans: Mapping[str, Sequence[Sequence[str]]], *, zone: str, days_off: frozenset[str] = frozenset()
    ) -> WorkingHours:
        """From stored data: {"0": [["09:00", "12:00"], ["13:00", "24:00"]]}.

        Raises ValueError when no span is open, one is reversed, two overlap, or a day is not one of 0 to 6.
        """
        parsed = {
            int(day): tuple(sorted((_minutes(start), _minutes(end)) for start, end in day_spans))
            for day, day_spans in spans.items()
            if day_spans
        }
        if not parsed or not set(parsed) <= set(range(7)):
            raise ValueError("a calendar needs at least one open span, on a day from 0 (Monday) to 6")
        for day_spans in parsed.values():
            if any(start >= end for start, end in day_spans):
                raise ValueError("a span ends after it starts")
            if any(first[1] > second[0] for first, second in pairwise(day_spans)):
                raise ValueError("the spans of a day do not overlap")
        return cls(parsed, ZoneInfo(zone), days_off)

    def _open_spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The spans of a local day as instants; a repeated hour never counts twice."""
        if day.isoformat() in self.days_off:
            return
        previous_end = datetime.min.replace(tzinfo=UTC)
        for first, last in self.spans.get(day.weekday(), ()):
            start = max(_instant(self.zone, day, first, last=False), previous_end)
            previous_end = max(_instant(self.zone, day, last, last=True), previous_end)
            if start < previous_end:
                yield start, previous_end

    def spans_from(self, instant: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open spans (UTC) that end after `instant`, the first one cut at it; at most MAX_DAYS days ahead."""
        instant = instant.astimezone(UTC)
        day = instant.astimezone(self.zone).date()
        for offset in range(-1, MAX_DAYS):
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
        """The close (UTC) of the n-th working day after the day of `instant`. Raises ValueError when none comes."""
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
        end = end.astimezone(UTC)
        total = timedelta()
        for span_start, span_end in self.spans_from(start):
            if span_start >= end:
                break
            total += min(span_end, end) - span_start
        return total
