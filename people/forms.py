"""What people may type about themselves or, for HR and administrators, about an entry. Forms validate, never save."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import roles
from .models import COUNTRIES, Absence, User, line_of_managers, today_for


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class JoinForm(forms.Form):
    """The one act of joining: a box that nobody ticks for you."""

    freely = forms.BooleanField(
        label=_("I join freely; refusing, pausing or leaving has no consequence."),
        error_messages={
            "required": _("Tick the box if you wish to join. You may also leave this page: nothing happens.")
        },
    )


class PauseForm(forms.Form):
    """An optional end of a pause, in the future where the person is."""

    until = forms.DateField(
        label=_("Until (optional)"),
        required=False,
        widget=DateInput,
        help_text=_("On that day you take part again by yourself. Without a date, you decide when."),
        error_messages={"invalid": _("This is not a date. Example: 2027-01-31.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until and until <= today_for(self.user):
            raise forms.ValidationError(_("Choose a day after today."))
        return until


class EntryForm(forms.ModelForm):
    """Fields of a person, read from the row and checked one by one; the row itself is changed by an action."""

    def _post_clean(self) -> None:
        """The action checks the whole row: here the instance stays as it is stored."""


class ProfileForm(EntryForm):
    """What everybody decides for themselves."""

    class Meta:
        model = User
        fields = ["language", "time_zone"]
        help_texts = {
            "language": _("The language of the messages we send you. Pages have their own switch."),
            "time_zone": _("Hours are shown, and reminders sent, in this zone."),
        }


class PersonForm(EntryForm):
    """A directory entry. Name and address follow the company’s directory."""

    line_manager = forms.EmailField(
        label=_("Line manager’s address"),
        required=False,
        help_text=_("This relation gives no right: a line manager learns nothing by it."),
    )

    class Meta:
        model = User
        fields = ["entity", "cohort", "country", "language", "time_zone", "calendar"]

    field_order = ["entity", "cohort", "line_manager", "country", "language", "time_zone", "calendar"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = COUNTRIES
        manager = self.instance.line_manager
        self.fields["line_manager"].initial = manager.email if manager else ""

    def clean_line_manager(self) -> User | None:
        """The person behind the address; refuses an unknown one, the person themselves, and a circle."""
        address = self.cleaned_data["line_manager"]
        if not address:
            return None
        manager = User.objects.filter(email__iexact=address).first()
        if manager is None:
            raise forms.ValidationError(_("Nobody here has this address."))
        if manager == self.instance:
            raise forms.ValidationError(_("Nobody is their own line manager."))
        if self.instance.pk in line_of_managers(manager):
            raise forms.ValidationError(
                gettext("This would make a circle: %(name)s already reports to this person.")
                % {"name": manager.display_name}
            )
        return manager


class AbsenceForm(forms.ModelForm):
    """Days away: dates only."""

    class Meta:
        model = Absence
        fields = ["starts_on", "ends_on"]
        widgets = {"starts_on": DateInput, "ends_on": DateInput}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day comes before the first one."))
        elif starts_on and ends_on and (ends_on - starts_on).days > 730:
            self.add_error("ends_on", _("An absence lasts at most two years."))
        return data


class RolesForm(forms.Form):
    """The roles somebody holds, given by administrators only."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=list(roles.ROLES.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
