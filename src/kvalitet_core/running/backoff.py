"""Patience: how long to wait before an event that failed is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import attrs

from kvalitet_core.errors import Malformed

__all__ = ["Backoff"]

_DELAYS: Final = (1.0, 5.0, 30.0, 120.0, 600.0)


def _not_negative(_: object, __: object, delays: tuple[float, ...]) -> None:
    if not all(0 <= delay < float("inf") for delay in delays):
        raise Malformed(f"delays {delays!r}", "expected seconds, none below 0")


@attrs.frozen
class Backoff:
    """The seconds to wait after the first failure, the second, and so on.

    When there are no more, the event stays parked until someone asks for it again.
    """

    delays: tuple[float, ...] = attrs.field(
        default=_DELAYS, converter=tuple, validator=_not_negative
    )

    def again_at(self, now: datetime, *, attempts: int) -> datetime | None:
        """When to try again after so many failures; None is not without being asked."""
        if attempts > len(self.delays):
            return None
        return now + timedelta(seconds=self.delays[attempts - 1])
