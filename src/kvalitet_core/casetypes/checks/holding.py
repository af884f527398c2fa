"""Whether several conditions can hold at once, whatever happens in a case.

What is found not to hold can never hold. What is found to hold may still not: facts of
many values, held against one another, are taken each by itself.

Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from itertools import chain, product
from math import prod
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

from kvalitet_core.casetypes.facts import Comparison, Fact, IsKnown
from kvalitet_core.casetypes.items import Decision
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.casetypes.operands import Choices, Constant
from kvalitet_core.casetypes.prospects import Outlook
from kvalitet_core.casetypes.references import (
    Done,
    Outcome,
    done_fact,
    outcome_fact,
)
from kvalitet_core.casetypes.truth import Known

if TYPE_CHECKING:
    from kvalitet_core.casetypes.definition import Definition

__all__ = ["World", "can_hold", "constants"]

Option: TypeAlias = Mapping[str, Known | None]
"""One way that something can be: fact → value, or None where it is not known."""

_MOST_WAYS: Final = 4096
_ANOTHER_TEXT: Final = "\N{REPLACEMENT CHARACTER}"


@attrs.frozen
class World:
    """What is taken for granted when conditions are judged.

    Attributes:
        definition: Whose conditions they are.
        given: What is taken to be so: fact → value, or None for never known.
        clashing: The names that stand for several facts, of which nothing is told.
    """

    definition: Definition
    given: Option = attrs.field(factory=dict)
    clashing: frozenset[str] = frozenset()

    def with_given(self, given: Option) -> World:
        """Give the same world with more taken for granted."""
        return attrs.evolve(self, given={**self.given, **given})


def can_hold(conditions: Iterable[Condition | None], world: World) -> bool:
    """Tell whether conditions can all be met at once; None is always met."""
    asked = [condition for condition in conditions if condition is not None]
    if not _within_reach(asked, world.given):
        return False
    leaves = [leaf for condition in asked for leaf in condition.leaves]
    ways = [way for way in _ways(leaves, world) if way]
    if not ways or prod(map(len, ways)) > _MOST_WAYS:
        return True
    return any(
        _within_reach(asked, {**dict(chain(*(o.items() for o in way))), **world.given})
        for way in product(*ways)
    )


def _within_reach(conditions: list[Condition], given: Option) -> bool:
    known = {name: each for name, each in given.items() if each is not None}
    outlook = Outlook(known, never=given.keys() - known.keys())
    return all(each.prospects(outlook).may_be_met for each in conditions)


def _ways(leaves: list[Condition], world: World) -> Iterator[list[Option]]:
    """For each thing that is asked about more than once, all ways that it can be."""
    asked: dict[str, list[Condition]] = {}
    for leaf in leaves:
        for subject in _subjects(leaf):
            asked.setdefault(subject, []).append(leaf)
    for subject, about in asked.items():
        if len(about) > 1 and subject not in world.clashing:
            yield _options(subject, about, world.definition)


def _subjects(leaf: Condition) -> Iterator[str]:
    """The items and the facts that a leaf asks about, each by its path or name."""
    if isinstance(leaf, Done):
        yield leaf.path
    elif isinstance(leaf, IsKnown | Comparison):
        other = leaf.other if isinstance(leaf, Comparison) else None
        for fact in (leaf.fact, other):
            if isinstance(fact, Fact):
                yield fact.path if isinstance(fact, Outcome) else fact.name


def _options(
    subject: str, leaves: list[Condition], definition: Definition
) -> list[Option]:
    if any(isinstance(leaf, Done) for leaf in leaves) or subject in definition.items:
        return [*_of_item(subject, leaves, definition)]
    fact = next(_facts(subject, leaves), None)
    values = None if fact is None else _values(fact, leaves)
    if fact is None or values is None:
        return []
    return [{fact.name: None}, *({fact.name: Known(value)} for value in values)]


def _facts(subject: str, leaves: list[Condition]) -> Iterator[Fact]:
    for leaf in leaves:
        for side in (getattr(leaf, "fact", None), getattr(leaf, "other", None)):
            if isinstance(side, Fact) and side.name == subject:
                yield side


def _of_item(
    path: str, leaves: list[Condition], definition: Definition
) -> Iterator[Option]:
    """Done or not; a decision that is done has an outcome, unless it was skipped."""
    done, outcome = done_fact(path), outcome_fact(path)
    yield {done: Known(value=False), outcome: None}
    yield {done: Known(value=True), outcome: None}
    item = definition.items.get(path)
    codes = {*item.outcomes} if isinstance(item, Decision) else set()
    codes.update(*(_texts(leaf) for leaf in leaves))
    for code in sorted(codes):
        yield {done: Known(value=True), outcome: Known(code)}


def _texts(leaf: Condition) -> frozenset[str]:
    return frozenset(each for each in constants(leaf) or () if isinstance(each, str))


def constants(leaf: Condition) -> frozenset[Any] | None:
    """Give the values that a leaf holds its fact against; None where it is a fact."""
    if isinstance(leaf, IsKnown):
        return frozenset()
    other = leaf.other if isinstance(leaf, Comparison) else None
    if isinstance(other, Choices):
        return other.values
    return frozenset({other.value}) if isinstance(other, Constant) else None


def _values(fact: Fact, leaves: list[Condition]) -> list[Any] | None:
    """Values that are enough to tell all of a fact's values apart, or None."""
    if fact.type is Kind.BOOLEAN:
        return [False, True]
    if fact.type is Kind.TEXT and fact.one_of:
        return sorted(fact.one_of)
    if fact.type not in (Kind.TEXT, Kind.NUMBER, Kind.DATE):
        return None
    found: set[Any] = set()
    for leaf in leaves:
        against = constants(leaf)
        if against is None:
            return None
        found |= against
    if fact.type is Kind.TEXT:
        return [*sorted(found), _ANOTHER_TEXT]
    return sorted({near for each in found for near in _near(each)})


def _near(value: Any) -> Iterator[Any]:
    """A number or a day, with the one before it and the one after."""
    yield value
    step: Any = 1 if isinstance(value, int) else timedelta(days=1)
    with suppress(OverflowError):
        yield value - step
    with suppress(OverflowError):
        yield value + step
