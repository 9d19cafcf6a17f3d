"""A request for help, and who may see it."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from people import roles
from people.networks import network_choices_with_other

from .. import first_aid, sla, states
from ..request_kinds import REQUEST_KINDS, RequestKind, request_kind_choices

CRISIS_LANE, PROGRESS_LANE = 1, 2
# Crises first, then by priority, then what is due first.
QUEUE_ORDER = ("queue_lane", "priority", "due_at", "id")


class CoachingRequestQuerySet(models.QuerySet["CoachingRequest"]):
    def visible_to(self, user: Any) -> CoachingRequestQuerySet:
        """One's own; and for the coaching team, those they may help with."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(requester=user) | self._helped_by(user))

    def for_team(self, user: Any) -> CoachingRequestQuerySet:
        """Those a member of the coaching team may help with: never their own, never one of a direct report.

        A restricted request is seen by lead coaches and by the person in charge. The relation of line manager, read
        now, takes rights away whatever other roles the reader has.
        """
        return self.filter(self._helped_by(user)) if user.is_authenticated else self.none()

    def _helped_by(self, user: Any) -> Q:
        if not user.has_role(roles.COACH, roles.LEAD_COACH):
            return Q(pk__in=[])
        not_a_report = Q(requester__line_manager__isnull=True) | ~Q(requester__line_manager=user)
        open_to = Q() if user.has_role(roles.LEAD_COACH) else Q(restricted=False) | Q(assignee=user)
        return ~Q(requester=user) & not_a_report & open_to

    def open(self) -> CoachingRequestQuerySet:
        return self.filter(state__in=states.OPEN)

    def to_close(self, now: Any) -> CoachingRequestQuerySet:
        """Resolved, and the time to write again is over."""
        return self.filter(state=states.RESOLVED, resolved_at__lt=now - states.REOPEN_WINDOW)


class CoachingRequest(models.Model):
    """A request by a person to the coaching team. Its state is written by `actions.transitions` alone."""

    requester = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="coaching_requests")
    kind = models.CharField(max_length=40, choices=request_kind_choices)
    situation = models.CharField(max_length=40, blank=True, choices=first_aid.situation_choices)
    level = models.PositiveSmallIntegerField(null=True, blank=True, choices=first_aid.level_choices)
    urgency = models.CharField(max_length=10, choices=sla.urgency_choices, default=sla.NORMAL)
    priority = models.PositiveSmallIntegerField()
    queue_lane = models.PositiveSmallIntegerField()
    platform = models.CharField(max_length=20, blank=True, choices=network_choices_with_other)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    subject = models.CharField(max_length=120, blank=True)
    restricted = models.BooleanField(default=False)

    state = models.CharField(max_length=20, choices=states.state_choices, default=states.NEW)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="requests_in_hand"
    )
    version = models.PositiveIntegerField(default=0)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    first_response_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CoachingRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=QUEUE_ORDER, name="coaching_queue", condition=Q(state__in=states.OPEN)),
            models.Index(fields=["assignee", "state"], name="coaching_in_hand"),
            models.Index(fields=["requester", "-id"], name="coaching_own"),
            models.Index(fields=["resolved_at", "id"], name="coaching_resolved", condition=Q(state=states.RESOLVED)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=states.WITHOUT_ASSIGNEE) | Q(assignee__isnull=False),
                name="a_request_in_hand_has_somebody_in_charge",
            ),
            models.CheckConstraint(
                condition=~Q(state=states.NEW) | Q(assignee__isnull=True),
                name="an_unclaimed_request_has_nobody_in_charge",
            ),
            models.CheckConstraint(
                condition=~Q(state=states.RESOLVED) | Q(resolved_at__isnull=False),
                name="a_resolved_request_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=states.CLOSED) | Q(closed_at__isnull=False), name="a_closed_request_says_since_when"
            ),
            models.CheckConstraint(
                condition=Q(assignee__isnull=True) | ~Q(assignee=F("requester")),
                name="nobody_is_in_charge_of_their_own_request",
            ),
            models.CheckConstraint(
                condition=(Q(queue_lane=CRISIS_LANE, level__isnull=False) & ~Q(situation=""))
                | Q(queue_lane=PROGRESS_LANE, level__isnull=True, situation=""),
                name="a_crisis_and_it_alone_has_a_situation_and_a_level",
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__gte=1, level__lte=4), name="a_level_is_1_to_4"
            ),
            models.CheckConstraint(condition=Q(priority__gte=1, priority__lte=4), name="a_priority_is_1_to_4"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("coaching:request_detail", args=[self.pk])

    @property
    def reference(self) -> str:
        """What may stand in a mail: a number, never a word of what it is about."""
        return f"C-{self.pk}"

    @property
    def definition(self) -> RequestKind:
        return REQUEST_KINDS[self.kind]

    @property
    def is_crisis(self) -> bool:
        return self.queue_lane == CRISIS_LANE

    @property
    def title(self) -> str:
        """Its subject, the name of its situation, or of its kind; in the reader's language."""
        if self.situation:
            return first_aid.situation_name(self.situation)
        return self.subject or str(self.definition.label)

    @property
    def is_open(self) -> bool:
        return self.state in states.OPEN

    @property
    def is_late(self) -> bool:
        """The first answer by a person came after it was due, or is still to come and overdue."""
        return (self.first_response_at or timezone.now()) > self.due_at

    @property
    def is_answered(self) -> bool:
        return self.first_response_at is not None

    @property
    def can_reopen_until(self) -> Any:
        return self.resolved_at + states.REOPEN_WINDOW if self.resolved_at else None
