"""What a difference is about: a decision, a deadline, money.

It goes by the names of fields, which are the same in every kind of stream.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from typing import Any, Final

from kvalitet_core.audit.unlike import Unlike

__all__ = ["Matter", "matters"]

_NAME: Final = re.compile(r"[^.\[\]]+")


_EMPTY: Final[tuple[Any, ...]] = (None, [], {})


class Matter(enum.StrEnum):
    """What counts most in a case.

    Attributes:
        DECISION: What was decided, or found by a rule.
        DEADLINE: When something must be done, or was not done in time.
        MONEY: An amount.
    """

    DECISION = "decision"
    DEADLINE = "deadline"
    MONEY = "money"


_NAMES: Final = {
    "decision": Matter.DECISION,
    "decisions": Matter.DECISION,
    "findings": Matter.DECISION,
    "outcome": Matter.DECISION,
    "outcomes": Matter.DECISION,
    "votes": Matter.DECISION,
    "announced_deadline": Matter.DEADLINE,
    "breached": Matter.DEADLINE,
    "deadline": Matter.DEADLINE,
    "due": Matter.DEADLINE,
    "extensions": Matter.DEADLINE,
    "owed": Matter.DEADLINE,
    "passed": Matter.DEADLINE,
    "proof": Matter.DEADLINE,
    "reminded": Matter.DEADLINE,
    "suspensions": Matter.DEADLINE,
    "oere": Matter.MONEY,
}


def matters(place: Unlike) -> tuple[Matter, ...]:
    """Tell what a difference between two states is about; () where it is none of it."""
    if all(value in _EMPTY for value in (place.before, place.after)):
        return ()
    names = [
        *_NAME.findall(place.path),
        *_within(place.before),
        *_within(place.after),
    ]
    found = {_NAMES[name] for name in names if name in _NAMES}
    return tuple(sorted(found))


def _within(plain: Any) -> Iterator[str]:
    """The names of all fields in plain values, of those that hold anything."""
    if isinstance(plain, dict):
        for key, item in plain.items():
            if item not in _EMPTY:
                yield key
                yield from _within(item)
    elif isinstance(plain, list):
        for item in plain:
            yield from _within(item)
