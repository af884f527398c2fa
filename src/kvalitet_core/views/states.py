"""States: what a stream had come to after an event, for views that ask for it."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Final

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.journal.journal import Journal
from kvalitet_core.personal import unseen
from kvalitet_core.recorded import Recorded

__all__ = ["States"]

_KEPT: Final = 4096
"""How many streams' states are kept at hand."""


class States:
    """Folds on from the states at hand, and asks the journal where there is none.

    What it gives is right whatever was asked before: a state at hand is used only for
    the very next version, or its own.
    """

    def __init__(
        self, journal: Journal, aggregate: Aggregate, *, kept: int = _KEPT
    ) -> None:
        self._journal = journal
        self._aggregate = aggregate
        self._limit = kept
        self._kept: OrderedDict[str, tuple[int, Any]] = OrderedDict()

    def passed(self, recorded: Recorded) -> None:
        """Fold an event on whose state nobody asks for."""
        version, _ = self._kept.get(recorded.stream, (0, None))
        if version == recorded.version - 1:
            self.after(recorded)

    def after(self, recorded: Recorded) -> Any:
        """The state of its stream after an event.

        Raises:
            PluginMissing: The stream holds events of a plugin that is not installed.
        """
        stream = recorded.stream
        version, state = self._kept.get(stream, (0, None))
        if version == recorded.version - 1:
            with unseen():
                state = self._aggregate.evolve(state, recorded.event)
        elif version != recorded.version:
            state = self._journal.get(
                self._aggregate.state, stream, version=recorded.version
            )
        self._kept[stream] = recorded.version, state
        self._kept.move_to_end(stream)
        if len(self._kept) > self._limit:
            self._kept.popitem(last=False)
        return state
