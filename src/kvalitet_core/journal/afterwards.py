"""Afterwards: what a journal has done once a commit is durable, in the same thread.

The journal knows no view and no reaction; whoever opens it says what follows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from kvalitet_core.errors import Refused

__all__ = ["Afterwards", "and_then"]

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

    def follow(self) -> None:
        """Bring everything up to date that follows here; never raises an error."""

    def close(self) -> None:
        """Let go of every connection."""


def and_then(work: Callable[[], R], afterwards: Afterwards | None) -> R:
    """Do what writes to the journal, and then what follows; a refusal is written too.

    Not after any other error: then nothing was written, or a lock may still be held.
    """
    if afterwards is None:
        return work()
    try:
        done = work()
    except Refused:
        afterwards.follow()
        raise
    afterwards.follow()
    return done
