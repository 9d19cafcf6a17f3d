"""Forms of the learner. They validate and clean, and never save."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from . import bank_rows
from .actions import GivenAnswer, Saved
from .models import AttemptQuestion, Question
from .models.messages import QUESTIONS_OF_A_REFRESHER
from .models.notes import REFLECTION_MAX_LENGTH, WORD_MAX_LENGTH
from .models.progress import NOTE_MAX_LENGTH, refuse_password
from .models.regrades import policy_choices
from .models.sharing import COMMENT_MAX_LENGTH
from .question_types import REGISTRY


class QuestionForm(forms.Form):
    """One question of an attempt: the answer, and how many savings of it the page had seen."""

    sequence = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, question: AttemptQuestion, data: Any = None) -> None:
        super().__init__(
            data,
            prefix=f"q{question.position}",
            initial={"answer": question.answer, "sequence": question.sequence},
            use_required_attribute=False,
        )
        self.question = question
        self.kind = REGISTRY[question.snapshot["type"]]
        self.fields["answer"] = self.kind.field(question.snapshot["config"])
        self.fields["answer"].label = question.snapshot["prompt"]

        self.is_conflict = self.was_saved = False

    def after(self, saved: Saved) -> QuestionForm:
        """The same form, knowing what became of its answer: shown again, it is up to date."""
        position = self.question.position
        self.question.sequence = saved.sequences.get(position, self.question.sequence)
        self.question.answer = saved.answers.get(position, self.question.answer)
        self.is_conflict = position in saved.conflicts
        self.was_saved = position in saved.sequences and not self.is_conflict
        return self

    @property
    def is_sent(self) -> bool:
        """Did the page send this question at all?"""
        return self.is_bound and self.add_prefix("sequence") in self.data

    def given(self, page: str) -> GivenAnswer:
        """The valid answer, for the action. In: the token of the page that sends it."""
        answer = self.kind.clean(self.cleaned_data["answer"])
        return GivenAnswer(self.question.position, self.cleaned_data["sequence"], answer, page)


class QuestionFileForm(forms.Form):
    """A CSV of questions: chosen on one's computer, then carried along until it is confirmed."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV in UTF-8, with commas or semicolons."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """`text` holds what the file says."""
        cleaned: dict[str, Any] = super().clean() or {}
        upload = cleaned.get("file")
        if upload:
            try:
                cleaned["text"] = bank_rows.decode(upload.read())
            except ValueError as error:
                self.add_error("file", str(error))
        elif not cleaned.get("text"):
            self.add_error("file", _("Choose a file."))
        return cleaned


class TickForm(forms.Form):
    """A step of a checklist: done or not, with an optional note that is never a secret."""

    def __init__(self, data: Any = None, *, network: str, step: str, note: str = "") -> None:
        super().__init__(data, auto_id=f"{network}-{step}-%s", initial={"note": note}, use_required_attribute=False)

    is_done = forms.BooleanField(label=_("Done"), required=False)
    note = forms.CharField(
        label=_("Note for yourself"),
        required=False,
        max_length=NOTE_MAX_LENGTH,
        validators=[refuse_password],
        help_text=_(
            "For example where your recovery codes are kept, or the date of your last check. Never a password."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_note(self) -> str | None:
        """None when the page did not show the field: what is there stays."""
        sent = self.add_prefix("note") in self.data
        return self.cleaned_data["note"].strip() if sent else None


class ExceptionForm(forms.Form):
    """More time or more attempts at one quiz. What is left empty follows the quiz."""

    quiz = forms.ChoiceField(label=_("Quiz"))
    time_limit_minutes = forms.IntegerField(
        label=_("Time limit, in minutes"),
        required=False,
        min_value=0,
        max_value=10_000,
        help_text=_("In place of the quiz’s own limit, from the start of the attempt. 0: no limit."),
    )
    attempts_allowed = forms.IntegerField(
        label=_("Attempts allowed in all"),
        required=False,
        min_value=0,
        max_value=1000,
        help_text=_("In place of the quiz’s own number. 0: no limit."),
    )
    closes_at = forms.DateTimeField(
        label=_("Closes"),
        required=False,
        help_text=_("In place of the quiz’s own closing, in your time zone."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, data: Any = None, *, quizzes: list[tuple[str, str]], for_person: bool) -> None:
        super().__init__(data)
        self.fields["quiz"].choices = quizzes  # type: ignore[attr-defined]
        if for_person:
            self.fields["reopen"] = forms.BooleanField(
                label=_("Take up the last attempt again if its time ran out"),
                required=False,
                help_text=_("You are not told whether there was one."),
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if all(given.get(name) is None for name in ("time_limit_minutes", "attempts_allowed", "closes_at")):
            raise forms.ValidationError(_("Say what changes: the time, the attempts or the closing."))
        return given


class CommentForm(forms.Form):
    """What a coach answers to somebody whose text they have read; it may be left empty."""

    comment = forms.CharField(
        label=_("Comment for the author"),
        required=False,
        max_length=COMMENT_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One thing that works, one thing to try. There is no mark."),
    )


class RegradeForm(forms.Form):
    """Which policy, and whether it is only counted."""

    policy = forms.ChoiceField(label=_("What happens to past attempts"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["policy"].choices = policy_choices()  # type: ignore[attr-defined]


class ReflectionForm(forms.Form):
    """A note to oneself; an empty one erases what was kept."""

    text = forms.CharField(
        label=_("Your note"),
        required=False,
        max_length=REFLECTION_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, block_id: str, text: str = "") -> None:
        super().__init__(data, auto_id=f"{block_id}-%s", initial={"text": text}, use_required_attribute=False)


class FeedbackForm(forms.Form):
    """Was this page of use?"""

    is_useful = forms.TypedChoiceField(
        label=_("Was this page useful?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say yes or no.")},
    )
    word = forms.CharField(
        label=_("A word, if you like"),
        required=False,
        max_length=WORD_MAX_LENGTH,
        help_text=_("Editors read it without your name. Name nobody."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="feedback-%s", use_required_attribute=False)


class RefresherQuestionForm(QuestionForm):
    """One question of a refresher: asked, marked, and forgotten."""

    sequence = None

    def __init__(self, question: AttemptQuestion, data: Any = None) -> None:
        super().__init__(question, data)
        self.fields["answer"].required = True

    def cleaned_answer(self) -> Any:
        """The answer, for marking."""
        return self.kind.clean(self.cleaned_data["answer"])


class RetireForm(forms.Form):
    """Retiring a key message: the questions of the refresher, when one is offered."""

    questions = forms.ModelMultipleChoiceField(
        Question.objects.none(),
        label=_("Questions of the refresher"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=_("Three, on what holds now, for the people who were taught the message. None: no refresher."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        published = Question.objects.filter(live=True, locale=Locale.get_default())
        self.fields["questions"].queryset = published.select_related("locale")

    def clean_questions(self) -> list[Question]:
        questions = list(self.cleaned_data["questions"])
        if questions and len(questions) != QUESTIONS_OF_A_REFRESHER:
            raise forms.ValidationError(gettext("A refresher has three questions: choose three, or none."))
        return questions
