"""A definition from its plain JSON: what was released, though its class has changed.

What is read says the same as what was written; only the author's order is gone, and a
calendar, which is no part of a definition, is given by whoever reads.

Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, TypeAlias

import attrs

from kvalitet_core.casetypes.definition import Definition, StageDefinition
from kvalitet_core.casetypes.hooks import Duty, Hook
from kvalitet_core.casetypes.invariants import Invariant
from kvalitet_core.casetypes.items import Decision, Item, Milestone, Task
from kvalitet_core.casetypes.migration import Renamed
from kvalitet_core.casetypes.naming import worded
from kvalitet_core.casetypes.obligations import Obligation
from kvalitet_core.casetypes.parsing import condition, day, fact, law, optional
from kvalitet_core.casetypes.roles import Role
from kvalitet_core.casetypes.rules import Rule
from kvalitet_core.deadlines import DANISH, Calendar, Term
from kvalitet_core.errors import KvalitetError, Malformed

__all__ = ["read_definition"]

_Plain: TypeAlias = Mapping[str, Any]
_WRONG: Final = (AttributeError, IndexError, KeyError, TypeError, ValueError)


def read_definition(written: _Plain, *, calendar: Calendar = DANISH) -> Definition:
    """Give the definition that `Definition.as_json` wrote.

    Args:
        written: What it wrote, as plain JSON.

        calendar: Which days are closed; another than the one named there makes another
            definition of it.

    Raises:
        Malformed: It is no definition, or says something that is not known here.
    """
    subject = f"definition {written.get('code')} {written.get('version')}"
    try:
        definition = worded(_Reader(written).definition(calendar))
    except (KvalitetError, *_WRONG) as error:
        text = f"cannot be read: {type(error).__name__}: {error}"
        raise Malformed(subject, text) from error
    again = {**definition.as_json(), "calendar": written.get("calendar")}
    if again != written:
        lost = sorted(
            name for name in {*again, *written} if again.get(name) != written.get(name)
        )
        raise Malformed(subject, f"says what is not known here in {', '.join(lost)}")
    return definition


@attrs.frozen
class _Trigger:
    """What a term is counted from that is no fact."""

    name: str


class _Reader:
    """Reads one definition, part by part."""

    def __init__(self, written: _Plain) -> None:
        self._written = written
        self._facts = {name: fact(each) for name, each in written["facts"].items()}
        first = written["languages"][0]
        self._titles: Mapping[str, str] = written["titles"][first]

    def definition(self, calendar: Calendar) -> Definition:
        written = self._written
        return Definition(
            code=written["code"],
            version=written["version"],
            title=self._titles[""],
            valid_from=date.fromisoformat(written["valid_from"]),
            valid_to=day(written["valid_to"]),
            stages=tuple(self._stage(*each) for each in written["stages"].items()),
            roles=tuple(map(_role, written["roles"].values())),
            facts=tuple(self._facts.values()),
            obliges=tuple(map(self._obligation, written["obliges"].values())),
            invariants=tuple(map(self._invariant, written["invariants"].values())),
            hooks=tuple(map(_hook, written["hooks"].values())),
            handles=written["handles"],
            ends=optional(written["ends"], self._facts),
            migrate_from={
                version: Renamed(told["paths"], dropped=told["dropped"])
                for version, told in written["migrate_from"].items()
            },
            calendar=calendar,
            languages=tuple(written["languages"]),
            titles=written["titles"],
        )

    def _stage(self, code: str, told: _Plain) -> StageDefinition:
        return StageDefinition(
            code=code,
            title=self._titles[code],
            when=optional(told["when"], self._facts),
            until=optional(told["until"], self._facts),
            items=tuple(self._item(*each) for each in told["items"].items()),
        )

    def _item(self, path: str, told: _Plain) -> Item:
        said: dict[str, Any] = {
            "title": self._titles[path],
            "when": optional(told["when"], self._facts),
            "path": path,
        }
        if told["sort"] == "milestone":
            return Milestone(**said)
        due = told["due"]
        said |= {
            "requires": [condition(each, self._facts) for each in told["requires"]],
            "due": self._term(due) if due is not None else None,
        }
        for name in _AS_WRITTEN:
            said[name] = told[name]
        if told["sort"] == "task":
            return Task(**said)
        return Decision(**said, **self._decided(told))

    def _decided(self, told: _Plain) -> dict[str, Any]:
        amount = told["amount"]
        return {
            "rules": [self._rule(each) for each in told["rules"].values()],
            "amount": self._facts[amount] if amount is not None else None,
            **{name: told[name] for name in _OF_DECISIONS},
        }

    def _rule(self, told: _Plain) -> Rule:
        return Rule(
            code=told["code"],
            version=told["version"],
            condition=condition(told["condition"], self._facts),
            hjemmel=law(told["hjemmel"]),
            quote=told["quote"],
            as_of=told["as_of"],
            valid_from=day(told["valid_from"]),
            valid_to=day(told["valid_to"]),
        )

    def _term(self, told: _Plain) -> Term:
        name, rests = told["after"], told["hjemmel"]
        after = self._facts[name] if name in self._facts else _Trigger(name)
        return Term(
            told["count"],
            told["unit"],
            after=after if name is not None else None,
            end=told["end"],
            order=told["order"],
            suspendable=told["suspendable"],
            hjemmel=law(rests) if rests is not None else None,
        )

    def _obligation(self, told: _Plain) -> Obligation:
        return Obligation(
            after=told["after"], owed=told["owed"], within=self._term(told["within"])
        )

    def _invariant(self, told: _Plain) -> Invariant:
        return Invariant(
            told["invariant"],
            condition(told["condition"], self._facts),
            law(told["hjemmel"]),
            breach=told["breach"],
        )


_AS_WRITTEN: Final = (
    "role",
    "remind",
    "four_eyes",
    "discretionary",
    "planned_by",
    "optional",
    "repeatable",
)
_OF_DECISIONS: Final = (
    "outcomes",
    "favourable",
    "granting",
    "afgoerelse",
    "returns",
    "mandate",
    "quorum",
)


def _role(told: _Plain) -> Role:
    return Role(told["role"], da=told["da"], en=told["en"])


def _hook(told: _Plain) -> Hook:
    return Hook(code=told["hook"], duties=tuple(map(_duty, told["duties"])))


def _duty(told: _Plain) -> Duty:
    return Duty(
        code=told["duty"],
        when=told["when"],
        unless_favourable=told["unless_favourable"],
        hjemmel=law(told["hjemmel"]),
        da=told["da"],
        en=told["en"],
    )
