"""Conditions, and how they are joined: `&`, `|` and `~`.

A new kind of leaf, such as a task that is done, is a subclass of `Condition` that says
which facts it depends on, what it comes to, and how it is written and read aloud.

Pure.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar, NoReturn, TypeVar

import attrs

from kvalitet_core.canonical import canonical
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.casetypes.prospects import OPEN, Outlook, Prospects, certain
from kvalitet_core.casetypes.truth import Facts, Truth, all_met, any_met
from kvalitet_core.casetypes.words import AND, OR, joined
from kvalitet_core.errors import Malformed
from kvalitet_core.spoken import Language, checked_language

__all__ = ["AllOf", "AnyOf", "Condition", "Not", "required_condition", "united"]


class Condition(ABC):
    """Something that facts can meet, fail, or leave open.

    Two conditions are equal when they say the same: the order and the repetition of
    what `&` and `|` join do not count, though `text` keeps the author's order.
    """

    __slots__ = ()

    @property
    @abstractmethod
    def needs(self) -> Mapping[str, Kind]:
        """The facts that it depends on, by name, and the kind of each."""

    @abstractmethod
    def evaluate(self, facts: Facts) -> Truth:
        """Tell what it comes to, given what is known.

        Every fact that it depends on is looked at, whether or not the rest decides.

        Raises:
            Malformed: A fact is known with a value of another type than its own.
        """

    def prospects(self, outlook: Outlook) -> Prospects:
        """Tell what it can still come to.

        What is asked of open facts is open; of what is never known, never answered.

        Raises:
            Malformed: A fact is known with a value of another type than its own.
        """
        needs, known = self.needs, outlook.known
        if not outlook.never.isdisjoint(needs):
            return certain(self.unanswered)
        for name in needs:
            if name not in known:
                return OPEN
        return certain(self.evaluate(known))

    @property
    def unanswered(self) -> Truth:
        """What it comes to where a fact that it depends on is never known."""
        return Truth.UNKNOWN

    @abstractmethod
    def as_json(self) -> dict[str, Any]:
        """Give it as plain JSON, the same for equal conditions, and only for those."""

    @abstractmethod
    def says(self, language: Language) -> str:
        """Give the clause that says it, as part of a sentence."""

    @abstractmethod
    def denies(self, language: Language) -> str:
        """Give the clause that says the opposite, as part of a sentence."""

    @property
    def is_joined(self) -> bool:
        """Whether its clause is several, so that it stands in parentheses in others."""
        return False

    @property
    def leaves(self) -> tuple[Condition, ...]:
        """The conditions that it is joined of, in the author's order."""
        return (self,)

    def with_leaves(self, change: Callable[[Condition], Condition]) -> Condition:
        """Give the same with each leaf changed by a function."""
        return change(self)

    @property
    def facts(self) -> frozenset[str]:
        """The names of the facts that it depends on."""
        return frozenset(self.needs)

    def missing(self, facts: Facts) -> tuple[str, ...]:
        """Name, in order, the facts that could decide it, while it is open.

        Learning other facts leaves it open, and learning all of these decides it. Each
        part is judged by itself: what contradicts or repeats another part is not
        weighed against it.
        """
        if self.evaluate(facts) is not Truth.UNKNOWN:
            return ()
        return tuple(sorted(self.swayed_by(facts)))

    def swayed_by(self, facts: Facts) -> frozenset[str]:
        """Give the facts that are not known and could change what it comes to.

        A decided condition can have some: whether something is known is decided, and
        changes when it becomes known.
        """
        return self.facts - facts.keys()

    def text(self, language: str) -> str:
        """Give it as a sentence, without a full stop, in Danish or English.

        Args:
            language: `da` or `en`.

        Raises:
            Malformed: It is another language.
        """
        clause = self.says(checked_language(language))
        start = len(clause) - len(clause.lstrip("("))
        return clause[:start] + clause[start : start + 1].upper() + clause[start + 1 :]

    def __and__(self, other: Condition) -> Condition:
        return _join(AllOf, self, required_condition("after &", other))

    def __or__(self, other: Condition) -> Condition:
        return _join(AnyOf, self, required_condition("after |", other))

    def __rand__(self, other: Any) -> NoReturn:
        _refuse("before &", other)

    def __ror__(self, other: Any) -> NoReturn:
        _refuse("before |", other)

    def __invert__(self) -> Condition:
        return Not(self)

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "a condition is no bool: write & for `and`, | for `or` and ~ for `not`, "
            "two comparisons for `a < b < c`, and ask `evaluate(facts)` what it is"
        )


def united(needs: Iterable[Mapping[str, Kind]]) -> dict[str, Kind]:
    """Unite the facts that several things depend on.

    Raises:
        Malformed: One name stands for facts of two kinds.
    """
    found: dict[str, Kind] = {}
    for name, kind in (item for mapping in needs for item in mapping.items()):
        if found.setdefault(name, kind) is not kind:
            raise Malformed(
                f"fact {name!r}",
                f"expected one type, got both {found[name].noun} and {kind.noun}",
            )
    return found


def required_condition(place: str, value: object) -> Condition:
    """Take a condition, and nothing that only looks like one.

    Raises:
        Malformed: It is something else.
    """
    return value if isinstance(value, Condition) else _refuse(place, value)


def _refuse(place: str, value: object) -> NoReturn:
    raise Malformed(
        f"condition {place}",
        f"expected a condition, such as fact.equals(…) or fact.is_known(), got "
        f"{value!r}; == compares at once, and `and` and `or` choose at once",
    )


def _agree(_: Any, __: attrs.Attribute[Any], parts: tuple[Condition, ...]) -> None:
    united(part.needs for part in parts)


@attrs.frozen
class _Joined(Condition):
    """Several conditions, joined.

    Attributes:
        parts: What is joined, in the author's order, each once.
    """

    parts: tuple[Condition, ...] = attrs.field(eq=frozenset, validator=_agree)
    code: ClassVar[str]
    deciding: ClassVar[Truth]
    conjunctions: ClassVar[tuple[dict[Language, str], dict[Language, str]]]

    @cached_property
    def needs(self) -> Mapping[str, Kind]:
        """The facts that the parts depend on."""
        return united(part.needs for part in self.parts)

    def evaluate(self, facts: Facts) -> Truth:
        """Tell what the parts come to together."""
        return self.together([part.evaluate(facts) for part in self.parts])

    def prospects(self, outlook: Outlook) -> Prospects:
        """Tell what the parts can come to together."""
        each = [part.prospects(outlook) for part in self.parts]
        return Prospects(
            self.together([one.least for one in each]),
            self.together([one.most for one in each]),
        )

    @staticmethod
    @abstractmethod
    def together(found: Sequence[Truth]) -> Truth:
        """Tell what several come to together."""

    @property
    def is_joined(self) -> bool:
        """Whether its clause is several, which it is."""
        return True

    @property
    def leaves(self) -> tuple[Condition, ...]:
        """The leaves of the parts, one part after the other."""
        return tuple(leaf for part in self.parts for leaf in part.leaves)

    def with_leaves(self, change: Callable[[Condition], Condition]) -> Condition:
        """Give the same with each leaf of each part changed."""
        return type(self)(tuple(part.with_leaves(change) for part in self.parts))

    def swayed_by(self, facts: Facts) -> frozenset[str]:
        """Give the facts that sway a part, unless a part decides for good."""
        found: frozenset[str] = frozenset()
        for part in self.parts:
            swaying = part.swayed_by(facts)
            if not swaying and part.evaluate(facts) is self.deciding:
                return swaying
            found |= swaying
        return found

    def as_json(self) -> dict[str, Any]:
        """Give the parts in the order of their spelling."""
        parts = [part.as_json() for part in self.parts]
        return {self.code: sorted(parts, key=canonical)}

    def says(self, language: Language) -> str:
        """Say each part."""
        said = ((part, part.says(language)) for part in self.parts)
        return joined(map(_nested, said), self.conjunctions[0][language])

    def denies(self, language: Language) -> str:
        """Deny each part, joined the other way round: De Morgan's law."""
        denied = ((part, part.denies(language)) for part in self.parts)
        return joined(map(_nested, denied), self.conjunctions[1][language])


def _nested(part_and_clause: tuple[Condition, str]) -> str:
    part, clause = part_and_clause
    return f"({clause})" if part.is_joined else clause


@attrs.frozen
class AllOf(_Joined):
    """A condition that is met when each of its parts is; made by `&`."""

    code = "all"
    deciding = Truth.FALSE
    conjunctions = (AND, OR)

    together = staticmethod(all_met)


@attrs.frozen
class AnyOf(_Joined):
    """A condition that is met when one of its parts is; made by `|`."""

    code = "any"
    deciding = Truth.TRUE
    conjunctions = (OR, AND)

    together = staticmethod(any_met)


@attrs.frozen
class Not(Condition):
    """A condition that is met when another one fails; made by `~`.

    Attributes:
        part: The other one.
    """

    part: Condition

    @cached_property
    def needs(self) -> Mapping[str, Kind]:
        """The facts that the other one depends on."""
        return self.part.needs

    @property
    def is_joined(self) -> bool:
        """Whether its clause is several, as the other one's."""
        return self.part.is_joined

    @property
    def leaves(self) -> tuple[Condition, ...]:
        """The leaves of the other one."""
        return self.part.leaves

    def with_leaves(self, change: Callable[[Condition], Condition]) -> Condition:
        """Give the same with each leaf of the other one changed."""
        return Not(self.part.with_leaves(change))

    def evaluate(self, facts: Facts) -> Truth:
        """Tell the opposite; what is not known stays so."""
        return ~self.part.evaluate(facts)

    def prospects(self, outlook: Outlook) -> Prospects:
        """Tell the opposite of what the other one can come to."""
        found = self.part.prospects(outlook)
        return Prospects(~found.most, ~found.least)

    def swayed_by(self, facts: Facts) -> frozenset[str]:
        """Give the facts that sway the other one."""
        return self.part.swayed_by(facts)

    def as_json(self) -> dict[str, Any]:
        """Give the other one, denied."""
        return {"not": self.part.as_json()}

    def says(self, language: Language) -> str:
        """Deny the other one."""
        return self.part.denies(language)

    def denies(self, language: Language) -> str:
        """Say the other one."""
        return self.part.says(language)

    def __invert__(self) -> Condition:
        return self.part


J = TypeVar("J", bound=_Joined)


def _join(cls: type[J], left: Condition, right: Condition) -> Condition:
    """Join two, so that what is joined alike already is one row, each part once."""
    row = (
        part
        for side in (left, right)
        for part in (side.parts if isinstance(side, cls) else (side,))
    )
    parts = tuple(dict.fromkeys(row))
    return cls(parts) if len(parts) > 1 else parts[0]
