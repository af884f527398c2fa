"""Who has done what in a case, kept apart from the engine: for testing four eyes.

Nothing here asks the engine; it reads events and keeps its own list of deputies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Task
from kvalitet_core.domain import case as cases

__all__ = ["Acts"]

Persons = frozenset[str]


class Acts:
    """The acts of a case that count, and who stands in for whom.

    Attributes:
        deputies: A deputy, and who that is a deputy of.
    """

    def __init__(self, definition: Definition) -> None:
        self.deputies: set[tuple[str, str]] = set()
        self._pairs = {
            frozenset({path, other})
            for path, item in definition.items.items()
            if isinstance(item, Task)
            for other in item.four_eyes
        }
        self._acts: dict[str, list[Persons]] = {}
        self._votes: dict[str, list[Persons]] = {}
        self._repeats: dict[str, str] = {}

    def after(self, event: Any) -> list[str]:
        """Take in what happened; gives each way in which it breaks four eyes."""
        match event:
            case cases.TaskRepeated(item=item, repeats=repeats):
                self._repeats[item] = repeats
            case cases.TaskCompleted() | cases.TaskSkipped():
                return self._act(event.item, _persons(event.by, event.on_behalf_of))
            case cases.TaskCorrected():
                self._acts.pop(event.item, None)
                done = _persons(event.done_by, event.on_behalf_of)
                return self._act(event.item, done)
            case cases.Voted():
                return self._vote(event.item, _persons(event.by, event.on_behalf_of))
            case cases.Decided(invalidated=()):
                return self._act(event.item, _persons(event.by, event.on_behalf_of))
            case cases.Decided() | cases.Revoked() | cases.ItemReopened():
                self._forget(event.invalidated)
            case _:
                pass
        return []

    def _forget(self, items: Iterable[str]) -> None:
        for item in items:
            self._acts.pop(item, None)
            self._votes.pop(item, None)

    def _vote(self, item: str, now: Persons) -> list[str]:
        found = list(self._broken(item, now))
        found += self._linked(f"a vote on {item}", self._votes.get(item, []), now)
        self._votes.setdefault(item, []).append(now)
        return found

    def _act(self, item: str, now: Persons) -> list[str]:
        found = list(self._broken(item, now))
        self._acts[item] = [now, *self._votes.get(item, [])]
        return found

    def _broken(self, item: str, now: Persons) -> Iterator[str]:
        own = self._repeats.get(item, item)
        for other in {*self._acts, *self._votes}:
            pair = frozenset({own, self._repeats.get(other, other)})
            if len(pair) > 1 and pair in self._pairs:
                earlier = [*self._acts.get(other, []), *self._votes.get(other, [])]
                yield from self._linked(f"{item} after {other}", earlier, now)

    def _linked(
        self, what: str, earlier: Iterable[Persons], now: Persons
    ) -> Iterator[str]:
        for persons in earlier:
            for one in persons:
                for other in now:
                    pairs = {(one, other), (other, one)}
                    if one == other or not pairs.isdisjoint(self.deputies):
                        yield f"{what}: {one} and {other}"


def _persons(by: str, on_behalf_of: str | None) -> Persons:
    return frozenset({by} if on_behalf_of is None else {by, on_behalf_of})
