"""A suggested subject, and its answer. They validate; the actions write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from ..models.suggestions import TEXT_LENGTH, TITLE_LENGTH
from ..states import outcome_choices


class SuggestionForm(forms.Form):
    title = forms.CharField(label=_("Subject"), max_length=TITLE_LENGTH, help_text=_("A few words."))
    text = forms.CharField(
        label=_("Why it is worth reading"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What you know about it, and what colleagues could do with it. No customer or colleague by name."),
    )
    source_url = forms.CharField(
        label=_("Address of a source"),
        max_length=500,
        required=False,
        validators=[
            URLValidator(schemes=["http", "https"], message=_("Write a full address, beginning with https://."))
        ],
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=_("If you have one: an editor will check it."),
    )


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=outcome_choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two answers.")},
    )
    answer = forms.CharField(
        label=_("Reason"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Sent as you write it to the person who suggested the subject."),
    )

    def clean_answer(self) -> Any:
        return self.cleaned_data["answer"].strip()
