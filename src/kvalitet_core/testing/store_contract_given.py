"""What the contract of a store begins with: a place, a journal there, rows to keep."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kvalitet_core.ids import StreamId
from kvalitet_core.journal.store import NewRow, Row, SealedSection, Store

__all__ = [
    "OPENING",
    "STATE",
    "Broken",
    "StoreGiven",
    "append",
    "at_once",
    "new_row",
    "referring_to_person",
    "streams_of",
    "versions_of",
]

STATE: Final = b'{"d":{},"m":{},"s":{}}'
OPENING: Final = NewRow(StreamId("journal/first"), 1, "journal.opened/1", STATE)


class StoreGiven:
    """How a test has a store: of a place of its own, closed when it ends."""

    _opened: list[Store]

    def open_store(self, place: Path) -> Store:
        """Give a store over the journal at this place, which need not be there yet."""
        raise NotImplementedError

    def setup_method(self) -> None:
        """Begin with no store open."""
        self._opened = []

    def teardown_method(self) -> None:
        """Close every store that a test opened."""
        for store in self._opened:
            store.close()

    def _store(self, place: Path) -> Store:
        store = self.open_store(place)
        self._opened.append(store)
        return store

    def _created(self, place: Path) -> Store:
        store = self._store(place)
        store.create(OPENING)
        return store


class Broken(Exception):
    """What goes wrong inside a transaction."""


def new_row(
    stream: str,
    version: int,
    state: bytes = STATE,
    *,
    name: str = "a.happened/1",
    sections: tuple[SealedSection, ...] = (),
) -> NewRow:
    """A row to be appended."""
    return NewRow(StreamId(stream), version, name, state, sections)


def referring_to_person(number: int) -> bytes:
    """A state that refers to one sealed section, as a copy must find it."""
    reference = b'[{"key":"%b","ordinal":0,"sha256":"%b","subject":"anna"}]' % (
        b"0" * 64,
        b"%064d" % number,
    )
    return b'{"d":{},"m":{},"p":%b,"s":{}}' % reference


def append(store: Store, rows: Sequence[NewRow]) -> Sequence[int]:
    """Append rows in a transaction of their own; gives their positions."""
    with store.writing() as (writer, _, _):
        return writer.insert(rows)


def streams_of(rows: Sequence[Row]) -> list[str]:
    """The streams of some rows, in their order."""
    return [row[1] for row in rows]


def versions_of(rows: Sequence[Row]) -> list[int]:
    """The versions of some rows, in their order."""
    return [row[2] for row in rows]


@contextmanager
def _noted(failures: list[BaseException]) -> Iterator[None]:
    try:
        yield
    except BaseException as error:  # noqa: BLE001 - carried out of the thread
        failures.append(error)


def at_once(actions: Sequence[object]) -> list[BaseException]:
    """Run actions in threads that start together; gives what went wrong."""
    failures: list[BaseException] = []
    ready = threading.Barrier(len(actions))

    def run(action: object) -> None:
        with _noted(failures):
            ready.wait()
            assert callable(action)
            action()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures
