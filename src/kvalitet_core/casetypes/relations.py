"""How a fact can be compared, with what, and when that holds.

Pure.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from kvalitet_core.casetypes.kinds import COLLECTIONS, Kind
from kvalitet_core.values import Deadline

__all__ = ["Relation"]


class Relation(StrEnum):
    """What a comparison asks of a fact and what it is held against.

    Attributes:
        EQUALS: The two are the same.
        IS_IN: The fact is one of several.
        INCLUDES: The fact, which is several texts, has this one among them.
        SUBSET_OF: Each of the fact's texts is one of these.
        INTERSECTS: At least one of the fact's texts is one of these.
        AT_MOST: The fact is no more and no later.
        BELOW: The fact is less or earlier.
        AT_LEAST: The fact is no less and no earlier.
        ABOVE: The fact is more or later.
    """

    EQUALS = "equals"
    IS_IN = "is_in"
    INCLUDES = "includes"
    SUBSET_OF = "subset_of"
    INTERSECTS = "intersects"
    AT_MOST = "<="
    BELOW = "<"
    AT_LEAST = ">="
    ABOVE = ">"

    @property
    def takes_several(self) -> bool:
        """Whether the other side is several values."""
        return self in (Relation.IS_IN, Relation.SUBSET_OF, Relation.INTERSECTS)

    @property
    def subjects(self) -> tuple[Kind, ...]:
        """The kinds of fact that can be asked about so."""
        return tuple(k for k in Kind if self.partners(k) or self.element(k))

    def partners(self, subject: Kind) -> tuple[Kind, ...]:
        """The kinds that a fact of this kind is held against; none where it is not.

        Where the other side is several values, they are the kinds that a fact with
        such values has.
        """
        if self is Relation.EQUALS:
            return (subject,)
        if self in (Relation.SUBSET_OF, Relation.INTERSECTS):
            return _SEVERAL if subject in COLLECTIONS else ()
        if self is Relation.INCLUDES:
            return (Kind.TEXT,) if subject in COLLECTIONS else ()
        if self is Relation.IS_IN:
            return _SEVERAL if subject is Kind.TEXT else ()
        return self._ordered(subject)

    def element(self, subject: Kind) -> Kind | None:
        """The kind of each value, where a fact is held against several values."""
        if self is Relation.IS_IN:
            scalar = subject not in COLLECTIONS and subject is not Kind.BOOLEAN
            return subject if scalar else None
        several = self.takes_several and subject in COLLECTIONS
        return Kind.TEXT if several else None

    def holds(self, left: Any, right: Any) -> bool:
        """Tell whether it holds between two values, both as they are compared."""
        match self:
            case Relation.EQUALS:
                return bool(left == right)
            case Relation.IS_IN:
                return left in right
            case Relation.INCLUDES:
                return right in left
            case Relation.SUBSET_OF:
                return set(left) <= set(right)
            case Relation.INTERSECTS:
                return not set(left).isdisjoint(right)
            case _:
                return self._holds_in_order(left, right)

    def _ordered(self, subject: Kind) -> tuple[Kind, ...]:
        """What has an order; a deadline is met or missed, and nothing in between."""
        if subject in (Kind.NUMBER, Kind.DATE):
            return (subject,)
        if subject is Kind.INSTANT:
            met_or_missed = self in (Relation.AT_MOST, Relation.ABOVE)
            return (Kind.INSTANT, Kind.DEADLINE) if met_or_missed else (Kind.INSTANT,)
        if subject is Kind.DEADLINE:
            met_or_missed = self in (Relation.AT_LEAST, Relation.BELOW)
            return (Kind.DEADLINE, Kind.INSTANT) if met_or_missed else (Kind.DEADLINE,)
        return ()

    def _holds_in_order(self, left: Any, right: Any) -> bool:
        no_later = (
            _no_later(left, right) if self in _FORWARDS else _no_later(right, left)
        )
        return no_later is (self in (Relation.AT_MOST, Relation.AT_LEAST))


_SEVERAL = (Kind.SET, Kind.LIST)
_FORWARDS = (Relation.AT_MOST, Relation.ABOVE)


def _no_later(left: Any, right: Any) -> bool:
    """Whether the one is no more than the other; of a deadline, whether it is met."""
    if isinstance(left, Deadline):
        # A date is met until the instant when it ends, an instant at that instant too.
        ends = (left.instant, not left.is_date)
        return bool(ends <= (right.instant, not right.is_date))
    if isinstance(right, Deadline):
        return right.met_by(left)
    return bool(left <= right)
