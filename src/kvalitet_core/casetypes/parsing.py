"""Conditions, facts and laws from their plain JSON.

Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, TypeAlias

from kvalitet_core.casetypes.counting import AtLeast
from kvalitet_core.casetypes.facts import Comparison, Fact, IsKnown
from kvalitet_core.casetypes.items import Document, Param
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.casetypes.logic import AllOf, AnyOf, Condition, Not
from kvalitet_core.casetypes.operands import Choices, Constant
from kvalitet_core.casetypes.references import Done, Outcome
from kvalitet_core.casetypes.relations import Relation
from kvalitet_core.values import Hjemmel

__all__ = ["condition", "day", "fact", "law", "optional"]

_Plain: TypeAlias = Mapping[str, Any]
_Facts: TypeAlias = Mapping[str, Fact]


def day(told: str | None) -> date | None:
    """Read a date, or nothing."""
    return None if told is None else date.fromisoformat(told)


def law(told: _Plain) -> Hjemmel:
    """Read a legal basis."""
    return Hjemmel(
        source=told["source"],
        paragraph=told["paragraph"],
        valid_from=day(told["valid_from"]),
        valid_to=day(told["valid_to"]),
    )


def fact(told: _Plain) -> Fact:
    """Read a fact of the case, with what it is called."""
    cls = Param if "param" in told else Document if "document" in told else Fact
    return cls(
        told["fact"],
        Kind(told["type"]),
        da=told["da"],
        en=told["en"],
        one_of=told.get("one_of", ()),
    )


def condition(told: _Plain, facts: _Facts) -> Condition:
    """Read a condition.

    Args:
        told: What it was written as.

        facts: The facts of the case, by name: which of them it is opened with stands
            there.

    Raises:
        KeyError: No condition is written so.
        ValueError: The same.
    """
    ((word, inner),) = told.items()
    return _READ[word](inner, facts)


def optional(told: _Plain | None, facts: _Facts) -> Condition | None:
    """Read a condition, or nothing; the same arguments and errors."""
    return None if told is None else condition(told, facts)


def _several(told: list[_Plain], facts: _Facts) -> tuple[Condition, ...]:
    return tuple(condition(each, facts) for each in told)


def _subject(told: _Plain, facts: _Facts) -> Fact:
    if "outcome" in told:
        return Outcome.of(told["outcome"])
    return facts[told["fact"]]


def _comparison(told: _Plain, facts: _Facts) -> Condition:
    subject, other = _subject(told["fact"], facts), told["other"]
    relation = Relation(told["relation"])
    if "value" in other:
        kind = Kind(other["type"])
        side: Constant | Choices | Fact = Constant(kind, kind.restored(other["value"]))
    elif "values" in other:
        kind = Kind(other["type"])
        side = Choices(kind, frozenset(map(kind.restored, other["values"])))
    else:
        side = _subject(other, facts)
    return Comparison(subject, relation, side)


def _at_least(told: _Plain, facts: _Facts) -> Condition:
    return AtLeast(told["count"], _several(told["of"], facts))


_READ: Final[Mapping[str, Callable[[Any, _Facts], Condition]]] = {
    "at_least": _at_least,
    "compare": _comparison,
    "done": lambda path, _: Done(path),
    "known": lambda told, facts: IsKnown(_subject(told, facts)),
    "not": lambda told, facts: Not(condition(told, facts)),
    AllOf.code: lambda told, facts: AllOf(_several(told, facts)),
    AnyOf.code: lambda told, facts: AnyOf(_several(told, facts)),
}
