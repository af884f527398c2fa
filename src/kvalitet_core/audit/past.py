"""The past as a decision read it: each stream as of the version that it noted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.drafting import TICK
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.remembering import Remembering

__all__ = ["Past"]

_KEPT: Final = 40_000

D = TypeVar("D")


class Past(Remembering):
    """Gives states as of the versions that a command's record says it read.

    Whoever goes through the journal in order lets it follow, so that most states are at
    hand; any other is folded from the journal.

    Attributes:
        missing: The plugins that the decision asked for and that are not installed.
    """

    def __init__(self, folder: Folder) -> None:
        super().__init__(folder.reader, folder.registry, folder.sealer, most=_KEPT)
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
        if version is None:
            return super().state(aggregate, stream, known=known or self._before)
        if not version:
            return None, 0
        return super().state(aggregate, stream, upto=version, known=known)
