"""What people may type about themselves or, for HR and administrators, about an entry. Forms validate, never save."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from core.visible import check_visible

from . import roles, states
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
        if until and until > today_for(self.user) + states.LONGEST_PAUSE:
            raise forms.ValidationError(
                _("A pause with an end lasts at most two years; without an end, you decide when.")
            )
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


class NewPersonForm(EntryForm):
    """What a new entry needs; the rest is filled in on its page."""

    class Meta:
        model = User
        fields = ["email", "first_name", "last_name", "language", "entity"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].required = True
        for name in ("email", "first_name", "last_name"):
            self.fields[name].validators.append(check_visible)

    def clean_email(self) -> str:
        """Refuses an address that somebody has, whatever its case."""
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody here has this address already."))
        return email


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


_SPAN = re.compile(r"(\d{1,2})[:h](\d{2})\s*[-–]\s*(\d{1,2})[:h](\d{2})")


class SpansField(forms.CharField):
    """The working hours of one weekday: 09:00-12:30, 13h30-18h00. Cleaned: [["09:00", "12:30"], ...]."""

    default_error_messages = {"spans": _("Write hours like 09:00-12:30, each span ending after it starts.")}

    def __init__(self, day: int) -> None:
        super().__init__(label=WEEKDAYS[day], required=False, help_text=_("Like 09:00-12:30, 13:30-18:00, or empty."))

    def prepare_value(self, value: Any) -> Any:
        return ", ".join("-".join(span) for span in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[list[str]]:
        parts = [part.strip() for part in super().to_python(value).split(",")]
        return [self._span(part) for part in parts if part]

    def _span(self, part: str) -> list[str]:
        found = _SPAN.fullmatch(part)
        try:
            start, end = (time(int(h), int(m)) for h, m in (found.groups()[:2], found.groups()[2:])) if found else ()
        except ValueError:
            start = end = time()
        if start >= end:
            raise forms.ValidationError(self.error_messages["spans"], code="spans")
        return [f"{start:%H:%M}", f"{end:%H:%M}"]


class CalendarForm(WagtailAdminModelForm):
    """A work calendar as people write it: spans a weekday, one day off a line."""

    weekday_0 = SpansField(0)
    weekday_1 = SpansField(1)
    weekday_2 = SpansField(2)
    weekday_3 = SpansField(3)
    weekday_4 = SpansField(4)
    weekday_5 = SpansField(5)
    weekday_6 = SpansField(6)
    days_off = forms.CharField(
        label=_("Days off"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One date a line, year first: 2027-05-01."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.instance.spans or {}
        for day in WEEKDAYS:
            self.initial[f"weekday_{day}"] = stored.get(str(day), [])
        self.initial["days_off"] = "\n".join(self.instance.holidays or [])

    def clean_days_off(self) -> list[str]:
        try:
            days = {date.fromisoformat(line) for line in self.cleaned_data["days_off"].split()}
        except ValueError as error:
            raise forms.ValidationError(_("Each line is a date, year first: 2027-05-01.")) from error
        return [day.isoformat() for day in sorted(days)]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        spans = {str(day): data.get(f"weekday_{day}", []) for day in WEEKDAYS}
        if not any(spans.values()) and not self.errors:
            self.add_error("weekday_0", _("Give at least one day with working hours."))
        self.instance.spans, self.instance.holidays = spans, data.get("days_off", [])
        return data
