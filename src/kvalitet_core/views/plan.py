"""The plan of a batch: few statements, with the effect of one change after another.

Changes of one row become one. A deletion comes before what is put there later, and what
was put there before is left out. Only what may touch any row, whatever its key, has to
wait for all that came before, and is waited for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from kvalitet_core.views.operations import Operation, Shape

__all__ = ["Group", "Plan"]

_Values: TypeAlias = tuple[Any, ...]
Group: TypeAlias = tuple[Shape, list[_Values]]
"""What one statement carries out: a shape, and the values of each operation."""


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

    def groups(self) -> Iterator[Group]:
        """What is to be carried out, in order."""
        for table in self._tables.values():
            yield from table.finished()


class _TablePlan:
    """The plan of one table: what is done, what is deleted next, what is put then."""

    def __init__(self) -> None:
        self._done: list[Group] = []
        self._deleted: dict[Shape, list[_Values]] = {}
        self._put: dict[_Values, tuple[Shape, _Values]] = {}
        self._within: dict[tuple[int, ...], dict[_Values, list[_Values]]] = {}

    def add(self, operation: Operation) -> None:
        """Plan one operation that follows the others."""
        shape, values, scope, at = operation
        if scope is not None:
            self._delete(shape, values, scope, at)
        elif shape.act in ("put", "change"):
            self._put_there(shape, values, at)
        else:
            self._finish()
            self._done.append((shape, [values]))

    def _put_there(self, shape: Shape, values: _Values, at: _Values) -> None:
        earlier = self._put.get(at)
        if earlier is not None:
            first, held = earlier
            merge = _merge(first, shape)
            self._put[at] = merge.shape, merge.of(held, values)
            return
        self._put[at] = shape, values
        for scope, found in self._within.items():
            found.setdefault(_said(at, scope), []).append(at)

    def _delete(
        self, shape: Shape, values: _Values, scope: tuple[int, ...], at: _Values
    ) -> None:
        """Delete rows by their key; one that must be there to be changed is done first.

        So a change that cannot be done is found, and not left out with its row.
        """
        if scope not in self._within:
            found: dict[_Values, list[_Values]] = {}
            for key in self._put:
                found.setdefault(_said(key, scope), []).append(key)
            self._within[scope] = found
        gone = [key for key in self._within[scope].pop(at, ()) if key in self._put]
        if any(self._put[key][0].act == "change" for key in gone):
            self._finish()
        else:
            for key in gone:
                del self._put[key]
        self._deleted.setdefault(shape, []).append(values)

    def _finish(self) -> None:
        """Let everything planned be done before what follows."""
        self._done += self._deleted.items()
        grouped: dict[Shape, list[_Values]] = {}
        for shape, values in self._put.values():
            grouped.setdefault(shape, []).append(values)
        self._done += grouped.items()
        self._deleted, self._put, self._within = {}, {}, {}

    def finished(self) -> list[Group]:
        """What is to be carried out, in order."""
        self._finish()
        return self._done


def _said(key: _Values, scope: tuple[int, ...]) -> _Values:
    return tuple([key[place] for place in scope])


class _Merge(NamedTuple):
    """How two changes of one row become one.

    Attributes:
        shape: What they become.
        added: Which values of the two are added up.
        picks: Which values the result has, of the first, the second and those sums.
    """

    shape: Shape
    added: tuple[tuple[int, int], ...]
    picks: Callable[[_Values], _Values]

    def of(self, first: _Values, second: _Values) -> _Values:
        """The values of the one change."""
        if not self.added:
            return self.picks(first + second)
        sums = [(first[one] or 0) + second[other] for one, other in self.added]
        return self.picks((*first, *second, *sums))


@cache
def _merge(first: Shape, second: Shape) -> _Merge:
    """Work out once how changes of these shapes become one.

    What the second puts, counts. What it adds is added to what the first puts or adds.
    A row that the first needs to be there is still needed.
    """
    before = (*first.columns, *first.adds)
    after = (*second.columns, *second.adds)
    summed = [name for name in second.adds if name in before]
    anew = [name for name in after if name not in summed]
    adds = [name for name in first.adds if name not in second.columns]
    adds += [name for name in second.adds if name not in before]
    places = {name: place for place, name in enumerate(before)}
    places |= {name: len(before) + after.index(name) for name in anew}
    last = len(before) + len(after)
    places |= {name: last + place for place, name in enumerate(summed)}
    columns = [name for name in places if name not in adds]
    return _Merge(
        Shape(first.act, first.table, tuple(columns), adds=tuple(adds)),
        tuple((before.index(name), after.index(name)) for name in summed),
        _picking([places[name] for name in (*columns, *adds)]),
    )


def _picking(places: list[int]) -> Callable[[_Values], _Values]:
    if len(places) > 1:
        return itemgetter(*places)
    return lambda values: (values[places[0]],)
