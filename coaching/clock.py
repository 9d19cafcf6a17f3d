"""What is due now."""

from __future__ import annotations

from . import actions
from .queries import requests_to_close


def close_resolved() -> int:
    """Close the requests that were resolved long enough ago. Out: how many. May run twice."""
    return sum(actions.close_request(request_id=pk) for pk in requests_to_close())
