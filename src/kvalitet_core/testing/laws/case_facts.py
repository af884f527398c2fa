"""Facts of a case, as they might be told: values on both sides of what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any, Final

from hypothesis import strategies as st

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.facts import Comparison, Fact
from kvalitet_core.casetypes.items import Document
from kvalitet_core.casetypes.kinds import COLLECTIONS, Kind
from kvalitet_core.casetypes.operands import Choices, Constant
from kvalitet_core.casetypes.truth import Known
from kvalitet_core.values import Deadline, danish_date, instant_at

__all__ = ["known_facts", "values_of"]

_AN_AMOUNT: Final = 1_000_00
_AROUND: Final = timedelta(days=30)
_NOON: Final = time(12, 0)


def known_facts(definition: Definition) -> st.SearchStrategy[dict[str, Known]]:
    """Draw what may be known of a case besides its documents."""
    told = {
        name: values_of(fact, definition).map(Known)
        for name, fact in definition.known_facts.items()
        if not isinstance(fact, Document)
    }
    return st.fixed_dictionaries({}, optional=told)


def values_of(fact: Fact, definition: Definition) -> st.SearchStrategy[Any]:
    """Draw values of a fact, those that conditions hold it against among them."""
    asked = tuple(_asked(fact, definition))
    if fact.type is Kind.BOOLEAN:
        return st.booleans()
    if fact.type is Kind.TEXT:
        return st.sampled_from(fact.one_of or (*asked, "andet"))
    if fact.type in COLLECTIONS:
        texts = st.sampled_from(fact.one_of or (*_texts(asked), "andet"))
        if fact.type is Kind.SET:
            return st.frozensets(texts)
        return st.lists(texts, unique=True).map(tuple)
    if fact.type is Kind.NUMBER:
        near = {each + step for each in asked for step in (-1, 0, 1)}
        return st.sampled_from(sorted({*near, 1, 12, _AN_AMOUNT}))
    return _times(fact.type, asked, definition)


def _asked(fact: Fact, definition: Definition) -> Iterator[Any]:
    """The values that a fact is held against in conditions."""
    for _, condition in definition.conditions():
        for leaf in condition.leaves:
            if isinstance(leaf, Comparison) and leaf.fact.name == fact.name:
                if isinstance(leaf.other, Constant):
                    yield leaf.other.value
                elif isinstance(leaf.other, Choices):
                    yield from leaf.other.in_order


def _texts(asked: tuple[Any, ...]) -> Iterator[str]:
    for each in asked:
        yield from [each] if isinstance(each, str) else each


def _times(
    kind: Kind, asked: tuple[Any, ...], definition: Definition
) -> st.SearchStrategy[Any]:
    """Days, instants or deadlines around what is asked, and when cases are opened."""
    since = definition.valid_from
    days = {since, since + _AROUND}
    for day in map(_day, asked):
        days |= {day - timedelta(days=2), day, day + timedelta(days=2)}
    if kind is Kind.DATE:
        return st.sampled_from(sorted(days))
    if kind is Kind.DEADLINE:
        return st.sampled_from([Deadline(day.isoformat()) for day in sorted(days)])
    return st.sampled_from([instant_at(day, _NOON) for day in sorted(days)])


def _day(asked: Any) -> date:
    if isinstance(asked, Deadline):
        return danish_date(asked.instant)
    return asked if type(asked) is date else danish_date(asked)
