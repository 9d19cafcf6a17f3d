"""Key messages: facts of the company, dated and owned, to tell in one's own words; and what follows when one retires."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, TranslatableMixin, WorkflowMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from people import roles

from .cycles import OwnQuerySet

OWNERS = (roles.PROGRAMME_MANAGER, roles.LEGAL, roles.HR, roles.EDITOR)
DRAFT, UPCOMING, VALID, EXPIRED, RETIRED = "draft", "upcoming", "valid", "expired", "retired"
QUESTIONS_OF_A_REFRESHER = 3
STATES = {
    DRAFT: _("Draft"),
    UPCOMING: _("Not valid yet"),
    VALID: _("Valid"),
    EXPIRED: _("No longer valid"),
    RETIRED: _("Retired"),
}


def owner_choices() -> list[tuple[str, object]]:
    """(key, name) of the roles that answer for a message: people come and go."""
    return [(role, roles.ROLES[role]) for role in OWNERS]


class KeyMessageQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> KeyMessageQuerySet:
        """Published messages, for everybody of the company."""
        return self.filter(live=True) if user.is_authenticated else self.none()

    def valid(self, on: date | None = None) -> KeyMessageQuerySet:
        """Those that may be told on that day."""
        on = on or timezone.localdate()
        dates = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        return self.filter(dates, live=True, retired_at__isnull=True)


class KeyMessage(  # type: ignore[django-manager-missing]
    WorkflowMixin, DraftStateMixin, RevisionMixin, PreviewableMixin, TranslatableMixin, index.Indexed, models.Model
):
    """A fact, where it comes from, and what not to say. There is nothing to copy: the words are the teller's."""

    title = models.CharField(_("title"), max_length=160)
    fact = models.TextField(_("the fact"), max_length=600, help_text=_("What is true, with its number and its date."))
    own_words_hint = models.TextField(
        _("to tell it in your own words"), max_length=400, blank=True, help_text=_("Where to start from. Never a post.")
    )
    wording_to_avoid = models.TextField(_("wording to avoid"), max_length=400, blank=True, help_text=_("And why."))
    source_name = models.CharField(_("source"), max_length=250)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    owner = models.CharField(
        _("who answers for it"), max_length=30, choices=owner_choices, default=roles.PROGRAMME_MANAGER
    )
    valid_from = models.DateField(_("valid from"), default=timezone.localdate)
    valid_to = models.DateField(_("valid until"), null=True, blank=True, help_text=_("The last day included."))
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = KeyMessageQuerySet.as_manager()

    panels = [
        FieldPanel("title"),
        FieldPanel("fact"),
        FieldPanel("own_words_hint"),
        FieldPanel("wording_to_avoid"),
        MultiFieldPanel(
            [
                FieldPanel("source_name"),
                FieldPanel("source_url"),
                FieldRowPanel([FieldPanel("owner"), FieldPanel("valid_from"), FieldPanel("valid_to")]),
            ],
            heading=_("Where it comes from, and how long it holds"),
        ),
    ]
    search_fields = [
        index.SearchField("title"),
        index.SearchField("fact"),
        index.FilterField("locale"),
        index.FilterField("valid_to"),
    ]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("fact"),
        TranslatableField("own_words_hint"),
        TranslatableField("wording_to_avoid"),
        *(
            SynchronizedField(name, overridable=False)
            for name in ("source_name", "source_url", "owner", "valid_from", "valid_to")
        ),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["-valid_from", "title"]
        verbose_name = _("key message")
        verbose_name_plural = _("key messages")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="a_key_message_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.retired_at:
            raise ValidationError(_("This message is retired: write a new one."))
        if self.valid_to and self.valid_from and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The last day comes before the first.")})

    def with_content_json(self, content: Any) -> Any:
        """A revision written before the message was retired does not bring it back."""
        message = super().with_content_json(content)
        message.retired_at = self.retired_at
        return message

    def state_on(self, today: date) -> str:
        """Draft, upcoming, valid, expired or retired."""
        if self.retired_at:
            return RETIRED
        if not self.live:
            return DRAFT
        if today < self.valid_from:
            return UPCOMING
        return EXPIRED if self.valid_to and self.valid_to < today else VALID

    @property
    def state(self) -> str:
        return self.state_on(timezone.localdate())

    @property
    def is_valid(self) -> bool:
        return self.state == VALID

    def state_label(self) -> str:
        return str(STATES[self.state])

    state_label.short_description = _("state")  # type: ignore[attr-defined]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "learning/key_message_preview.html"


class Refresher(models.Model):
    """Three questions offered to somebody who was taught a message that no longer holds. Only "done" is kept."""

    OFFERED, DONE = "offered", "done"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    message_key = models.UUIDField()
    question_keys = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=[(OFFERED, OFFERED), (DONE, DONE)], default=OFFERED)
    offered_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "message_key"], name="a_refresher_is_offered_once_for_a_message"),
            models.CheckConstraint(
                condition=Q(state="offered", done_at__isnull=True) | Q(state="done", done_at__isnull=False),
                name="a_refresher_done_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.message_key} {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("learning:refresher_detail", args=[self.pk])
