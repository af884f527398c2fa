"""What a proof starts from: the term as stated, its trigger, calendar and extensions.

*These names and fields are stored. Do not rename; add a version.*

Pure.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final, Literal, TypeAlias, get_args

import attrs

from kvalitet_core.canonical import plain_hjemmel
from kvalitet_core.deadlines.checking import code, whole
from kvalitet_core.deadlines.units import UNITS, Unit
from kvalitet_core.errors import Malformed, Problem
from kvalitet_core.values import (
    Deadline,
    Digest,
    Hjemmel,
    Instant,
    ReasonCode,
    danish_date,
    not_blank,
)

__all__ = [
    "CalendarUsed",
    "End",
    "Extension",
    "FixedDeadline",
    "Order",
    "StartingPoint",
    "StatedTerm",
]

End: TypeAlias = Literal["roll", "stand"]
"""What happens where a term ends on a closed day: it moves on, or stands."""

Order: TypeAlias = Literal["extend_then_roll", "roll_then_extend"]
"""Whether a term is made longer before it is moved on, or after."""

_ENDS: Final = get_args(End)
_ORDERS: Final = get_args(Order)
_MOST: Final = 99_999


@attrs.frozen(kw_only=True, cache_hash=True)
class StatedTerm:
    """A term as it was stated when it was counted.

    Attributes:
        count: How many.
        unit: Of what.
        after: The name of what it is counted from; None where it has none.
        end: Whether it moves on from a closed day, or stands.
        order: Whether it is extended before it moves on, or after.
        suspendable: The causes that suspend it, in the order of the alphabet.
        hjemmel: What it rests on, where that is stated.
    """

    count: int
    unit: Unit
    after: str | None
    end: End
    order: Order
    suspendable: tuple[str, ...]
    hjemmel: Hjemmel | None

    def __attrs_post_init__(self) -> None:
        problems = _number_problems(self.count, self.unit)
        if self.end not in _ENDS:
            problems.append(_unexpected("end", self.end, _ENDS))
        if self.order not in _ORDERS:
            problems.append(_unexpected("order", self.order, _ORDERS))
        for cause in self.suspendable:
            if not ReasonCode.accepts(cause):
                text = f"expected {ReasonCode.rule}, got {cause!r}"
                problems.append(Problem(path="$.suspendable", text=text))
        if problems:
            raise Malformed(f"term {self.count!r} {self.unit!r}", *problems)

    def as_json(self) -> dict[str, Any]:
        """Give it as plain JSON."""
        return {
            "count": self.count,
            "unit": self.unit,
            "after": self.after,
            "end": self.end,
            "order": self.order,
            "suspendable": list(self.suspendable),
            "hjemmel": plain_hjemmel(self.hjemmel),
        }


@attrs.frozen(kw_only=True)
class Extension:
    """A longer time that was granted, and why.

    Attributes:
        count: How many.
        unit: Of what.
        reason: The code of why: `kompleks_sag`.
        set_by: The event that granted it; None where no event did.
    """

    count: int
    unit: Unit
    reason: str = attrs.field(validator=code)
    set_by: str | None = None

    def __attrs_post_init__(self) -> None:
        if problems := _number_problems(self.count, self.unit):
            raise Malformed(f"extension {self.reason!r}", *problems)

    def __str__(self) -> str:
        by = f" by {self.set_by}" if self.set_by else ""
        return f"{self.count} {self.unit} {self.reason}{by}"


@attrs.frozen(kw_only=True)
class StartingPoint:
    """What a term was counted from.

    Attributes:
        name: The name of the fact or item; None where the term names none.
        da: What that is called in Danish.
        en: What it is called in English.
        day: The date in Denmark.
        instant: The instant, where one is known.
        set_by: The event that it is known from; None where no event did.
    """

    name: str | None
    da: str | None
    en: str | None
    day: date
    instant: Instant | None
    set_by: str | None

    def __attrs_post_init__(self) -> None:
        if self.instant is not None and danish_date(self.instant) != self.day:
            raise Malformed(
                f"starting point {self.day}",
                f"expected the Danish date of {self.instant.isoformat()}",
            )

    @property
    def value(self) -> datetime | date:
        """The instant, or the date where no instant is known."""
        return self.day if self.instant is None else self.instant


@attrs.frozen(kw_only=True)
class CalendarUsed:
    """Which calendar a term was counted by.

    Attributes:
        name: Its name.
        version: Its version.
        digest: What names its content.
        hjemmel: The law that its choice of closed days follows, where there is one.
    """

    name: str = attrs.field(validator=not_blank)
    version: int
    digest: Digest
    hjemmel: Hjemmel | None

    def __str__(self) -> str:
        return f"{self.name} {self.version} ({self.digest[:12]})"


@attrs.frozen(kw_only=True)
class FixedDeadline:
    """A deadline that an authority has set.

    Attributes:
        deadline: The last day or the last instant.
        set_by: The event that it is known from; None where no event did.
        hjemmel: What it rests on, where that is stated.
    """

    deadline: Deadline
    set_by: str | None
    hjemmel: Hjemmel | None


def _number_problems(count: object, unit: object) -> list[Problem]:
    problems = []
    if not whole(count, 1, _MOST):
        text = f"expected a whole number from 1 to {_MOST}, got {count!r}"
        problems.append(Problem(path="$.count", text=text))
    if unit not in UNITS:
        text = f"expected {', '.join(UNITS)}, got {unit!r}"
        problems.append(Problem(path="$.unit", text=text))
    return problems


def _unexpected(name: str, value: object, known: tuple[str, ...]) -> Problem:
    text = f"expected {' or '.join(known)}, got {value!r}"
    return Problem(path=f"$.{name}", text=text)
