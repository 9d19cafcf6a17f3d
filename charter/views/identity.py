"""What the act pages share: the circumstances of a request, a proof of identity kept for ten minutes, and sending a code."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from core.errors import ActionError
from people.actions import send_step_up_code
from people.middleware import client_ip

from ..evidence import Circumstances, StepUp
from ..fingerprints import sha256
from ..forms import StepUpForm, proof_from_session, proof_to_session

REFUSED, STALE = 422, 409


def circumstances_of(request: HttpRequest, step_up: StepUp) -> Circumstances:
    """Where this request comes from, and how its sender proved who they are."""
    proxies = settings.TRUSTED_PROXY_COUNT
    return Circumstances(
        step_up=step_up,
        locale=get_language() or "",
        zone=request.user.time_zone,
        ip=client_ip(request),
        ip_source=f"x-forwarded-for via {proxies} trusted" if proxies else "direct",
        user_agent="".join(filter(str.isprintable, request.headers.get("User-Agent", ""))),
        session_sha256=sha256(request.session.session_key or ""),
    )


def proof_of(request: HttpRequest, purpose: str) -> StepUp | None:
    """The proof given a moment ago for this purpose, if it is still fresh."""
    return proof_from_session(request.session.get(f"step-up:{purpose}"))


def keep_proof(request: HttpRequest, purpose: str, form: StepUpForm) -> StepUp:
    """Keep the proof of a valid form: an act refused for another reason does not ask for it again."""
    assert form.step_up is not None  # noqa: S101 - a valid form has one
    request.session[f"step-up:{purpose}"] = proof_to_session(form.step_up)
    return form.step_up


def forget_proof(request: HttpRequest, purpose: str) -> None:
    """The act is done: the next one asks again."""
    request.session.pop(f"step-up:{purpose}", None)


def send_code(request: HttpRequest, form: StepUpForm) -> None:
    """Send a code and say so beside its field, or say there why not; what was typed stays."""
    form.keep_for_code()
    try:
        send_step_up_code(user=request.user)
    except ActionError as error:
        form.add_error("code", error.message)
    else:
        form.code_sent = True
