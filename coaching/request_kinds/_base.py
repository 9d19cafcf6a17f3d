"""What a kind of request gives; the rest (its page, due date, place in the queue, tests) follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from core.registry import Kind

from .. import sla
from ..first_aid import FirstAid


@dataclass(frozen=True)
class Draft:
    """A request as its form understood it; the action makes rows of it."""

    subject: str = ""
    body: str = ""
    platform: str = ""
    situation: str = ""
    level: int | None = None
    urgency: str = sla.NORMAL
    links: tuple[str, ...] = ()
    restricted: bool = False


class RequestKind(Kind):
    """One way to ask. `example` is valid form data: documentation and test data at once.

    `summary` is the line under the label on the door; `needs_membership`: only for those who take part.
    """

    summary: object = ""
    icon: str = "chat-bubble-left-right"
    form_class: ClassVar[type[forms.Form]]
    example: ClassVar[Mapping[str, str]]
    is_crisis = False
    needs_membership = True

    def target(self, level: int | None) -> sla.Target:
        """By when a person gives the first answer."""
        return sla.PROGRESS_TARGET

    def first_aid(self, situation: str, level: int | None) -> FirstAid | None:
        """What to do at once, in the reader's language; None when nothing presses."""
        return None

    def draft(self, cleaned: Mapping[str, Any]) -> Draft:
        """The request that a valid form asks for."""
        raise NotImplementedError
