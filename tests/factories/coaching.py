"""Requests, made with no hidden related objects: the requester is always given."""

from __future__ import annotations

import uuid
from datetime import timedelta

import factory
from django.utils import timezone

from coaching import states
from coaching.models import CoachingRequest, Message
from coaching.models.requests import CRISIS_LANE, PROGRESS_LANE


class ProgressRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CoachingRequest

    kind = "other"
    subject = "Une question"
    priority = 3
    queue_lane = PROGRESS_LANE
    language = "fr"
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=2))

    class Params:
        held_by = None

    assignee = factory.LazyAttribute(lambda o: o.held_by)
    state = factory.LazyAttribute(lambda o: states.CLAIMED if o.held_by else states.NEW)
    claimed_at = factory.LazyAttribute(lambda o: timezone.now() if o.held_by else None)
    resolved_at = factory.LazyAttribute(lambda o: timezone.now() if o.state == states.RESOLVED else None)
    closed_at = factory.LazyAttribute(lambda o: timezone.now() if o.state == states.CLOSED else None)


class CrisisFactory(ProgressRequestFactory):
    """CrisisFactory(requester=alice, situation="harassment", restricted=True)"""

    kind = "crisis"
    subject = ""
    situation = "hacked_account"
    level = 3
    priority = factory.LazyAttribute(lambda o: 5 - o.level)
    urgency = "high"
    queue_lane = CRISIS_LANE
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=1))


class MessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Message

    body = "Un message"
    request_version = factory.LazyAttribute(lambda o: o.request.version)
    token = factory.LazyFunction(uuid.uuid4)
