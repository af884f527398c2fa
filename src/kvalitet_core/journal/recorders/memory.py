"""The recorder of a journal in memory."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, Final
from weakref import WeakKeyDictionary

from eventsourcing.persistence import (
    IntegrityError,
    Notification,
    ProcessRecorder,
    StoredEvent,
    Tracking,
)

from kvalitet_core.ids import StreamId
from kvalitet_core.journal.memory import MemoryStore
from kvalitet_core.journal.recorders.following import Following
from kvalitet_core.journal.recorders.terms import in_their_terms
from kvalitet_core.journal.store import NewRow, Reader

__all__ = ["MemoryRecorder"]

_POSITIONS: Final[WeakKeyDictionary[MemoryStore, dict[str, int]]] = WeakKeyDictionary()
"""Where each runner is; it belongs to the store, as the tables do elsewhere."""


class MemoryRecorder(ProcessRecorder):
    """Puts events in under the store's lock; the store takes them out if that fails.

    The store itself trusts its writers: uniqueness is checked here.
    """

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._positions = _POSITIONS.setdefault(store, {})

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Append events, and move the runner's position in the same transaction."""
        tracking: Tracking | None = kwargs.get("tracking")
        with in_their_terms(), self._store.writing() as (writer, _, _):
            _refuse_known(stored_events, writer)
            positions = writer.insert(
                [
                    NewRow(
                        StreamId(str(event.originator_id)),
                        event.originator_version,
                        event.topic,
                        event.state,
                    )
                    for event in stored_events
                ]
            )
            if tracking:
                self._move(tracking)
            return positions

    def select_events(
        self,
        originator_id: Any,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of one stream."""
        rows = self._store.stream(originator_id, limit=sys.maxsize)
        found = [
            StoredEvent(*row[1:])
            for row in (reversed(rows) if desc else rows)
            if (gt is None or row[2] > gt) and (lte is None or row[2] <= lte)
        ]
        return found[:limit]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Events of all streams, in order of position."""
        after = max((start or 0) - inclusive_of_start, 0)
        rows = self._store.log(after=after, upto=stop, names=topics, limit=limit)
        return [Notification(*row[1:], id=row[0]) for row in rows]

    def max_notification_id(self) -> int | None:
        """The position of the last event."""
        newest = self._store.newest()
        return newest[0] if newest else None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Following:
        """Follow the journal from a position on."""
        return Following(recorder=self, gt=gt, topics=topics)

    def insert_tracking(self, tracking: Tracking) -> None:
        """Move a runner's position."""
        with in_their_terms(), self._store.writing():
            self._move(tracking)

    def max_tracking_id(self, application_name: str) -> int | None:
        """A runner's position."""
        return self._positions.get(application_name)

    def _move(self, tracking: Tracking) -> None:
        name, position = tracking.application_name, tracking.notification_id
        if self._positions.get(name, -1) >= position:
            problem = f"{name} is at {self._positions[name]} already, got {position}"
            raise IntegrityError(problem)
        self._positions[name] = position


def _refuse_known(events: Sequence[StoredEvent], reader: Reader) -> None:
    known = {
        (stream, row[2])
        for stream in {str(event.originator_id) for event in events}
        for row in reader.stream(stream, limit=sys.maxsize)
    }
    for event in events:
        place = (str(event.originator_id), event.originator_version)
        if place in known:
            problem = f"{place[0]} version {place[1]} is there already"
            raise IntegrityError(problem)
        known.add(place)
