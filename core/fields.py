"""A StreamField whose block types come from a registry of kinds."""

from __future__ import annotations

from typing import Any

from django.utils.module_loading import import_string
from wagtail.fields import StreamField


class KindsField(StreamField):
    """One stream block per kind of the registry named by `registry` (dotted path to a `core.registry.Registry`).

    A new kind makes no migration: the block definitions are left out of the field's deconstruction.
    """

    def __init__(self, registry: str, **kwargs: Any) -> None:
        self.registry = registry
        blocks = [(kind.key, kind.block()) for kind in import_string(registry)]
        kwargs.pop("block_lookup", None)
        super().__init__(blocks, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [self.registry], kwargs
