"""The clock: the only place that reads the host's time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

from kvalitet_core.errors import Malformed

__all__ = ["Clock", "GivenClock", "host_clock", "instant_of"]

Clock: TypeAlias = Callable[[], datetime]
"""Gives the time, with its offset."""


def instant_of(clock: Clock) -> datetime:
    """What a clock says, in UTC.

    Raises:
        Malformed: It lacks the offset, and so may mean any of 24 hours.
    """
    now = clock()
    if now.tzinfo is None:
        raise Malformed(f"clock's {now.isoformat()}", "expected an offset from UTC")
    return now if now.tzinfo is UTC else now.astimezone(UTC)


def host_clock() -> datetime:
    """The host's time."""
    return datetime.now(UTC)  # noqa: TID251 - this is the place


class GivenClock:
    """A clock that a program sets: for simulations, examples and tests."""

    def __init__(self, start: datetime) -> None:
        self.set(start)

    def set(self, now: datetime) -> None:
        """Let it be this instant until it is set again.

        Raises:
            Malformed: The instant has no offset.
        """
        if now.tzinfo is None:
            raise Malformed(f"instant {now.isoformat()}", "expected an offset from UTC")
        self._now = now

    def __call__(self) -> datetime:
        """The instant that was set last."""
        return self._now
