"""What can be run over the journal: a view, a reaction, or whatever follows events."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from kvalitet_core.recorded import Recorded

if TYPE_CHECKING:
    from kvalitet_core.running.transaction import Transaction

__all__ = ["Job", "LostRace", "Poison", "Prepared", "Unfit"]


class Job(Protocol):
    """Something that follows from events, in their order."""

    @property
    def name(self) -> str:
        """Its kind and name: `view core.applications`, `reaction plugin.welcome`."""

    @property
    def digest(self) -> str:
        """The digest of its declaration: a changed one is told by the status."""

    @property
    def names(self) -> frozenset[str] | None:
        """The stored event names that it is interested in; None is all of them."""

    def apply(self, batch: Sequence[Recorded], transaction: Transaction) -> None:
        """Bring about the effect of these events, in order, in this transaction.

        Whatever it wrote is rolled back when it raises, and what came before the
        poison is given again.

        Raises:
            Poison: One of the events cannot be done.
        """


@runtime_checkable
class Prepared(Protocol):
    """A job that has something to make ready before it is given events."""

    def prepare(self, stop: threading.Event) -> str | None:
        """Make it ready, outside any transaction; cheap when it is.

        Returns:
            Who else is at it, so that it is left alone now; None when it is ready.
        """


class Poison(Exception):
    """An event that a job cannot do, however often the same is tried.

    Attributes:
        recorded: The event.
        error: Why, as it was raised.
    """

    def __init__(self, recorded: Recorded, error: Exception) -> None:
        self.recorded = recorded
        self.error = error
        super().__init__(f"event {recorded.event_id} at position {recorded.position}")


class Unfit(Exception):
    """What a job wrote does not fit its table; which event it was for is not known."""


class LostRace(Exception):
    """Someone else has moved the run on, so that nothing here may be kept."""
