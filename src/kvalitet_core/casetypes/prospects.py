"""What a condition can still come to, when more becomes known and more is done.

    prospects(afgoer.outcome.equals("afslag"), Outlook(known={}))    # FALSE to TRUE

What is open is taken to go either way, each part by itself; so what is found to be out
of reach is so, and what is found to be within reach may not be.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import reduce
from operator import and_, or_

import attrs

from kvalitet_core.casetypes.counting import AtLeast, enough
from kvalitet_core.casetypes.facts import IsKnown
from kvalitet_core.casetypes.logic import AllOf, AnyOf, Condition, Not
from kvalitet_core.casetypes.truth import Known, Truth

__all__ = ["Outlook", "Prospects", "prospects"]


@attrs.frozen
class Outlook:
    """What is known for good.

    Attributes:
        known: The facts that stay as they are, by name.
        never: The names of facts that never come to be known, such as the outcome of a
            decision that cannot be taken any more.
    """

    known: Mapping[str, Known] = attrs.field(factory=dict)
    never: AbstractSet[str] = attrs.field(default=frozenset(), kw_only=True)


@attrs.frozen
class Prospects:
    """The least and the most that a condition can come to.

    Attributes:
        least: FALSE, if it can fail.
        most: TRUE, if it can be met.
    """

    least: Truth
    most: Truth

    @property
    def may_be_met(self) -> bool:
        """Whether it is met, or can be."""
        return self.most is Truth.TRUE


_OPEN = Prospects(Truth.FALSE, Truth.TRUE)
_NEVER_TOLD = Prospects(Truth.UNKNOWN, Truth.UNKNOWN)


def prospects(condition: Condition, outlook: Outlook) -> Prospects:
    """Tell what a condition can still come to.

    Raises:
        Malformed: A fact is known with a value of another type than its own.
    """
    if isinstance(condition, Not):
        found = prospects(condition.part, outlook)
        return Prospects(~found.most, ~found.least)
    if not isinstance(condition, AllOf | AnyOf | AtLeast):
        return _of_leaf(condition, outlook)
    each = [prospects(part, outlook) for part in condition.parts]
    return Prospects(
        _together(condition, [one.least for one in each]),
        _together(condition, [one.most for one in each]),
    )


def _together(joined: AllOf | AnyOf | AtLeast, found: list[Truth]) -> Truth:
    if isinstance(joined, AtLeast):
        return enough(joined.count, found)
    return reduce(and_ if isinstance(joined, AllOf) else or_, found)


def _of_leaf(leaf: Condition, outlook: Outlook) -> Prospects:
    """What is asked of open facts is open; of what is never known, never answered."""
    needs = leaf.needs
    if not outlook.never.isdisjoint(needs):
        return (
            Prospects(Truth.FALSE, Truth.FALSE)
            if isinstance(leaf, IsKnown)
            else _NEVER_TOLD
        )
    if any(name not in outlook.known for name in needs):
        return _OPEN
    found = leaf.evaluate(outlook.known)
    return Prospects(found, found)
