"""Afterwards: what a journal has done once a commit is durable, in the same thread.

The journal knows no view and no reaction; whoever opens it says what follows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from kvalitet_core.errors import Refused
from kvalitet_core.recorded import Recorded

__all__ = ["Afterwards", "Sealing", "and_then"]

R = TypeVar("R")


class Afterwards(Protocol):
    """Brings up to date what follows from what was just committed."""

    @property
    def problem(self) -> Exception | None:
        """What went wrong the last time; None when all is well."""

    @property
    def runs(self) -> Any:
        """Where it is kept how far everything has come.

        Raises:
            RunsUnavailable: It cannot be used.
        """

    def follow(self, committed: Sequence[Recorded] = ()) -> None:
        """Bring everything up to date that follows here; never raises an error.

        Args:
            committed: The rows of a commit that is durable, where they are at hand.
        """

    def close(self) -> None:
        """Let go of every connection."""


class Sealing(Protocol):
    """Seals what was just committed."""

    @property
    def problem(self) -> Exception | None:
        """What went wrong the last time; None when all is well."""

    def committed(self) -> None:
        """Take what is there into the tree; never raises an error."""

    def close(self) -> None:
        """Have all that is sealed signed."""


def and_then(
    work: Callable[[], R],
    afterwards: Afterwards | None,
    newest: Callable[[], Sequence[Recorded]] = tuple,
    *,
    sealing: Sealing | None = None,
) -> R:
    """Do what writes to the journal, and then what follows; a refusal is written too.

    Not after any other error: then nothing was written, or a lock may still be held.

    Args:
        work: Writes.

        afterwards: Brings about what follows.

        newest: Gives the rows of a commit of late, where they are at hand.

        sealing: Seals first.
    """
    if afterwards is None and sealing is None:
        return work()
    try:
        done = work()
    except Refused:
        _then(sealing, afterwards, tuple)
        raise
    _then(sealing, afterwards, newest)
    return done


def _then(
    sealing: Sealing | None,
    afterwards: Afterwards | None,
    newest: Callable[[], Sequence[Recorded]],
) -> None:
    if sealing is not None:
        sealing.committed()
    if afterwards is not None:
        afterwards.follow(newest())
