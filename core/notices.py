"""What each kind of message says, and who may still receive it. The apps fill this from their `ready()`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Reader:
    """The person a message is for: where, in which language and zone, and not before when."""

    user: Any
    address: str
    name: str
    language: str
    zone: ZoneInfo
    is_active: bool
    earliest_at: Callable[[datetime], datetime]


@dataclass(frozen=True)
class Message:
    """A message in the reader's language: a subject, paragraphs of plain text, and one next step."""

    subject: str
    paragraphs: list[str]
    action_label: str = ""
    action_path: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class Notice:
    """One kind of message. Subclass in an app's `notices.py`, and register it in `apps.ready()`.

    `needs_active_account`: departure notices do not. `waits_for_working_hours`: reminders and nudges respect the
    reader's calendar and absences; an answer to the reader's own act, or a crisis, goes at once.
    """

    key: str = ""
    needs_active_account = True
    waits_for_working_hours = False

    def may_receive(self, reader: Reader, payload: dict[str, Any]) -> bool:
        """Asked at send time: may this person still see the subject, and is the event still true?"""
        raise NotImplementedError

    def message(self, reader: Reader, payload: dict[str, Any]) -> Message:
        """Built at send time, in the reader's language (already active)."""
        raise NotImplementedError


_notices: dict[str, Notice] = {}
_reader: list[Callable[[int], Reader]] = []


def register(*notices: type[Notice]) -> None:
    """Add message classes. Raises `ValueError` on a key taken by another class."""
    for notice in notices:
        known = _notices.get(notice.key)
        if not notice.key or (known and type(known) is not notice):
            raise ValueError(f"notice key {notice.key!r} is empty or taken")
        _notices[notice.key] = notice()


def notice_for(key: str) -> Notice:
    """The notice registered under `key`; raises `KeyError`."""
    return _notices[key]


def registered_notices() -> dict[str, Notice]:
    """Every notice, by key."""
    return dict(_notices)


def set_reader(function: Callable[[int], Reader]) -> None:
    """`people` says here how a user id becomes a Reader."""
    _reader[:] = [function]


def reader_for(user_id: int) -> Reader:
    """The reader behind a user id; raises LookupError when no app has filled the entry."""
    return _reader[0](user_id)
