"""A condition that is met when enough of several are: a minimum of approvals.

Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import attrs

from kvalitet_core.canonical import canonical
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.casetypes.logic import Condition, required_condition, united
from kvalitet_core.casetypes.prospects import Outlook, Prospects
from kvalitet_core.casetypes.truth import Facts, Truth
from kvalitet_core.casetypes.words import listed_clauses
from kvalitet_core.errors import Malformed
from kvalitet_core.spoken import Language

__all__ = ["AtLeast", "at_least", "enough"]


_ENOUGH: Final[dict[Language, str]] = {
    "da": "mindst {n} af: {parts}",
    "en": "at least {n} of: {parts}",
}

_TOO_FEW: Final[dict[Language, str]] = {
    "da": "færre end {n} af: {parts}",
    "en": "fewer than {n} of: {parts}",
}


@attrs.frozen
class AtLeast(Condition):
    """A condition that is met when at least so many of its parts are.

    Attributes:
        count: How many.
        parts: What is counted, in the author's order, each once.
    """

    count: int
    parts: tuple[Condition, ...] = attrs.field(eq=frozenset)

    @cached_property
    def needs(self) -> Mapping[str, Kind]:
        """The facts that the parts depend on."""
        return united(part.needs for part in self.parts)

    @property
    def leaves(self) -> tuple[Condition, ...]:
        """The leaves of the parts, one part after the other."""
        return tuple(leaf for part in self.parts for leaf in part.leaves)

    def with_leaves(self, change: Callable[[Condition], Condition]) -> Condition:
        """Give the same with each leaf of each part changed."""
        return AtLeast(
            self.count, tuple(part.with_leaves(change) for part in self.parts)
        )

    def evaluate(self, facts: Facts) -> Truth:
        """Tell whether enough are met: what is open may be met, or not."""
        return enough(self.count, [part.evaluate(facts) for part in self.parts])

    def prospects(self, outlook: Outlook) -> Prospects:
        """Tell what the parts can come to together."""
        each = [part.prospects(outlook) for part in self.parts]
        return Prospects(
            enough(self.count, [one.least for one in each]),
            enough(self.count, [one.most for one in each]),
        )

    def swayed_by(self, facts: Facts) -> frozenset[str]:
        """Give the facts that sway a part, unless enough parts decide for good."""
        swaying = [part.swayed_by(facts) for part in self.parts]
        sure = [
            part.evaluate(facts)
            for part, names in zip(self.parts, swaying, strict=True)
            if not names
        ]
        open_parts = len(self.parts) - len(sure)
        met = sure.count(Truth.TRUE)
        if met >= self.count or met + open_parts < self.count:
            return frozenset()
        return frozenset().union(*swaying)

    def as_json(self) -> dict[str, Any]:
        """Give the number, and the parts in the order of their spelling."""
        parts = sorted((part.as_json() for part in self.parts), key=canonical)
        return {"at_least": {"count": self.count, "of": parts}}

    def says(self, language: Language) -> str:
        """Say how many of which are met."""
        return self._clause(language, _ENOUGH)

    def denies(self, language: Language) -> str:
        """Say that fewer are."""
        return self._clause(language, _TOO_FEW)

    def _clause(self, language: Language, words: dict[Language, str]) -> str:
        clauses = [part.says(language) for part in self.parts]
        return words[language].format(n=self.count, parts=listed_clauses(clauses))


def at_least(count: int, *parts: Condition) -> Condition:
    """Ask whether at least so many of several conditions are met.

    Args:
        count: How many, from 1 to all of them.

        parts: The conditions, each once.

    Raises:
        Malformed: There are fewer conditions than are to be met, or none is.
    """
    distinct = tuple(
        dict.fromkeys(required_condition("in at_least()", part) for part in parts)
    )
    if type(count) is not int or not 1 <= count <= len(distinct):
        raise Malformed(
            f"at_least({count!r}, …)",
            f"expected a number from 1 to the {len(distinct)} conditions that differ",
        )
    return AtLeast(count, distinct)


def enough(count: int, found: Sequence[Truth]) -> Truth:
    """Tell whether so many of what was found are true: what is open may be, or not."""
    met = found.count(Truth.TRUE)
    if met >= count:
        return Truth.TRUE
    if met + found.count(Truth.UNKNOWN) < count:
        return Truth.FALSE
    return Truth.UNKNOWN
