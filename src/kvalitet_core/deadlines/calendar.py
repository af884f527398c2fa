"""A calendar: which days are closed, and why. A value, so another one can be brought.

Pure.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final

import attrs

from kvalitet_core.canonical import digest_of, plain_hjemmel
from kvalitet_core.deadlines.checking import code, whole
from kvalitet_core.deadlines.closings import Closing
from kvalitet_core.errors import Malformed
from kvalitet_core.values import Digest, Hjemmel

__all__ = ["Calendar"]

_LONGEST: Final = 366
_MOST: Final = 1_000_000


def _numbered(_: Any, attribute: attrs.Attribute[Any], number: object) -> None:
    if not whole(number, 1, _MOST):
        raise Malformed(
            f"calendar {attribute.name} {number!r}", "expected a whole number from 1"
        )


def _closings(calendar: Calendar, _: Any, closings: object) -> None:
    if not isinstance(closings, tuple) or not all(
        isinstance(each, Closing) for each in closings
    ):
        raise Malformed(
            f"calendar {calendar.name!r}",
            f"expected its closings to be a tuple of Closing, got {closings!r}",
        )


@attrs.frozen(kw_only=True, cache_hash=True)
class Calendar:
    """Which days are closed, and why; every other day is a working day.

    A change of its closings takes a new version: what was counted by the old one
    names it, by its version and its digest.

    Attributes:
        name: Its permanent name: `danish`.
        version: Its version, from 1.
        closings: Why days are closed; of several reasons for a day the first one
            here is told.
        hjemmel: The law that its choice of closed days follows, where there is one.
    """

    name: str = attrs.field(validator=code)
    version: int = attrs.field(validator=_numbered)
    closings: tuple[Closing, ...] = attrs.field(validator=_closings)
    hjemmel: Hjemmel | None = None

    def closed(self, day: date) -> str | None:
        """Give the code that says why the day is closed, or None where it is open."""
        for closing in self.closings:
            if closing.closes(day):
                return closing.code
        return None

    def is_open(self, day: date) -> bool:
        """Tell whether the day is a working day."""
        return self.closed(day) is None

    def next_open(self, day: date) -> date:
        """Give the day itself where it is a working day, or else the next one that is.

        Raises:
            Malformed: There is none within a year.
        """
        for ahead in range(_LONGEST):
            later = day + timedelta(days=ahead)
            if self.is_open(later):
                return later
        raise Malformed(
            f"calendar {self.name!r} version {self.version}",
            f"expected a working day within a year of {day}, found none",
        )

    def named(self, why: str) -> Closing | None:
        """Give the closing with this code, the first one where there are several."""
        return next((each for each in self.closings if each.code == why), None)

    @cached_property
    def digest(self) -> Digest:
        """What names its content, and nothing else."""
        return digest_of(self.as_json())

    def as_json(self) -> dict[str, Any]:
        """Give it as plain JSON, its closings in their order."""
        return {
            "calendar": self.name,
            "version": self.version,
            "closings": [closing.as_json() for closing in self.closings],
            "hjemmel": plain_hjemmel(self.hjemmel),
        }
