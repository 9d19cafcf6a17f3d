"""What is typed to sign, to publish and to verify. Forms validate and clean; proving who one is counts as cleaning."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import ActionError
from core.visible import check_visible
from people.models import User

from .actions import confirm_identity
from .evidence import StepUp
from .models import VersionText
from .names import same_person
from .sealing import MAX_BYTES

PASSWORD, CODE = "password", "code"
SEND_CODE = "send_code"


class StepUpForm(forms.Form):
    """A form that ends with "it is really you": the password again, or a code by e-mail, at most ten minutes old.

    In: `user`; `proof`, one given earlier in this session and still fresh, which is not asked for again. Out, when valid:
    `step_up`. Identity is checked only when everything else is right, so that no code is used up for a typing error.
    """

    method = forms.ChoiceField(
        label=gettext_lazy("Confirm that it is you"),
        choices=[(PASSWORD, gettext_lazy("With my password")), (CODE, gettext_lazy("With a code sent by e-mail"))],
        widget=forms.RadioSelect,
        initial=PASSWORD,
    )
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=gettext_lazy("The code from the message"),
        required=False,
        max_length=12,
        help_text=gettext_lazy("Six digits, valid for ten minutes. “Send me a code” keeps what you have entered."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def __init__(self, *args: Any, user: User, proof: StepUp | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.step_up = proof if proof and proof.is_fresh() else None
        self.code_sent = False
        if self.step_up:
            for name in ("method", "password", "code"):
                del self.fields[name]

    @property
    def asks_for_code(self) -> bool:
        """Was "send me a code" pressed?"""
        return SEND_CODE in self.data

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.step_up is None and not self.errors:
            self._confirm(cleaned.get("method", PASSWORD))
        return cleaned

    def _confirm(self, method: str) -> None:
        secret = self.cleaned_data.get(method, "")
        if not secret:
            sentence = _("Type the code you received.") if method == CODE else _("Type your password.")
            self.add_error(method, sentence)
            return
        try:
            self.step_up = confirm_identity(user=self.user, method=method, secret=secret)
        except ActionError as error:
            self.add_error(method, error.message)

    def keep_for_code(self) -> None:
        """The same form again, what was typed kept, nothing marked as wrong, the code chosen."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["method"] = CODE
        self.data = data
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}


class SigningForm(StepUpForm):
    """Three separate statements, the name typed, and the step-up."""

    shown_sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    client_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    typed_name = forms.CharField(
        label=gettext_lazy("Your name, typed in full"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        validators=[check_visible],
        error_messages={"required": gettext_lazy("Type your name: that is how you sign.")},
    )

    field_order = ["typed_name", "method", "password", "code"]

    def __init__(self, *args: Any, text: VersionText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.statements = text.clauses["statements"]
        for statement in self.statements:
            self.fields[self._name(statement)] = forms.BooleanField(
                label=statement["text"],
                error_messages={"required": _("Tick this statement if it is true. It is not ticked for you.")},
            )
        self.fields["typed_name"].help_text = _(
            "As in the parties block: %(name)s. Accents and capitals do not matter."
        ) % {"name": self.user.display_name}

    @staticmethod
    def _name(statement: dict[str, str]) -> str:
        return f"statement_{statement['key']}"

    @property
    def statement_fields(self) -> list[forms.BoundField]:
        return [self[self._name(statement)] for statement in self.statements]

    @property
    def ticked(self) -> list[str]:
        """Keys of the statements that were ticked."""
        return [s["key"] for s in self.statements if self.cleaned_data.get(self._name(s))]

    def clean_typed_name(self) -> str:
        name: str = self.cleaned_data["typed_name"]
        if not same_person(name, self.user.display_name):
            sentence = _("This is not the name of the parties block: %(name)s.")
            raise forms.ValidationError(sentence % {"name": self.user.display_name})
        return name


class PublicationForm(StepUpForm):
    """In what capacity, the statement that commits the company, and the step-up."""

    draft_sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    capacity = forms.CharField(
        label=gettext_lazy("In what capacity: your job title"),
        max_length=120,
        help_text=gettext_lazy("Printed in each charter beside your name. Example: head of human resources."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        validators=[check_visible],
        error_messages={"required": gettext_lazy("Say in what capacity you commit the company.")},
    )
    commits = forms.BooleanField(
        error_messages={"required": gettext_lazy("Tick the statement if you commit the company by this act.")}
    )

    field_order = ["capacity", "commits", "method", "password", "code"]

    def __init__(self, *args: Any, statement: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commits"].label = statement


class VerifyForm(forms.Form):
    """Any file at all that is not empty, up to 10 MB."""

    file = forms.FileField(
        label=gettext_lazy("The PDF file"),
        help_text=gettext_lazy("At most 10 MB. The file is compared and forgotten: nothing of it is kept."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        max_length=None,
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "invalid": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("This file is empty: there is nothing in it to compare. Choose another file."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("This file is larger than 10 MB: no charter is. Choose another file."))
        return file


def proof_to_session(step_up: StepUp) -> dict[str, str]:
    """A proof as a session keeps it."""
    return {"method": step_up.method, "at": step_up.at.isoformat()}


def proof_from_session(data: Any) -> StepUp | None:
    """A proof kept in the session, or None when there is none, or it is no longer fresh."""
    try:
        proof = StepUp(data["method"], datetime.fromisoformat(data["at"]))
    except (TypeError, KeyError, ValueError):
        return None
    return proof if proof.is_fresh(timezone.now()) else None
