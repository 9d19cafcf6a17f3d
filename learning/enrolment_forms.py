"""Forms of those who suggest courses, and of whoever takes a certificate back. They validate and clean, never save."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import DateInput
from people.models import User

from . import queries
from .enrolments import waiver_reason_choices
from .models import Certification, EnrolmentRule
from .renewal import problems
from .rosters import Line, RosterError, decode, read


class CourseField(forms.TypedChoiceField):
    """A published course, by its translation key."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Course"),
            choices=lambda: [("", "–"), *((str(key), course.title) for key, course in queries.course_names().items())],
            coerce=uuid.UUID,
            **kwargs,
        )


class DueDateField(forms.DateField):
    """A suggested date. It reminds, and has no consequence."""

    widget = DateInput

    def __init__(self, **kwargs: Any) -> None:
        help_text = _(
            "Until the end of that day, where the person is. It reminds at most three times; nothing follows."
        )
        super().__init__(**{"label": _("Suggested date"), "required": False, "help_text": help_text, **kwargs})


class RevokeForm(forms.Form):
    """Why a certificate is taken back: its owner reads it."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("One sentence. Only the owner of the certificate reads it.")
    )


class RuleForm(forms.ModelForm):
    """To whom a course is suggested, by what the directory says."""

    course_key = CourseField()

    class Meta:
        model = EnrolmentRule
        fields = [
            "name",
            "course_key",
            "audience",
            "cohort",
            "entity",
            "role",
            "language",
            "country",
            "due_in_days",
            "keeps_applying",
        ]
        help_texts = {
            "audience": _("Those who left the programme or paused are never reminded."),
            "cohort": _("Conditions left empty ask for nothing; those you fill must all hold."),
        }


class InvitationForm(forms.Form):
    """One person and a course."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("If nobody has it yet, the suggestion waits for the person to enter the directory."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    course_key = CourseField()
    due_on = DueDateField()

    def line(self) -> Line:
        """The person as a list of one line."""
        return Line(1, self.cleaned_data["email"].lower(), self.cleaned_data["due_on"])


class RosterForm(forms.Form):
    """A list of people and a course. `text`: the list again, when what would become of it was shown."""

    course_key = CourseField()
    due_on = DueDateField()
    file = forms.FileField(
        label=_("The list, as CSV"),
        required=False,
        help_text=_(
            "A column “email”, and if you like a column “date” (2027-01-31 or 31/01/2027) for a date of each line’s own. "
            "At most 1,000 lines. You see what would become of each line before anything is sent."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
    )
    text = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        file, text = data.get("file"), data.get("text")
        if "file" in self.errors:
            return data
        if not file and not text:
            self.add_error("file", _("Choose a file first."))
            return data
        try:
            data["text"] = decode(file.read()) if file else text
            data["lines"] = read(data["text"])
        except RosterError as error:
            self.add_error("file", str(error))
        return data


class PersonForm(forms.Form):
    """A person of the directory and a course."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    course_key = CourseField()

    def clean_email(self) -> User:
        person = queries.person_with_address(self.cleaned_data["email"])
        if person is None:
            raise forms.ValidationError(_("Nobody in the directory has this address."), code="unknown")
        return person


class WaiverForm(PersonForm):
    """A course a person need not take, and why."""

    reason = forms.ChoiceField(label=_("Reason"), choices=waiver_reason_choices, widget=forms.RadioSelect)


class MoreTimeForm(PersonForm):
    """Another date for one person."""

    due_on = DueDateField(label=_("New date"), required=True)


class CertificationForm(forms.ModelForm):
    """Whether a course gives a certificate, and until when."""

    class Meta:
        model = Certification
        fields = ["gives_certificate", "expires", "mode", "active_months", "window_days", "minimum_days"]

    def clean(self) -> dict[str, Any]:
        """The periods fit together: at fault is named the field, with the rule in words."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        names = ("mode", "active_months", "window_days", "minimum_days")
        if all(name in data for name in names):
            terms = queries.terms_of(Certification(**{name: data[name] for name in names}))
            for name in problems(terms):
                self.add_error(name, PROBLEMS[name])
        return data


PROBLEMS = {
    "mode": _("Choose how the end is reckoned."),
    "active_months": _("At least one month."),
    "window_days": _("At least one day, and no longer than the certificate is valid (a month counts as 28 days)."),
    "minimum_days": _(
        "No shorter than the time for renewal, and no longer than the certificate is valid (a month counts as 28 days)."
    ),
}
