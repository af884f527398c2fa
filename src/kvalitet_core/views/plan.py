"""The plan of a batch: operations in groups, each carried out by one statement.

An operation joins an earlier group of its shape where every group in between touches
other rows: so the effect is that of one after the other, in the order they were given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from kvalitet_core.views.operations import Operation, Shape

__all__ = ["Plan"]

_Scope: TypeAlias = tuple[int, ...]
_At: TypeAlias = tuple[Any, ...]
_Group: TypeAlias = tuple[Shape, list[tuple[Any, ...]]]


class Plan:
    """What a batch does, table by table; tables have no rows in common."""

    def __init__(self) -> None:
        self._tables: dict[str, _TablePlan] = {}

    def add(self, operations: Sequence[Operation]) -> None:
        """Plan operations that follow those planned before."""
        tables = self._tables
        for operation in operations:
            name = operation.shape.table
            table = tables.get(name)
            if table is None:
                table = tables[name] = _TablePlan()
            table.add(operation)

    def groups(self) -> Iterator[_Group]:
        """What is to be carried out, in order: a shape, and the values of each."""
        for table in self._tables.values():
            yield from table.groups


class _TablePlan:
    """The groups of one table, and which of them touched what last.

    An operation of a scope touches the rows whose key is as it says there. For each
    scope in use it is kept which group was the last whose rows may be among those:
    `_within` by operations that say at least as much, `_around` by those that say it.
    """

    def __init__(self) -> None:
        self.groups: list[_Group] = []
        self._newest: dict[Shape, int] = {}
        self._around: dict[_Scope, dict[_At, int]] = {}
        self._within: dict[_Scope, dict[_At, int]] = {}
        self._last: dict[_Scope, int] = {}

    def add(self, operation: Operation) -> None:
        """Put an operation in the earliest group of its shape that it may be in."""
        shape, values, scope, at = operation
        if scope not in self._around:
            self._begin(scope)
        earliest = self._within[scope].get(at, -1)
        for other, touched in self._around.items():
            if other == scope:
                continue
            said = _projected(other, scope, at)
            if said is not None:
                earliest = max(earliest, touched.get(said, -1))
            elif not set(scope) <= set(other):
                earliest = max(earliest, self._last.get(other, -1))
        place = self._newest.get(shape, -1)
        if place < max(earliest, 0):
            place = len(self.groups)
            self.groups.append((shape, []))
            self._newest[shape] = place
        self.groups[place][1].append(values)
        self._touch(scope, at, place)

    def _touch(self, scope: _Scope, at: _At, place: int) -> None:
        self._around[scope][at] = place
        self._last[scope] = max(place, self._last.get(scope, -1))
        for other, touched in self._within.items():
            said = at if other == scope else _projected(other, scope, at)
            if said is not None:
                touched[said] = max(place, touched.get(said, -1))

    def _begin(self, scope: _Scope) -> None:
        """Look up what has touched the rows of a scope that was not used before."""
        within: dict[_At, int] = {}
        for other, touched in self._around.items():
            for at, place in touched.items():
                said = _projected(scope, other, at)
                if said is None:
                    break
                within[said] = max(place, within.get(said, -1))
        self._around[scope] = {}
        self._within[scope] = within


def _projected(scope: _Scope, of: _Scope, at: _At) -> _At | None:
    """What is said of fewer columns of the key; None where they are not fewer."""
    if not scope:
        return ()
    told = dict(zip(of, at, strict=True))
    if any(place not in told for place in scope):
        return None
    return tuple(told[place] for place in scope)
