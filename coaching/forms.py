"""Forms on a request. They validate; actions write."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.models import User

from .first_aid import level_name
from .models import CoachingRequest
from .queries import possible_assignees
from .request_kinds._fields import TextField


class MessageForm(forms.Form):
    """A composer. `version`: of the request the page shows; `token`: one form, one message."""

    body = TextField(label=_("Your message"), error_messages={"required": _("Write something first.")})
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    token = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def for_request(cls, request: CoachingRequest, name: str, kept: dict[str, Any] | None = None) -> MessageForm:
        """An empty composer, or one with what was `kept`, for the request as it is now."""
        initial = {"token": uuid.uuid4(), **(kept or {}), "version": request.version}
        return cls(initial=initial, auto_id=f"{name}-%s")


class ReplyForm(MessageForm):
    body = TextField(label=_("Reply"), error_messages={"required": _("Write something first.")})
    waits = forms.BooleanField(label=_("It is a question: the request waits for the answer"), required=False)


class NoteForm(MessageForm):
    body = TextField(label=_("Note for the team"), error_messages={"required": _("Write something first.")})
    version = None  # type: ignore[assignment]


class ResolveForm(MessageForm):
    body = TextField(
        label=_("Closing message"),
        help_text=_("What was done, and what to do if it begins again."),
        error_messages={"required": _("Write a closing message: the person reads it.")},
    )


def numbered_levels() -> list[tuple[int, str]]:
    """(level, its number and name), the worst first, in the reader's language."""
    return [
        (level, gettext("Level %(number)s: %(name)s") % {"number": level, "name": level_name(level)})
        for level in (4, 3, 2, 1)
    ]


class LevelForm(forms.Form):
    level = forms.TypedChoiceField(label=_("Level"), choices=numbered_levels, coerce=int)


class AssignForm(forms.Form):
    assignee = forms.ModelChoiceField(label=_("Coach"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, request: CoachingRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assignee"]
        field.queryset = possible_assignees(request)  # type: ignore[attr-defined]
