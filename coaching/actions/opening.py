"""Asking for help: one form, one request."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.errors import WrongState
from people.models import User

from .. import sla
from ..models import CoachingRequest, RequestLink
from ..models.requests import CRISIS_LANE, PROGRESS_LANE
from ..permissions import check_open_request
from ..queries import coach_hours
from ..request_kinds import REQUEST_KINDS, Draft
from .announcements import tell_team_of_opening
from .transitions import say


@transaction.atomic
def open_request(
    *, by: User, kind: str, answers: Mapping[str, Any], token: uuid.UUID, language: str
) -> CoachingRequest:
    """Ask for help. In: `answers`, the cleaned data of the kind's form; `token`, made with the form.

    Out: the request; the one made before when the same form is sent again. Raises NotAllowed when this person may not
    ask in this way, WrongState when the token is somebody else's.
    """
    check_open_request(by, kind)
    known = CoachingRequest.objects.filter(token=token).first()
    if known is None:
        draft = REQUEST_KINDS[kind].draft(answers)
        try:
            with transaction.atomic():
                return _create(by, kind, draft, token, language)
        except IntegrityError:
            known = CoachingRequest.objects.filter(token=token).first()
            if known is None:
                raise
    if known.requester_id != by.pk:
        raise WrongState(_("This form cannot be sent twice. Please open it again."))
    return known


def _create(by: User, kind: str, draft: Draft, token: uuid.UUID, language: str) -> CoachingRequest:
    definition, now = REQUEST_KINDS[kind], timezone.now()
    request = CoachingRequest.objects.create(
        requester=by,
        kind=kind,
        situation=draft.situation,
        level=draft.level,
        urgency=draft.urgency,
        priority=sla.priority_of(level=draft.level, urgency=draft.urgency),
        queue_lane=CRISIS_LANE if definition.is_crisis else PROGRESS_LANE,
        platform=draft.platform,
        language=language,
        subject=draft.subject,
        restricted=draft.restricted,
        token=token,
        created_at=now,
        due_at=definition.target(draft.level).due_at(now, coach_hours()),
    )
    if draft.body:
        say(request, by, body=draft.body)
    RequestLink.objects.bulk_create(RequestLink(request=request, url=url) for url in draft.links)
    audit.record("coaching.request.open", request, by, kind=kind, level=draft.level, restricted=draft.restricted)
    tell_team_of_opening(request)
    return request
