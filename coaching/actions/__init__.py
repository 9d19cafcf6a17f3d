"""Every write on requests and their conversations."""

from .assignment import assign_request, claim_request, release_request
from .catalogue import load_catalogue
from .conversation import add_note, answer_request, reply_to_request
from .opening import open_request
from .outcome import cancel_request, close_request, end_progress_requests, reopen_request, resolve_request
from .triage import change_level, restrict_request, unrestrict_request

__all__ = [
    "add_note",
    "answer_request",
    "assign_request",
    "cancel_request",
    "change_level",
    "claim_request",
    "close_request",
    "end_progress_requests",
    "load_catalogue",
    "open_request",
    "release_request",
    "reopen_request",
    "reply_to_request",
    "resolve_request",
    "restrict_request",
    "unrestrict_request",
]
