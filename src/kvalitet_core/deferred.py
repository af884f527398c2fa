"""Commands that are imported when one of them is asked for, and not before.

Whoever reads a history needs its events and its fold. What commands are decided by is
many times as much: rules, mandates, terms, and the other aggregates that they look at.

    _COMMANDS = Deferred(__name__, {"course.register/1": "commands.Register"})

    if not TYPE_CHECKING:
        __getattr__ = _COMMANDS.attribute
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

__all__ = ["Deferred"]


class Deferred(Mapping[str, type[Any]]):
    """Stored name → command class, imported when it is asked for.

    Args:
        package: The package of the aggregate.

        homes: Stored name → the class, by its module in the package:
            `commands.Register`.
    """

    def __init__(self, package: str, homes: Mapping[str, str]) -> None:
        self._package = package
        self._homes = homes
        self._modules = {
            name: module
            for module, _, name in (home.rpartition(".") for home in homes.values())
        }

    def __getitem__(self, name: str) -> type[Any]:
        cls: type[Any] = self.attribute(self._homes[name].rpartition(".")[2])
        return cls

    def __contains__(self, name: object) -> bool:
        return name in self._homes

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)

    def __repr__(self) -> str:
        return f"Deferred({self._package!r}, {dict(self._homes)!r})"

    def attribute(self, name: str) -> Any:
        """A class of the package by its own name, as the package gives it.

        Raises:
            AttributeError: It is none of these.
        """
        if name not in self._modules:
            text = f"module {self._package!r} has no attribute {name!r}"
            raise AttributeError(text, name=name)
        home = import_module(f"{self._package}.{self._modules[name]}")
        setattr(import_module(self._package), name, getattr(home, name))
        return getattr(home, name)
