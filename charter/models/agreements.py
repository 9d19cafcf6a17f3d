"""An agreement between one person and the company, and the acts that made it."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people import roles

from .. import states
from ..names import fold
from .versions import CharterVersion

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """CH- and eight characters that are not mistaken for one another; forty bits of chance."""
    return "CH-" + "".join(secrets.choice(_ALPHABET) for _ in range(8))


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: Any) -> AgreementQuerySet:
        """One's own, for ever; legal and HR see the register (each reading is logged). A line manager who is HR still
        sees it: the company has to be able to produce its contracts. Programme managers learn the state only, through
        `queries.states_for`."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(roles.LEGAL, roles.HR):
            return self.all()
        return self.filter(user=user)

    def open(self) -> AgreementQuerySet:
        """Signed or in force: the person and the company are bound."""
        return self.filter(state__in=states.OPEN)

    def matching(self, text: str) -> AgreementQuerySet:
        """By name (accents and case apart), address or reference; an empty text matches all."""
        if not text.strip():
            return self
        key = fold(text)
        by_name = Q(name_key__contains=key) if key else Q(pk__in=[])
        return self.filter(by_name | Q(user__email__icontains=text.strip()) | Q(reference__iexact=text.strip()))


class Agreement(models.Model):
    """One person bound by one version of the charter, in one language. The texts and the parties are frozen here."""

    reference = models.CharField(_("reference"), max_length=11, unique=True, default=new_reference, editable=False)
    document_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="agreements")
    version = models.ForeignKey(CharterVersion, on_delete=models.PROTECT, related_name="agreements")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    party = models.JSONField()
    name_key = models.CharField(max_length=200, editable=False)
    body_sha256 = models.CharField(max_length=64)
    client_token = models.UUIDField(unique=True)
    state = models.CharField(_("state"), max_length=16, choices=states.state_choices, default=states.SIGNED)
    seal_state = models.CharField(max_length=10, choices=states.seal_state_choices, default=states.QUEUED)
    signed_at = models.DateTimeField(_("signed at"))
    active_at = models.DateTimeField(_("in force since"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    row_version = models.PositiveIntegerField(default=0)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        indexes = [
            models.Index(fields=["state", "-id"], name="charter_register_by_state"),
            models.Index(fields=["user", "-id"], name="charter_agreement_of_a_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=["signed", "active"]),
                name="a_person_is_bound_by_one_agreement_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["signed", "active"], ended_at__isnull=True)
                | (~Q(state__in=["signed", "active"]) & Q(ended_at__isnull=False)),
                name="a_closed_agreement_says_when_it_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(active_at__isnull=False, seal_state="sealed"),
                name="an_agreement_in_force_has_its_sealed_file",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("charter:charter_detail")

    @property
    def in_force_since(self) -> datetime:
        """When it took effect: at the signature (article 19). `active_at` is when the sealed file stood in the register."""
        return self.signed_at

    @property
    def is_open(self) -> bool:
        return self.state in states.OPEN

    @property
    def is_sealed(self) -> bool:
        return self.seal_state == states.SEALED

    @property
    def tone(self) -> str:
        return states.TONES[self.state]


class SignatureAct(models.Model):
    """One party's act of signing, with what surrounds it. Append-only.

    The employee's hangs on the agreement; the company's standing act hangs on the version it published, and counts
    for each agreement made on it.
    """

    agreement = models.ForeignKey(Agreement, null=True, on_delete=models.PROTECT, related_name="acts")
    version = models.ForeignKey(CharterVersion, on_delete=models.PROTECT, related_name="acts")
    party = models.CharField(max_length=10, choices=states.party_choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    statements = models.JSONField()
    typed_name = models.CharField(max_length=200)
    capacity = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    utc_offset_minutes = models.SmallIntegerField()
    auth_method = models.CharField(max_length=20)
    step_up_at = models.DateTimeField()
    ip = models.CharField(max_length=45, blank=True)
    ip_source = models.CharField(max_length=60)
    user_agent = models.CharField(max_length=400, blank=True)
    session_sha256 = models.CharField(max_length=64, blank=True)
    app_version = models.CharField(max_length=20)
    locale = models.CharField(max_length=10)
    body_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "party"], name="each_party_signs_an_agreement_once"),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(party="company", agreement__isnull=True),
                name="the_company_signs_a_version_once",
            ),
            models.CheckConstraint(
                condition=~Q(party="employee") | Q(agreement__isnull=False),
                name="an_ambassador_signs_an_agreement_not_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.agreement_id or self.version_id}"
