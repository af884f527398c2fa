"""Facts, and what can be asked of one: whether it is known, and how it compares.

Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, NoReturn, TypeAlias

import attrs

from kvalitet_core.casetypes.fact_checks import (
    few_texts,
    kind_or_type,
    labelled,
    named,
    of_a_kind,
    row,
)
from kvalitet_core.casetypes.kinds import Kind, Value, alternatives
from kvalitet_core.casetypes.logic import Condition, united
from kvalitet_core.casetypes.operands import Choices, Constant
from kvalitet_core.casetypes.relations import Relation
from kvalitet_core.casetypes.truth import Facts, Known, Truth
from kvalitet_core.casetypes.words import (
    AND,
    OR,
    choice_words,
    fact_words,
    known_words,
    listed,
    relation_words,
    shown,
)
from kvalitet_core.errors import Malformed
from kvalitet_core.spoken import Language

__all__ = ["Comparison", "Fact", "IsKnown"]


@attrs.frozen(order=False)
class Fact:
    """Something that can be known of a case, of which conditions are made.

    Attributes:
        name: Its permanent name: `modtaget`, `runde.ansoegningsfrist`.
        type: What sort of value it has; given as a Python type.
        da: What it is called in a Danish sentence: `lovgrundlaget`.
        en: What it is called in an English sentence: `the legal ground`.
        one_of: The only texts that it can be, or have among its own; () for any.
    """

    name: str = attrs.field(validator=named)
    type: Kind = attrs.field(
        default=Kind.TEXT, converter=kind_or_type, validator=of_a_kind
    )
    da: str = attrs.field(kw_only=True, validator=labelled)
    en: str = attrs.field(kw_only=True, validator=labelled)
    one_of: tuple[str, ...] = attrs.field(
        default=(), kw_only=True, converter=row, eq=frozenset, validator=few_texts
    )

    def is_known(self) -> Condition:
        """Ask whether it is known, which is always answered."""
        return IsKnown(self)

    def equals(self, other: Fact | Value) -> Condition:
        """Ask whether it is this value, or what another fact is."""
        return Comparison.of(self, Relation.EQUALS, other)

    def is_in(self, others: Fact | Iterable[Value]) -> Condition:
        """Ask whether it is one of these values, or of a fact's."""
        return Comparison.of(self, Relation.IS_IN, others)

    def includes(self, text: Fact | str) -> Condition:
        """Ask whether its texts have this one among them."""
        return Comparison.of(self, Relation.INCLUDES, text)

    def subset_of(self, texts: Fact | Iterable[str]) -> Condition:
        """Ask whether each of its texts is one of these; so it is when it has none."""
        return Comparison.of(self, Relation.SUBSET_OF, texts)

    def intersects(self, texts: Fact | Iterable[str]) -> Condition:
        """Ask whether at least one of its texts is one of these."""
        return Comparison.of(self, Relation.INTERSECTS, texts)

    def __le__(self, other: Any) -> Condition:
        return Comparison.of(self, Relation.AT_MOST, other)

    def __lt__(self, other: Any) -> Condition:
        return Comparison.of(self, Relation.BELOW, other)

    def __ge__(self, other: Any) -> Condition:
        return Comparison.of(self, Relation.AT_LEAST, other)

    def __gt__(self, other: Any) -> Condition:
        return Comparison.of(self, Relation.ABOVE, other)

    def __bool__(self) -> NoReturn:
        raise TypeError(
            f"fact {self.name!r} is no bool: make a condition of it, such as "
            "fact.is_known() or fact.equals(True), and join conditions by & and |"
        )

    @cached_property
    def needs(self) -> Mapping[str, Kind]:
        """The fact that it is, by name, and its kind."""
        return {self.name: self.type}

    def value_in(self, facts: Facts) -> Any | None:
        """Give its value as it is compared, or None while it is not known.

        Raises:
            Malformed: It is known with a value of another type.
        """
        known: object = facts.get(self.name)
        if known is None:
            return None
        if isinstance(known, Known) and self._accepted(known.value):
            return self.type.taken(known.value)
        got = repr(known.value if isinstance(known, Known) else known)
        expected = self.noun if isinstance(known, Known) else "a Known"
        raise Malformed(f"fact {self.name!r}", f"expected {expected}, got {got}")

    @cached_property
    def _accepted(self) -> Callable[[object], bool]:
        """What tells whether it can have a value."""
        return self.accepts if self.one_of else self.type.check

    def accepts(self, value: object) -> bool:
        """Tell whether it can have this value."""
        if not self.type.accepts(value):
            return False
        return not self.one_of or self.type.texts(value) <= {*self.one_of}

    @property
    def noun(self) -> str:
        """What values it can have, for people."""
        if not self.one_of:
            return self.type.noun
        known = alternatives(tuple(map(repr, sorted(self.one_of))))
        return f"{self.type.noun}, {known}"

    def as_json(self) -> dict[str, Any]:
        """Give it as plain JSON, its labels too: they are what people read."""
        said: dict[str, Any] = {
            "fact": self.name,
            "type": self.type.value,
            "da": self.da,
            "en": self.en,
        }
        return said | ({"one_of": sorted(self.one_of)} if self.one_of else {})

    def label(self, language: Language) -> str:
        """Give what it is called in a sentence."""
        return self.da if language == "da" else self.en

    def shows(self, kind: Kind, value: Any, language: Language) -> str:
        """Show a value that it is held against."""
        return shown(kind, value, language)


@attrs.frozen
class IsKnown(Condition):
    """Whether a fact is known: never open itself.

    Attributes:
        fact: The fact.
    """

    fact: Fact

    @property
    def needs(self) -> Mapping[str, Kind]:
        """The fact."""
        return self.fact.needs

    def evaluate(self, facts: Facts) -> Truth:
        """Tell whether the fact is known."""
        return Truth.of(self.fact.value_in(facts) is not None)

    @property
    def unanswered(self) -> Truth:
        """What is never known is known not to be."""
        return Truth.FALSE

    def as_json(self) -> dict[str, Any]:
        """Give the fact that is to be known."""
        return {"known": self.fact.as_json()}

    def says(self, language: Language) -> str:
        """Say that it is known."""
        return self._clause(language, 0)

    def denies(self, language: Language) -> str:
        """Say that it is not."""
        return self._clause(language, 1)

    def _clause(self, language: Language, denied: int) -> str:
        words = known_words(self.fact.type, language)[denied]
        return f"{self.fact.label(language)} {words}"


Operand: TypeAlias = Fact | Constant | Choices


@attrs.frozen
class Comparison(Condition):
    """How a fact compares with another fact, a value, or several values.

    Attributes:
        fact: The fact.
        relation: What is asked.
        other: What the fact is held against.
    """

    fact: Fact
    relation: Relation
    other: Operand

    @classmethod
    def of(cls, fact: Fact, relation: Relation, other: object) -> Condition:
        """Compare, where the two can be compared.

        Raises:
            Malformed: They cannot.
        """
        where = f"fact {fact.name!r} {relation}"
        if fact.type not in relation.subjects:
            able = alternatives(tuple(kind.noun for kind in relation.subjects))
            raise Malformed(
                where,
                f"expected a fact that is {able}, got one that is {fact.type.noun}",
            )
        made = cls(fact, relation, _operand(where, fact.type, relation, other))
        united([fact.needs, made.other.needs])
        _require_possible(where, fact, made.other)
        return made

    @cached_property
    def needs(self) -> Mapping[str, Kind]:
        """The fact, and the other one where it is held against one."""
        return {**self.fact.needs, **self.other.needs}

    def evaluate(self, facts: Facts) -> Truth:
        """Tell how they compare, where all that is compared is known."""
        left, right = self.fact.value_in(facts), self.other.value_in(facts)
        if left is None or right is None:
            return Truth.UNKNOWN
        return Truth.of(self.relation.holds(left, right))

    def as_json(self) -> dict[str, Any]:
        """Give both sides and what is asked."""
        sides = {"fact": self.fact.as_json(), "other": self.other.as_json()}
        return {"compare": {**sides, "relation": self.relation.value}}

    def says(self, language: Language) -> str:
        """Say that they compare so."""
        return self._clause(language, 0)

    def denies(self, language: Language) -> str:
        """Say that they do not."""
        return self._clause(language, 1)

    def _clause(self, language: Language, denied: int) -> str:
        label, kind = self.fact.label(language), self.fact.type
        words = relation_words(self.relation, kind, language)
        match self.other:
            case Constant(kind=Kind.BOOLEAN, value=value):
                return f"{label}: {shown(kind, value is not bool(denied), language)}"
            case Constant(kind=other, value=value):
                side = self.fact.shows(other, value, language)
            case Choices(in_order=values):
                conjunction = AND
                if self.relation is Relation.IS_IN:
                    words, conjunction = choice_words(len(values), language), OR
                kind = self.other.kind
                texts = (self.fact.shows(kind, value, language) for value in values)
                side = listed(texts, conjunction[language])
            case another:
                side = another.label(language)
                words = fact_words(self.relation, kind, language)
        return f"{label} {words[denied]} {side}"


def _require_possible(where: str, fact: Fact, other: Operand) -> None:
    """Refuse to hold a fact against what it can never be."""
    if not fact.one_of or isinstance(other, Fact):
        return
    texts = (
        other.values if isinstance(other, Choices) else other.kind.texts(other.value)
    )
    strange = sorted(texts - {*fact.one_of})
    if strange:
        able = alternatives(tuple(map(repr, sorted(fact.one_of))))
        raise Malformed(where, f"expected {able}, got {', '.join(map(repr, strange))}")


def _operand(where: str, kind: Kind, relation: Relation, other: object) -> Operand:
    """What a fact of this kind is held against, checked."""
    if isinstance(other, Fact):
        return _other_fact(where, relation.partners(kind), other)
    element = relation.element(kind)
    if element is None:
        return Constant.of(where, relation.partners(kind), other)
    return Choices.of(where, element, other)


def _other_fact(where: str, partners: tuple[Kind, ...], other: Fact) -> Fact:
    if other.type in partners:
        return other
    able = alternatives(tuple(kind.noun for kind in partners)) if partners else "values"
    raise Malformed(
        where, f"expected {able}, got fact {other.name!r}, which is {other.type.noun}"
    )
