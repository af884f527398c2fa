"""What the words of a sentence mean in a case type: items, facts, days, rules.

Each is looked up when a file is read, so that a misspelt one is told with its line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any, Final

import attrs

from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.items import Decision, Document, Param
from kvalitet_core.casetypes.kinds import COLLECTIONS, Kind
from kvalitet_core.deadlines.units import Unit
from kvalitet_core.errors import KvalitetError, Malformed, Unknown
from kvalitet_core.testing import cases
from kvalitet_core.testing.cases import Setup, Step
from kvalitet_core.testing.cases_setting import ROUND
from kvalitet_core.testing.cases_values import kept, path_in
from kvalitet_core.values import instant_at

__all__ = ["Words"]

_UNITS: Final[Mapping[str, Unit]] = {
    "dag": "days",
    "dage": "days",
    "day": "days",
    "days": "days",
    "arbejdsdag": "working_days",
    "arbejdsdage": "working_days",
    "working days": "working_days",
    "uge": "weeks",
    "uger": "weeks",
    "week": "weeks",
    "weeks": "weeks",
    "måned": "months",
    "måneder": "months",
    "month": "months",
    "months": "months",
    "år": "years",
    "year": "years",
    "years": "years",
}
_TRUTHS: Final = {"ja": True, "nej": False, "yes": True, "no": False}
_CLOCK: Final = re.compile(r"(\S+) (?:kl\.|at) (\d{1,2})[:.](\d{2})")
_APPLICANT: Final = ("ansoegertype", "driftsform", "lovgrundlag", "lovgrundlag_alle")


@attrs.frozen
class Words:
    """The words in the slots of a sentence, in a case type.

    Attributes:
        slots: Slot → what stands there.
        definition: What the case type is compiled to.
    """

    slots: Mapping[str, str | None]
    definition: Definition

    def __getitem__(self, slot: str) -> str:
        """What stands in a slot that must be filled."""
        return str(self.slots[slot])

    def text(self, slot: str) -> str | None:
        """What stands in a slot, if anything does."""
        return self.slots.get(slot)

    def several(self, slot: str) -> tuple[str, ...]:
        """The words in a slot that may have several, with commas."""
        found = self.slots.get(slot)
        return tuple(found.split(", ")) if found else ()

    @property
    def item(self) -> str:
        """The path of the item that is named.

        Raises:
            Unknown: No item or stage has this path or this title.
            Malformed: Several have this title.
        """
        named = self["item"].strip('"')
        path, mark, time_ = named.partition("#")
        try:
            return f"{path_in(self.definition, path)}{mark}{time_}"
        except Unknown:
            titles = {
                title: path
                for names in self.definition.titles.values()
                for path, title in names.items()
            }
            able = [*self.definition.stage_of, *titles]
            nearest = get_close_matches(named, able, n=3, cutoff=0.5)
            raise Unknown("item or title", named, nearest=nearest) from None

    @property
    def outcome(self) -> str:
        """The outcome that is named.

        Raises:
            Malformed: The decision does not come to that.
        """
        item, named = self.definition.items.get(self.item), self["outcome"]
        if not isinstance(item, Decision):
            raise Malformed(f"item {self.item}", "expected a decision, got none")
        if named not in item.outcomes:
            expected = ", ".join(item.outcomes)
            raise Malformed(f"outcome {named!r}", f"expected {expected}")
        return named

    @property
    def rule(self) -> str:
        """The code of the rule that is named."""
        return self._rule(self["rule"])

    @property
    def rules(self) -> tuple[str, ...]:
        """The codes of the rules that are named."""
        return tuple(map(self._rule, self.several("rules")))

    def _rule(self, named: str) -> str:
        known = {
            rule.code
            for item in self.definition.items.values()
            if isinstance(item, Decision)
            for rule in item.rules
        }
        for code in sorted(known):
            if named in (code, code.rpartition(".")[2]):
                return code
        raise Unknown("rule", named, nearest=sorted(known))

    @property
    def texts(self) -> tuple[str, ...]:
        """The text in quotes, if there is one."""
        found = self.text("text")
        return (found.strip('"'),) if found else ()

    @property
    def unit(self) -> Unit:
        """The unit that a time is counted in.

        Raises:
            Unknown: It is none.
        """
        if self["unit"] not in _UNITS:
            raise Unknown("unit", self["unit"], nearest=[*_UNITS])
        return _UNITS[self["unit"]]

    @property
    def instant(self) -> str | datetime:
        """The day, or the instant where a clock is told; by Danish clocks."""
        return _instant(self["day"])

    @property
    def deadline(self) -> str:
        """The day or the instant of a deadline."""
        found = _instant(self["day"])
        return found if isinstance(found, str) else found.isoformat()

    @property
    def document(self) -> str:
        """The document that is named.

        Raises:
            Unknown: The case type has no such document.
        """
        known = self.definition.known_facts
        documents = [name for name, fact in known.items() if isinstance(fact, Document)]
        if self["name"] not in documents:
            raise Unknown("document", self["name"], nearest=documents)
        return self["name"]

    @property
    def value(self) -> Any:
        """The value that is told of the fact that is named."""
        return self._value(self["name"])

    def _value(self, name: str) -> Any:
        """Read a value as the kind of a fact has it.

        Raises:
            Unknown: The case type has no such fact.
            Malformed: It cannot have this value.
        """
        fact = self.definition.known_facts.get(name)
        if fact is None:
            able = [*self.definition.known_facts]
            nearest = get_close_matches(name, able, n=3, cutoff=0.5)
            raise Unknown("fact", name, nearest=nearest)
        read = _read(fact.type, self["value"])
        stored = kept(self.definition, name, read)
        try:
            fits = fact.accepts(fact.type.restored(stored))
        except (TypeError, ValueError, KvalitetError):
            fits = False
        if not fits:
            raise Malformed(
                f"fact {name!r}", f"expected {fact.noun}, got {self['value']}"
            )
        return read

    @property
    def told(self) -> Setup | Step:
        """What is told of the time before the case, or of the case itself."""
        name, definition = self["name"], self.definition
        fact = definition.known_facts.get(name)
        last = name.removeprefix("runde.")
        params = {
            each.name.rpartition(".")[2]: each.name
            for each in definition.known_facts.values()
            if isinstance(each, Param)
        }
        if isinstance(fact, Param) or last in params:
            return _of_round(name, self._value(params.get(last, name)))
        if definition.handles and last in ROUND:
            return _of_round(last, _plain(self["value"]))
        if definition.handles and name.startswith("svar."):
            said = {name.removeprefix("svar."): self._value(name)}
            return cases.answers(**said)
        if definition.handles and name in _APPLICANT:
            return cases.applicant(**{name: _plain(self["value"])})
        return cases.fact({name: self._value(name)})

    @property
    def case_type(self) -> Setup:
        """The case type that is named, which changes nothing.

        Raises:
            Malformed: It is another one.
        """
        if self["name"] != self.definition.code:
            raise Malformed(
                f"case type {self['name']!r}", f"expected {self.definition.code}"
            )
        return Setup(lambda setting: setting)


def _of_round(name: str, value: Any) -> Setup:
    return Setup(
        lambda setting: attrs.evolve(setting, round={**setting.round, name: value})
    )


def _instant(text: str) -> str | datetime:
    clock = _CLOCK.fullmatch(text)
    try:
        if clock is None:
            return date.fromisoformat(text).isoformat()
        at = time(int(clock[2]), int(clock[3]))
        return instant_at(date.fromisoformat(clock[1]), at)
    except ValueError as error:
        raise Malformed(f"day {text!r}", str(error)) from error


def _read(kind: Kind, text: str) -> Any:
    """A value as a scenario spells it."""
    plain = text.strip('"')
    if kind is Kind.BOOLEAN:
        return _TRUTHS.get(plain, plain)
    if kind is Kind.NUMBER:
        return int(plain) if plain.lstrip("-").isdecimal() else plain
    if kind in COLLECTIONS:
        return tuple(each.strip(' "') for each in text.split(","))
    if kind in (Kind.DATE, Kind.INSTANT, Kind.DEADLINE):
        found = _instant(plain)
        if kind is Kind.DATE or isinstance(found, datetime):
            return found.isoformat() if isinstance(found, datetime) else found
        return found if kind is Kind.DEADLINE else _morning(found)
    return plain


def _morning(day: str) -> str:
    return instant_at(date.fromisoformat(day), time(10, 0)).isoformat()


def _plain(text: str) -> Any:
    """A value of which no fact tells the kind."""
    if text.isdecimal():
        return int(text)
    if "," in text or text.startswith('"'):
        return tuple(each.strip(' "') for each in text.split(","))
    return text
