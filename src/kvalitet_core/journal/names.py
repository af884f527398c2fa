"""What each stored name means here: its class, its aggregate, its older shapes.

A thing is added once; what keeps it from being added is told, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.journal.codec import Codec
from kvalitet_core.journal.storable import findings
from kvalitet_core.journal.stored import StoredClass
from kvalitet_core.journal.upcasting import Older, Step, sealed_steps
from kvalitet_core.plugins import SealedUpcaster, Upcaster

__all__ = ["Names", "numbered"]


class Names:
    """The names that are known, and the classes behind them.

    Attributes:
        aggregates: Each by its kind.
        classes: Each class of an event or a command, by its stored name.
        stored: The same by the class.
        aggregate_of: The aggregate of a state, event or command class.
        older: How what stands under an older name is read.
    """

    def __init__(self, codec: Codec) -> None:
        self.aggregates: dict[str, Aggregate] = {}
        self.classes: dict[str, StoredClass] = {}
        self.stored: dict[type[Any], StoredClass] = {}
        self.aggregate_of: dict[type[Any], Aggregate] = {}
        self.older: dict[str, Older] = {}
        self._codec = codec

    def add_aggregate(self, aggregate: Aggregate) -> None:
        """Add an aggregate, by its kind and by its state."""
        self.aggregate_of[aggregate.state] = aggregate
        self.aggregates[aggregate.kind] = aggregate

    def add_class(self, name: str, cls: type[Any], aggregate: Aggregate) -> list[str]:
        """Add a class under its name; gives what is wrong with it."""
        if name in self.classes:
            return [f"stored name {name!r} is given to two classes"]
        if cls in self.stored:
            first = self.stored[cls].name
            return [f"{cls.__qualname__} has two stored names: {first}, {name}"]
        try:
            problems = findings(cls)
            if problems:
                return problems
            stored = StoredClass(name, cls, self._codec)
        except (NameError, TypeError, ValueError) as error:
            return [f"{cls.__qualname__}: cannot be stored: {error}"]
        self.aggregate_of[cls] = aggregate
        self.stored[cls] = stored
        self.classes[name] = stored
        return []

    def add_older(
        self,
        name: str,
        upcasters: Mapping[str, Upcaster],
        sealed: Mapping[tuple[str, str], SealedUpcaster],
    ) -> list[str]:
        """Add an older name, once its newest class is there; gives what is wrong."""
        stem, number = numbered(name)
        steps = []
        while f"{stem}/{number}" not in self.classes:
            older = f"{stem}/{number}"
            if older not in upcasters:
                return [f"no upcaster leads on from {older}"]
            fields = upcasters[older]
            steps.append(Step(fields=fields, sealed=sealed_steps(sealed, older)))
            number += 1
        if not steps:
            return [f"upcaster from {name!r}, but a class has that name"]
        newest = self.classes[f"{stem}/{number}"]
        self.older[name] = Older(stored=newest, steps=tuple(steps))
        return []


def numbered(name: str) -> tuple[str, int]:
    """A stored name without its number, and the number."""
    stem, _, number = name.partition("/")
    return stem, int(number)
