"""Why a condition is met, or not, or open: a tree of its parts, as data and as text.

    print(explained(modtaget <= frist, facts).text("en"))

Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

import attrs

from kvalitet_core.casetypes.counting import AtLeast
from kvalitet_core.casetypes.logic import AllOf, AnyOf, Condition, Not
from kvalitet_core.casetypes.rules import Input, looked_at
from kvalitet_core.casetypes.truth import Facts, Truth
from kvalitet_core.spoken import Language, checked_language

__all__ = ["Explained", "Joined", "explained"]

Joined: TypeAlias = Literal["all", "any", "at_least"]
"""How the parts of a condition are joined."""

_TRUTHS: Final[dict[Truth, dict[Language, str]]] = {
    Truth.TRUE: {"da": "opfyldt", "en": "met"},
    Truth.FALSE: {"da": "ikke opfyldt", "en": "not met"},
    Truth.UNKNOWN: {"da": "uafklaret", "en": "open"},
}

_HEADS: Final[dict[Joined, dict[Language, str]]] = {
    "all": {"da": "Alle disse", "en": "All of these"},
    "any": {"da": "Mindst én af disse", "en": "At least one of these"},
    "at_least": {"da": "Mindst {n} af disse", "en": "At least {n} of these"},
}

_SET_BY: Final[dict[Language, str]] = {"da": "ved {event}", "en": "by {event}"}
_MISSING: Final[dict[Language, str]] = {
    "da": "mangler: {names}",
    "en": "lacks: {names}",
}


@attrs.frozen(kw_only=True)
class Explained:
    """What a condition came to, and why.

    A denial is explained as what it says: not both is at least one not.

    Attributes:
        condition: The condition.
        truth: What it came to.
        da: What it says in Danish.
        en: What it says in English.
        inputs: The facts that it depends on and that are known, each with the event
            that set it.
        missing: The names of the facts that leave it open.
        parts: The same of each of its parts, in the author's order.
        joined: How those are joined; None where it has none.
        count: How many of them must be met at least; None where it has none.
    """

    condition: Condition
    truth: Truth
    da: str
    en: str
    inputs: tuple[Input, ...] = ()
    missing: tuple[str, ...] = ()
    parts: tuple[Explained, ...] = ()
    joined: Joined | None = None
    count: int | None = None

    def says(self, language: str) -> str:
        """Give what it says, in Danish or English."""
        return self.da if checked_language(language) == "da" else self.en

    def text(self, language: str) -> str:
        """Draw it as a tree, a part a line, each below what it is a part of.

        Args:
            language: `da` or `en`.

        Raises:
            Malformed: It is another language.
        """
        return "\n".join(self.lines(checked_language(language)))

    def lines(self, language: Language, *, depth: int = 0) -> Iterator[str]:
        """Give the lines of its tree, from a depth on."""
        indent = "  " * depth
        truth = _TRUTHS[self.truth][language]
        if self.joined is not None:
            head = _HEADS[self.joined][language].format(n=self.count)
            yield f"{indent}{head}: {truth}"
            for part in self.parts:
                yield from part.lines(language, depth=depth + 1)
            return
        yield f"{indent}{self.says(language)}: {truth}{self._known(language)}"

    def _known(self, language: Language) -> str:
        known = [_input_text(each, language) for each in self.inputs]
        if self.missing:
            names = ", ".join(self.missing)
            known.append(_MISSING[language].format(names=names))
        return f" ({'; '.join(known)})" if known else ""


def _input_text(given: Input, language: Language) -> str:
    event = given.set_by
    by = f" {_SET_BY[language].format(event=event)}" if event is not None else ""
    return f"{given.fact} = {given.value}{by}"


def explained(condition: Condition, facts: Facts) -> Explained:
    """Explain what a condition comes to, given what is known.

    Raises:
        Malformed: A fact is known with a value of another type than its own.
    """
    told = _pushed(condition, denied=False)
    parts: tuple[Explained, ...] = ()
    joined: Joined | None = None
    count: int | None = None
    if isinstance(told, AllOf | AnyOf | AtLeast):
        parts = tuple(explained(part, facts) for part in told.parts)
        joined, count = _joining(told)
    return Explained(
        condition=condition,
        truth=condition.evaluate(facts),
        da=condition.text("da"),
        en=condition.text("en"),
        inputs=looked_at(condition, facts),
        missing=_missing(told, facts),
        parts=parts,
        joined=joined,
        count=count,
    )


def _missing(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """What is missing, where a condition is open or asks for what is not known."""
    if condition.evaluate(facts) is Truth.TRUE:
        return ()
    return tuple(sorted(condition.swayed_by(facts)))


def _joining(told: AllOf | AnyOf | AtLeast) -> tuple[Joined, int]:
    if isinstance(told, AtLeast):
        return "at_least", told.count
    return ("all", len(told.parts)) if isinstance(told, AllOf) else ("any", 1)


def _pushed(condition: Condition, *, denied: bool) -> Condition:
    """The same with each denial at a leaf: De Morgan's laws."""
    if isinstance(condition, Not):
        return _pushed(condition.part, denied=not denied)
    if not denied:
        return condition
    if not isinstance(condition, AllOf | AnyOf | AtLeast):
        return Not(condition)
    parts = tuple(_pushed(part, denied=True) for part in condition.parts)
    if isinstance(condition, AtLeast):
        return AtLeast(len(parts) - condition.count + 1, parts)
    return AnyOf(parts) if isinstance(condition, AllOf) else AllOf(parts)
