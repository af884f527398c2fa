"""The past as a decision read it: each stream as of the version that it noted."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.errors import PluginMissing
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.drafting import TICK
from kvalitet_core.journal.folding import Folder, stream_rows
from kvalitet_core.journal.registry import UnknownEvent
from kvalitet_core.personal import unseen
from kvalitet_core.recorded import Recorded

__all__ = ["Past"]

_KEPT: Final = 20_000

D = TypeVar("D")


class _Reached(NamedTuple):
    """How far a stream is folded."""

    state: Any
    version: int


class Past(Folder):
    """Gives states as of the versions that a command's record says it read.

    Whoever goes through the journal in order tells it of every event, so that most
    states are at hand; any other is folded from the journal. Those not asked for
    lately are let go, so memory stays as it is however long the journal.

    Attributes:
        missing: The plugins that the decision asked for and that are not installed.
    """

    def __init__(self, folder: Folder) -> None:
        super().__init__(folder.reader, folder.registry, folder.sealer)
        self._reached: OrderedDict[StreamId, _Reached] = OrderedDict()
        self._reads: Mapping[StreamId, int] = {}
        self._before: datetime | None = None
        self._installed = {plugin.name for plugin in folder.registry.plugins}
        self.missing: set[str] = set()

    def look_as(self, reads: Mapping[StreamId, int], *, recorded_at: datetime) -> None:
        """See every stream from now on as one decision did.

        Args:
            reads: The streams that it read, each with its version then.

            recorded_at: When the decision was recorded: a stream that it did not read
                is seen as it stood before that.
        """
        self._reads = reads
        self._before = recorded_at - TICK
        self.missing.clear()

    def definitions(self, kind: type[D], *, of: str) -> tuple[D, ...]:
        """What an installed plugin defines of a kind; one that is not is noted."""
        if of not in self._installed:
            self.missing.add(of)
        return super().definitions(kind, of=of)

    def state(
        self,
        aggregate: Aggregate,
        stream: StreamId,
        *,
        upto: int | None = None,
        known: datetime | None = None,
    ) -> tuple[Any, int]:
        """The state of a stream and its version, as of the decision that is looked at.

        Raises:
            PluginMissing: It holds events of a plugin that is not installed.
        """
        version = self._reads.get(stream) if upto is None else upto
        if known is not None or version is None:
            return super().state(aggregate, stream, known=known or self._before)
        if not version:
            return None, 0
        reached = self._reached.get(stream, _Reached(None, 0))
        if reached.version > version:
            return super().state(aggregate, stream, upto=version)
        if reached.version < version:
            reached = self._folded_from(aggregate, stream, reached, version)
        self._keep(stream, reached)
        return reached

    def follow(self, events: Iterable[Recorded]) -> None:
        """Take in what comes next in the journal."""
        for recorded in events:
            reached = self._reached.get(recorded.stream)
            if reached is None:
                if recorded.version != 1:
                    continue
                reached = _Reached(None, 0)
            if reached.version != recorded.version - 1:
                continue
            if type(recorded.event) is UnknownEvent:
                self._reached.pop(recorded.stream, None)
                continue
            evolve = self.registry.aggregate_at(recorded.stream).evolve
            with unseen():
                state = evolve(reached.state, recorded.event)
            self._keep(recorded.stream, _Reached(state, recorded.version))

    def _folded_from(
        self, aggregate: Aggregate, stream: StreamId, reached: _Reached, version: int
    ) -> _Reached:
        """Fold on from what is at hand."""
        state = reached.state
        with unseen():
            for row in stream_rows(
                self.reader, stream, after=reached.version, upto=version
            ):
                event = self.registry.read(row, self.opener)
                if type(event) is UnknownEvent:
                    raise PluginMissing(stream, row[2], row[3])
                state = aggregate.evolve(state, event)
                reached = _Reached(state, row[2])
        return reached

    def _keep(self, stream: StreamId, reached: _Reached) -> None:
        self._reached[stream] = reached
        self._reached.move_to_end(stream)
        if len(self._reached) > _KEPT:
            self._reached.popitem(last=False)
