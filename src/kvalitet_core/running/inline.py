"""Inline: what follows from a commit is brought about at once, in the same thread.

What goes wrong here hides no receipt: the commit is durable. It is parked, kept as the
run's error, and told as the journal's `unfollowed`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import attrs

from kvalitet_core.recorded import Recorded

if TYPE_CHECKING:
    from kvalitet_core.running.runner import Runner
    from kvalitet_core.running.store import Runs

__all__ = ["Follower", "Inline"]


@attrs.frozen(kw_only=True)
class Follower:
    """A runner and its database, for one process.

    Attributes:
        runner: Brings up to date what follows.
        runs: Where it is kept.
    """

    runner: Runner
    runs: Runs


class _Here:
    """What one process has: a lock, who holds it, and its runner once it is needed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.owner: int | None = None
        self.follower: Follower | None = None

    def again(self) -> None:
        """Have the call that is under way go on to what it has just caused itself."""
        assert self.follower is not None  # noqa: S101 - it is what is under way
        self.follower.runner.once()


class Inline:
    """Follows a journal, commit by commit.

    Safe to use from several threads, and from processes forked after it was made: each
    process has a runner of its own, made when something is first committed in it.
    """

    def __init__(self, connect: Callable[[], Follower]) -> None:
        """Make it; nothing is opened before it is needed.

        Args:
            connect: Opens the views database and makes the runner.
        """
        self._connect = connect
        self._processes: dict[int, _Here] = {}
        self._problem: Exception | None = None

    @property
    def problem(self) -> Exception | None:
        """What went wrong the last time; None when all is well."""
        return self._problem

    def follow(self, committed: Sequence[Recorded] = ()) -> None:
        """Bring everything up to date as far as the journal goes; raises no error.

        What a reaction asks for in the course of it is followed by the call under way.

        Args:
            committed: The rows of a commit that is durable, where they are at hand.
        """
        here = self._here()
        if here.owner == threading.get_ident():
            here.again()
            return
        with here.lock:
            here.owner = threading.get_ident()
            try:
                self._follow(here, committed)
                self._problem = None
            except Exception as error:  # noqa: BLE001 - nothing hides a receipt
                self._problem = error
            finally:
                here.owner = None

    def _here(self) -> _Here:
        return self._processes.setdefault(os.getpid(), _Here())

    def _follow(self, here: _Here, committed: Sequence[Recorded]) -> None:
        if here.follower is None:
            here.follower = self._connect()
        here.follower.runner.follow(committed)

    @property
    def runs(self) -> Runs:
        """Where it is kept how far everything has come, for this process.

        Raises:
            RunsUnavailable: It cannot be used.
        """
        here = self._here()
        if here.owner == threading.get_ident() and here.follower is not None:
            return here.follower.runs
        with here.lock:
            if here.follower is None:
                here.follower = self._connect()
            return here.follower.runs

    def close(self) -> None:
        """Let go of this process's connections; a parent's are not touched."""
        here = self._processes.pop(os.getpid(), None)
        if here is not None and here.follower is not None:
            here.follower.runs.close()
