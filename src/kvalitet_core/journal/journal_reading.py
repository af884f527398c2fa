"""The journal, the part that reads: states, histories, commits.

Writes nothing, and folds by the folder of the process that asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, cast

from kvalitet_core.errors import Malformed, Unknown
from kvalitet_core.ids import StreamId, is_stream, of_kind
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.reading import Commit, Records
from kvalitet_core.journal.registry import Registry
from kvalitet_core.journal.wiring import Wired
from kvalitet_core.recorded import Recorded

if TYPE_CHECKING:
    from kvalitet_core.privacy.sealing import Sealer

__all__ = ["JournalReading"]

S = TypeVar("S")


class JournalReading(Wired):
    """What is on record, as a journal gives it."""

    @property
    def _records(self) -> Records:
        return Records(self._rooms.engine.folder())

    @property
    def id(self) -> str:
        """The journal's own random id."""
        return self._rooms.opened.journal

    @property
    def place(self) -> str:
        """Where it is kept, fit to print."""
        return self._place

    @property
    def simulated(self) -> bool:
        """Whether its time was given by a program, and so proves nothing."""
        return self._rooms.opened.clock == "simulated"

    @property
    def registry(self) -> Registry:
        """The stored names that this journal knows, and their classes."""
        return self._rooms.engine.registry

    @property
    def sealer(self) -> Sealer:
        """What seals and opens what is about people, for what is derived from it."""
        return self._rooms.engine.sealer

    @property
    def folder(self) -> Folder:
        """What reads and folds its streams, for whoever asks about the past."""
        return self._rooms.engine.folder()

    def get(
        self,
        state: type[S],
        stream: StreamId | str,
        *,
        version: int | None = None,
        known: datetime | None = None,
    ) -> S | None:
        """The state of a stream: the newest, or as of a version or an instant.

        Returns:
            The state, or None when there was nothing yet.

        Raises:
            Unknown: The version is beyond the newest, or below 0.
            Malformed: The stream is of another kind, or both a version and an instant
                are given.
            PluginMissing: The stream holds events of a plugin that is not installed.
        """
        if version is not None and known is not None:
            raise Malformed("question", "ask as of a version or an instant, not both")
        rooms = self._rooms
        aggregate = rooms.engine.registry.aggregate_of_state(state)
        of_kind(aggregate.kind).require("stream", stream)
        found, reached = rooms.engine.folder().state(
            aggregate, StreamId(stream), upto=version, known=known
        )
        if version is not None and not 0 <= version <= reached:
            newest = rooms.store.versions([stream])[stream]
            raise Unknown(
                "version", f"{stream} {version}", hint=f"the newest is {newest}"
            )
        return cast("S | None", found)

    def states(self, state: type[S]) -> Iterator[tuple[StreamId, S]]:
        """The newest state of every stream of a kind, one at a time, by their ids.

        Raises:
            PluginMissing: A stream holds events of a plugin that is not installed.
        """
        aggregate = self._rooms.engine.registry.aggregate_of(state)
        return self._rooms.engine.folder().states(aggregate)

    def history(
        self, stream: StreamId | str, *, known: datetime | None = None
    ) -> Iterator[Recorded]:
        """The events of a stream in order, with when, by whom and on which command."""
        if not is_stream(stream):
            raise Malformed(f"stream {stream!r}", "expected kind/key")
        return self._records.stream(StreamId(stream), known=known)

    def events(
        self, *, after: int = 0, upto: int | None = None, names: Sequence[str] = ()
    ) -> Iterator[Recorded]:
        """The events of the whole journal in order, after a position; the only tail."""
        return self._records.log(after=after, upto=upto, names=names)

    def commits(self, *, after: int = 0, upto: int | None = None) -> Iterator[Commit]:
        """The commands of the whole journal in order, with what came of each."""
        return self._records.commits(after=after, upto=upto)

    def commit(self, command_id: str) -> Commit | None:
        """What was asked under a command id, and what came of it."""
        return self._records.commit(command_id)

    def head(self) -> int:
        """The position of the newest row."""
        newest = self._rooms.store.newest()
        return newest[0] if newest else 0

    def streams(self, kind: str | None = None) -> Iterator[tuple[StreamId, int]]:
        """Stream ids in order with their newest versions; without `command/` ones."""
        return self._records.streams(kind)
