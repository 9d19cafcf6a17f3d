"""What an editor may choose about a quiz. The defaults: no limit of any kind, all questions in order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField, TranslatableField

from .. import grading, review, timing

AT_END, AFTER_EACH = "at_end", "after_each"
FEEDBACK_WHEN = {
    AT_END: _("Once the attempt is submitted"),
    AFTER_EACH: _("After each question, which is then closed"),
}


def feedback_when_choices() -> list[tuple[str, object]]:
    """(key, name) of when answers are shown to be right or wrong."""
    return list(FEEDBACK_WHEN.items())


class ReviewItemsField(models.JSONField):
    """A list of what is shown at one moment of a review; the editor sees checkboxes."""

    def formfield(self, **kwargs: Any) -> forms.Field:  # type: ignore[override]
        return forms.MultipleChoiceField(
            choices=review.item_choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=self.verbose_name,
            help_text=self.help_text,
        )


class BandBlock(blocks.StructBlock):
    """A text for the scores from this one up to the next band; the last band ends above 100."""

    from_score = blocks.IntegerBlock(label=_("From (percent)"), min_value=0, max_value=100)
    text = blocks.TextBlock(label=_("Text"), rows=3)

    class Meta:
        icon = "comment"
        label = _("Score band")
        label_format = "{from_score}"


def band_text(bands: Any, score: Any) -> str:
    """The text of the band a score falls in: from its own bound, up to and without the next one."""
    reached = [band.value for band in bands if band.value["from_score"] <= score]
    return str(max(reached, key=lambda value: value["from_score"])["text"]) if reached else ""


class QuizOptions(models.Model):
    """Abstract. Every field has a default that leaves a quiz without it as it was."""

    random_order = models.BooleanField(_("questions in random order"), default=False)
    draw = models.PositiveSmallIntegerField(
        _("questions drawn"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many of the questions below are asked, drawn by lot. Empty: all of them."),
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"), default=0, help_text=_("0: as many as one likes.")
    )
    grading_method = models.CharField(
        _("which attempt counts"), max_length=10, choices=grading.method_choices, default=grading.HIGHEST
    )
    cooldown_minutes = models.PositiveIntegerField(
        _("wait between two attempts"), default=0, help_text=_("In minutes. 0: none.")
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(
        _("closes"), null=True, blank=True, help_text=_("No attempt begins or goes on after this moment.")
    )
    time_limit_minutes = models.PositiveSmallIntegerField(
        _("time limit"), default=0, help_text=_("In minutes, counted from the start of the attempt. 0: none.")
    )
    when_time_is_over = models.CharField(
        _("when time is over"), max_length=12, choices=timing.when_over_choices, default=timing.AUTOSUBMIT
    )
    grace_minutes = models.PositiveSmallIntegerField(
        _("grace"), default=10, help_text=_("In minutes, for the second choice: time to submit, not to answer.")
    )
    feedback_when = models.CharField(
        _("answers are shown"), max_length=12, choices=feedback_when_choices, default=AT_END
    )
    right_answer_when = models.CharField(
        _("the right answer is shown"),
        max_length=16,
        choices=review.right_answer_choices,
        default=review.PASSED_OR_LAST,
        help_text=_("Shown too early, it makes of the next attempt an exercise in copying. Reasons are always useful."),
    )
    review_during = ReviewItemsField(
        _("during the attempt"),
        default=review.while_answering,
        blank=True,
        help_text=_("Only when answers are shown after each question."),
    )
    review_immediately = ReviewItemsField(_("in the two minutes after"), default=review.everything, blank=True)
    review_later = ReviewItemsField(_("later, while the quiz is open"), default=review.everything, blank=True)
    review_closed = ReviewItemsField(_("once the quiz is closed"), default=review.everything, blank=True)
    success_text = models.TextField(
        _("text after a pass"), blank=True, help_text=_("Shown above the result, in place of the usual sentence.")
    )
    fail_text = models.TextField(_("text after a fail"), blank=True)
    score_bands = StreamField(
        [("band", BandBlock())],
        verbose_name=_("texts by score"),
        blank=True,
        help_text=_("A band goes from its bound up to the next one, which it does not reach."),
    )

    option_panels = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("random_order"), FieldPanel("draw"), FieldPanel("shuffle_options")])],
            heading=_("Order and draw"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("attempts_allowed"), FieldPanel("cooldown_minutes")]),
                FieldPanel("grading_method"),
            ],
            heading=_("Attempts"),
            help_text=_("A programme manager may give one person or a cohort more attempts, or more time."),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldRowPanel([FieldPanel("time_limit_minutes"), FieldPanel("grace_minutes")]),
                FieldPanel("when_time_is_over"),
            ],
            heading=_("Time"),
            help_text=_("Most training needs no limit: time pressure measures speed, and shuts people out."),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("feedback_when"), FieldPanel("right_answer_when")]),
                FieldPanel("review_during"),
                FieldPanel("review_immediately"),
                FieldPanel("review_later"),
                FieldPanel("review_closed"),
            ],
            heading=_("What the learner is shown, and when"),
        ),
        MultiFieldPanel(
            [FieldPanel("success_text"), FieldPanel("fail_text"), FieldPanel("score_bands")],
            heading=_("Texts about the result"),
        ),
    ]
    option_fields = [
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "random_order",
                "draw",
                "attempts_allowed",
                "grading_method",
                "cooldown_minutes",
                "opens_at",
                "closes_at",
                "time_limit_minutes",
                "when_time_is_over",
                "grace_minutes",
                "feedback_when",
                "right_answer_when",
                "review_during",
                "review_immediately",
                "review_later",
                "review_closed",
            )
        ),
        TranslatableField("success_text"),
        TranslatableField("fail_text"),
        TranslatableField("score_bands"),
    ]

    class Meta:
        abstract = True

    @property
    def checks_each_answer(self) -> bool:
        return self.feedback_when == AFTER_EACH

    @property
    def review_items(self) -> dict[str, list[str]]:
        """What is ticked for each moment."""
        return {
            review.DURING: self.review_during,
            review.IMMEDIATELY: self.review_immediately,
            review.LATER: self.review_later,
            review.CLOSED: self.review_closed,
        }

    def overall_text(self, score: Any, *, passed: bool) -> list[str]:
        """What is said about the whole: the text after a pass or a fail, then that of the band."""
        texts = [self.success_text if passed else self.fail_text, band_text(self.score_bands, score)]
        return [text for text in texts if text]
