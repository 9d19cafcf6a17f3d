"""A registry of kinds: one file in a folder is one kind, and the module's name is its key."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T", bound="Kind")


class Kind:
    """Base of every kind. Kinds are pure: no request object, no model, no other kind.

    `key` is the module's name, set by the registry. A shipped kind is never deleted: `retired = True` takes it out
    of the menus and keeps what was stored readable.
    """

    key: str = ""
    label: object = ""
    retired: bool = False


class Registry(Generic[T]):
    """The kinds found in a package, loaded on first use.

    In: `package`, dotted name of a folder whose modules (not starting with `_`) each define exactly one subclass of
    `base`. Raises `ValueError` on a module with none or several, `KeyError` on an unknown key.
    """

    def __init__(self, package: str, base: type[T]) -> None:
        self.package = package
        self.base = base
        self._kinds: dict[str, T] | None = None

    @property
    def kinds(self) -> dict[str, T]:
        if self._kinds is None:
            self._kinds = {key: self._load(key) for key in self._module_names()}
        return self._kinds

    def _module_names(self) -> list[str]:
        package = importlib.import_module(self.package)
        return sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_"))

    def _load(self, key: str) -> T:
        module = importlib.import_module(f"{self.package}.{key}")
        own = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, self.base) and value.__module__ == module.__name__
        ]
        if len(own) != 1:
            raise ValueError(f"{module.__name__} must define exactly one {self.base.__name__}, not {len(own)}")
        kind = own[0]()
        kind.key = key
        return kind

    def __getitem__(self, key: str) -> T:
        return self.kinds[key]

    def __contains__(self, key: object) -> bool:
        return key in self.kinds

    def __iter__(self) -> Iterator[T]:
        return iter(self.kinds.values())

    def __len__(self) -> int:
        return len(self.kinds)

    def choices(self) -> list[tuple[str, object]]:
        """(key, label) of the kinds offered today; hand a module-level function that calls this to `choices=`."""
        return [(kind.key, kind.label) for kind in self if not kind.retired]
