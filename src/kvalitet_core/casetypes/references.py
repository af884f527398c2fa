"""What conditions say of a case's own items: that one is done, what one decided.

An item is named by its path, such as `ansoegning.oplys`. `ref` names one that is only
declared later, for stages that mention one another.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

import attrs

from kvalitet_core.casetypes.facts import Fact
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.casetypes.logic import Condition
from kvalitet_core.casetypes.truth import Facts, Truth
from kvalitet_core.casetypes.words import shown
from kvalitet_core.spoken import Language

__all__ = [
    "Done",
    "Outcome",
    "Ref",
    "Sort",
    "done_fact",
    "outcome_fact",
    "ref",
]

Sort: TypeAlias = Literal["task", "decision", "milestone", "stage"]
"""What sort of part of a case something is."""

_DONE: Final[dict[Sort, dict[Language, tuple[str, str]]]] = {
    "task": {
        "da": ("er udført", "er ikke udført"),
        "en": ("is done", "is not done"),
    },
    "decision": {
        "da": ("er afgjort", "er ikke afgjort"),
        "en": ("is decided", "is not decided"),
    },
    "milestone": {
        "da": ("er nået", "er ikke nået"),
        "en": ("is reached", "is not reached"),
    },
    "stage": {
        "da": ("er gennemført", "er ikke gennemført"),
        "en": ("is completed", "is not completed"),
    },
}


def done_fact(path: str) -> str:
    """Name the fact that says whether an item, or a stage, is done."""
    return f"{path}.done"


def outcome_fact(path: str) -> str:
    """Name the fact that says what a decision came to."""
    return f"{path}.outcome"


@attrs.frozen
class Done(Condition):
    """Whether an item of the case is done, or a stage completed.

    Two that name one path are equal: what it is called does not count.

    Attributes:
        path: The item's path, or the stage's code.
        sort: What sort of part it is.
        da: What it is called in Danish.
        en: What it is called in English.
    """

    path: str
    sort: Sort = attrs.field(default="task", kw_only=True, eq=False)
    da: str = attrs.field(default="", kw_only=True, eq=False)
    en: str = attrs.field(default="", kw_only=True, eq=False)

    @cached_property
    def needs(self) -> Mapping[str, Kind]:
        """Whether it is done, which the case always knows."""
        return {self.fact: Kind.BOOLEAN}

    @cached_property
    def fact(self) -> str:
        """The name of the fact that says so."""
        return done_fact(self.path)

    def evaluate(self, facts: Facts) -> Truth:
        """Tell whether it is done."""
        known = facts.get(self.fact)
        return Truth.UNKNOWN if known is None else Truth.of(known.value)

    def as_json(self) -> dict[str, Any]:
        """Give the path."""
        return {"done": self.path}

    def says(self, language: Language) -> str:
        """Say that it is done."""
        return self._clause(language, 0)

    def denies(self, language: Language) -> str:
        """Say that it is not."""
        return self._clause(language, 1)

    def _clause(self, language: Language, denied: int) -> str:
        title = getattr(self, language) or self.path
        words = _DONE[self.sort][language][denied]
        return f"{shown(Kind.TEXT, title, language)} {words}"


_UNCALLED: Final[Mapping[str, Mapping[str, str]]] = {}


@attrs.frozen(order=False)
class Outcome(Fact):
    """What a decision of the case came to; not known before it is taken.

    Two that name one decision are equal: what it is called does not count.

    Attributes:
        called: Language → code → what an outcome is called.
    """

    da: str = attrs.field(kw_only=True, eq=False)
    en: str = attrs.field(kw_only=True, eq=False)
    one_of: tuple[str, ...] = attrs.field(default=(), kw_only=True, eq=False)
    called: Mapping[str, Mapping[str, str]] = attrs.field(
        factory=dict, kw_only=True, eq=False
    )

    @classmethod
    def of(
        cls,
        path: str,
        *,
        outcomes: tuple[str, ...] = (),
        called: Mapping[str, Mapping[str, str]] = _UNCALLED,
        da: str = "",
        en: str = "",
    ) -> Outcome:
        """Give the outcome of the decision with this path.

        Args:
            path: The decision's path.

            outcomes: What it can come to; () where that is not known yet.

            called: Language → code → what an outcome is called.

            da: What the decision is called in Danish.

            en: What it is called in English.
        """
        return cls(
            outcome_fact(path),
            da=f"udfaldet af {shown(Kind.TEXT, da or path, 'da')}",
            en=f"the outcome of {shown(Kind.TEXT, en or path, 'en')}",
            one_of=outcomes,
            called=called,
        )

    def shows(self, kind: Kind, value: Any, language: Language) -> str:
        """Show an outcome by what it is called, or by its code."""
        name = self.called.get(language, {}).get(value, value)
        return super().shows(kind, name, language)

    @property
    def path(self) -> str:
        """The decision's path."""
        return self.name.removesuffix(".outcome")

    def as_json(self) -> dict[str, Any]:
        """Give the decision's path."""
        return {"outcome": self.path}


@attrs.frozen
class Ref:
    """An item that is declared elsewhere, named by its path.

    Attributes:
        path: Its path: `opstart.forvent`; or a stage's code.
    """

    path: str

    @property
    def done(self) -> Condition:
        """Ask whether it is done."""
        return Done(self.path)

    @property
    def outcome(self) -> Fact:
        """What the decision came to."""
        return Outcome.of(self.path)


def ref(path: str) -> Ref:
    """Name an item that is declared later, such as `ref("opstart.forvent").done`."""
    return Ref(path)
