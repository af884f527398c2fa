"""What was put right: corrections by name, and what was stated anew for a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from kvalitet_core.audit.acts import Act, Entry, acts
from kvalitet_core.audit.finding import Place
from kvalitet_core.audit.listing import hits
from kvalitet_core.audit.searching import Hit
from kvalitet_core.dated import Dated
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.registry import UnknownEvent
from kvalitet_core.personal import Personal, unseen

__all__ = ["corrections"]


def corrections(journal: Journal) -> Iterator[Hit]:
    """What was put right after it had been recorded otherwise.

    Counts: an event that is called a correction (`…corrected`), and an event after
    which something else holds on the first day of what an earlier event had stated:
    then the earlier one is stated anew, or taken back. A change from a later day on is
    no correction. What a plugin that is not installed has recorded counts by its name.

    The place of what is stated anew has the field as its path, and the day as value.
    """
    return hits(acts(journal), _Restating(journal).look)


class _Restating:
    """The states of streams with values that change from day to day."""

    def __init__(self, journal: Journal) -> None:
        self._folder = journal.folder
        self._registry = journal.registry
        self._states: dict[StreamId, Any] = {}
        self._left: set[StreamId] = set()

    def look(self, act: Act) -> Iterator[Place]:
        """Where events put something right."""
        for event in act.events:
            restated = [*self._restated(event)]
            if event.name.partition("/")[0].endswith("corrected"):
                yield Place.of(event, "", event.name)
            else:
                yield from (Place.of(event, path, day) for path, day in restated)

    def _restated(self, event: Entry) -> Iterator[tuple[str, str]]:
        """The fields in which something else holds now on a day that was stated."""
        if event.stream in self._left:
            return
        row = event.position, event.stream, event.version, event.name, event.state
        read = self._registry.read(row, self._folder.opener)
        if type(read) is UnknownEvent:
            self._left.add(event.stream)
            self._states.pop(event.stream, None)
            return
        before = self._states.get(event.stream)
        with unseen():
            after = self._registry.aggregate_at(event.stream).evolve(before, read)
        self._states[event.stream] = after
        if before is not None:
            yield from _changed(before, after)


def _changed(before: Any, after: Any) -> Iterator[tuple[str, str]]:
    now = dict(_dated(after))
    for path, was in _dated(before):
        holds = now.get(path)
        for span in was.spans:
            new = None if holds is None else holds.on(span.period.start)
            if new is not span.value and _differ(span.value, new):
                yield path, span.period.start.isoformat()


def _dated(state: Any) -> Iterator[tuple[str, Dated[Any]]]:
    if not attrs.has(type(state)):
        return
    for field in attrs.fields(type(state)):
        value = getattr(state, field.name)
        if isinstance(value, Dated):
            yield field.name, value
        elif isinstance(value, Mapping):
            for key, item in value.items():
                if isinstance(item, Dated):
                    yield f"{field.name}.{key}", item


def _differ(one: Any, other: Any) -> bool:
    """Whether two values differ; what is personal is not opened to see that."""
    return _holds_personal(one) or _holds_personal(other) or bool(one != other)


def _holds_personal(value: Any) -> bool:
    if isinstance(value, Personal):
        return True
    if isinstance(value, tuple | list | frozenset):
        return any(map(_holds_personal, value))
    if attrs.has(type(value)):
        names = (field.name for field in attrs.fields(type(value)))
        return any(_holds_personal(getattr(value, name)) for name in names)
    return False
