"""The kinds of request: one file each, the module's name is the key."""

from core.registry import Registry

from ._base import Draft, RequestKind

REQUEST_KINDS: Registry[RequestKind] = Registry("coaching.request_kinds", RequestKind)
CRISIS = "crisis"


def request_kind_choices() -> list[tuple[str, object]]:
    """(key, label) of every kind, retired ones included: stored requests keep their name."""
    return [(kind.key, kind.label) for kind in REQUEST_KINDS]


__all__ = ["CRISIS", "REQUEST_KINDS", "Draft", "RequestKind", "request_kind_choices"]
