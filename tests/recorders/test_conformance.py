"""The cases that `eventsourcing` ships for its recorders, on each of our stores.

The cases write versions and bytes that no commit would. Originator ids are text here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.persistence import AggregateRecorder, ProcessRecorder, StoredEvent
from eventsourcing.tests import persistence as shipped

from kvalitet_core.journal.memory import MemoryStore
from kvalitet_core.journal.recorders import recorder_for
from kvalitet_core.journal.recorders.memory import MemoryRecorder


class OnStore:
    """Takes the recorder's store from the fixture that the class names."""

    empty: str

    @pytest.fixture(autouse=True)
    def _a_store(self, request: pytest.FixtureRequest) -> None:
        self.make: Callable[[], Any] = request.getfixturevalue(self.empty)

    def create_recorder(self) -> Any:
        """A recorder of a journal without a row."""
        return recorder_for(self.make())

    def new_originator_id(self) -> str:
        """An id as streams have them."""
        return f"lesson/{uuid4()}"


class FromOne(MemoryRecorder):
    """Lets a stream begin at 0, as some cases do: memory takes the next version only.

    Elsewhere it is the commit that sees to it that versions are from 1, without gaps.
    """

    def __init__(self, store: MemoryStore) -> None:
        super().__init__(store)
        self._from_zero: set[Any] = set()

    def insert_events(self, stored_events: Sequence[StoredEvent], **kept: Any) -> Any:
        """Insert one higher where a stream begins at 0."""
        self._from_zero |= {
            event.originator_id
            for event in stored_events
            if event.originator_version == 0
        }
        return super().insert_events(self._moved(stored_events, by=1), **kept)

    def select_events(self, originator_id: Any, **limits: Any) -> Sequence[StoredEvent]:
        """Select, and count from 0 again."""
        return self._moved(super().select_events(originator_id, **limits), by=-1)

    def _moved(self, events: Sequence[StoredEvent], *, by: int) -> list[StoredEvent]:
        return [
            replace(event, originator_version=event.originator_version + by)
            if event.originator_id in self._from_zero
            else event
            for event in events
        ]


class OnMemory(OnStore):
    """Memory."""

    empty = "empty_memory"

    def create_recorder(self) -> Any:
        """A recorder that lets streams begin at 0."""
        return FromOne(self.make())


class OnSqlite(OnStore):
    """An SQLite file."""

    empty = "empty_sqlite"


class OnPostgres(OnStore):
    """A schema of a real PostgreSQL."""

    empty = "empty_postgres"


class WithoutPositions(AggregateRecorder):
    """Our recorder as one that gives no positions, as the aggregates' case wants it."""

    def __init__(self, recorder: ProcessRecorder) -> None:
        self._recorder = recorder

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> None:
        """Insert, and say nothing."""
        self._recorder.insert_events(stored_events)

    def select_events(self, originator_id: Any, **limits: Any) -> Sequence[StoredEvent]:
        """Select as ever."""
        return self._recorder.select_events(originator_id, **limits)


class GivesNoPositions:
    """Makes the recorder one of single streams."""

    def create_recorder(self) -> Any:
        """A recorder that gives no positions."""
        return WithoutPositions(super().create_recorder())  # type: ignore[misc]


class ApplicationCase(shipped.ApplicationRecorderTestCase):
    """What a recorder of the whole log promises, subscriptions included."""

    __test__ = False
    test_concurrent_no_conflicts = pytest.mark.slow(
        shipped.ApplicationRecorderTestCase.test_concurrent_no_conflicts
    )

    def test_insert_subscribe(self) -> None:
        """A subscription gives what is there, then what comes, until it is stopped."""
        self.optional_test_insert_subscribe()


class TestAggregateOnMemory(
    GivesNoPositions, OnMemory, shipped.AggregateRecorderTestCase
):
    """Single streams in memory."""


class TestAggregateOnSqlite(
    GivesNoPositions, OnSqlite, shipped.AggregateRecorderTestCase
):
    """Single streams in SQLite."""


class TestAggregateOnPostgres(
    GivesNoPositions, OnPostgres, shipped.AggregateRecorderTestCase
):
    """Single streams in PostgreSQL."""


class TestApplicationOnMemory(OnMemory, ApplicationCase):
    """The log in memory."""

    __test__ = True


class TestApplicationOnSqlite(OnSqlite, ApplicationCase):
    """The log in SQLite."""

    __test__ = True


class TestApplicationOnPostgres(OnPostgres, ApplicationCase):
    """The log in PostgreSQL."""

    __test__ = True


class TestTrackingOnMemory(OnMemory, shipped.TrackingRecorderTestCase):
    """Positions of runners in memory."""


class TestTrackingOnSqlite(OnSqlite, shipped.TrackingRecorderTestCase):
    """Positions of runners in SQLite."""


class TestTrackingOnPostgres(OnPostgres, shipped.TrackingRecorderTestCase):
    """Positions of runners in PostgreSQL."""


class TestProcessOnMemory(OnMemory, shipped.ProcessRecorderTestCase):
    """Events with a position, together, in memory."""


class TestProcessOnSqlite(OnSqlite, shipped.ProcessRecorderTestCase):
    """Events with a position, together, in SQLite."""


class TestProcessOnPostgres(OnPostgres, shipped.ProcessRecorderTestCase):
    """Events with a position, together, in PostgreSQL."""


class TestOrderOnMemory(OnMemory, shipped.NonInterleavingNotificationIDsBaseCase):
    """Two writers at once, in memory."""


class TestOrderOnSqlite(OnSqlite, shipped.NonInterleavingNotificationIDsBaseCase):
    """Two writers at once, in SQLite."""


class TestOrderOnPostgres(OnPostgres, shipped.NonInterleavingNotificationIDsBaseCase):
    """Two writers at once, in PostgreSQL."""
