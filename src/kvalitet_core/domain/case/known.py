"""What is known of a case: its own facts, and those of the application it decides.

Each fact says which event it has its value from. Looking an event up costs a read, so
a fact first says at which place it stands, and `Sources` looks up only the places of
those that something came to depend on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final, TypeVar

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.kinds import Kind
from kvalitet_core.casetypes.references import done_fact, outcome_fact
from kvalitet_core.casetypes.rules import Finding, Input
from kvalitet_core.casetypes.status import DONE, Breach, Change
from kvalitet_core.casetypes.truth import Facts, Known
from kvalitet_core.domain.application import Application
from kvalitet_core.domain.application.facts import facts_on
from kvalitet_core.domain.case.state import Case
from kvalitet_core.ids import EventId, StreamId
from kvalitet_core.values import danish_date

__all__ = [
    "RECEIVED",
    "Sources",
    "case_facts",
    "done_facts",
    "facts_elsewhere",
    "is_elsewhere",
    "own_facts",
    "place",
]

RECEIVED: Final = "modtaget"
"""The fact that every case knows: when what it is about was received."""

_PLACE: Final = "@"
_PLACES: Final = 512
"""How many places have their names at hand; few cases have more events."""
_ELSEWHERE: Final = (
    RECEIVED,
    "ansoegertype",
    "driftsform",
    "lovgrundlag",
    "lovgrundlag_alle",
)


def case_facts(
    case: Case, definition: Definition, day: date, context: Context
) -> Facts:
    """Give what is known of a case on a day, the application's own facts included."""
    own = own_facts(case, definition, day)
    return {**own, **facts_elsewhere(case.handles, day, context)}


def is_elsewhere(fact: str) -> bool:
    """Tell whether a fact is the application's, for a case that decides one."""
    return fact in _ELSEWHERE or fact.startswith(("svar.", "runde."))


def own_facts(case: Case, definition: Definition, day: date) -> dict[str, Known]:
    """Give what the case's own record tells on a day."""
    found = _received(case, definition)
    for name, told in case.facts.items():
        now, fact = told.on(day), definition.known_facts.get(name)
        if now is not None and now.value is not None and fact is not None:
            value = fact.type.restored(now.value)
            found[name] = Known(value, place(now.version))
    return found


def _received(case: Case, definition: Definition) -> dict[str, Known]:
    """When it was received, where the case type asks and nothing else tells."""
    fact = definition.known_facts.get(RECEIVED)
    if case.handles is not None or fact is None:
        return {}
    if fact.type is Kind.INSTANT:
        return {RECEIVED: Known(case.received, place(1))}
    if fact.type is Kind.DATE:
        return {RECEIVED: Known(danish_date(case.received), place(1))}
    return {}


def facts_elsewhere(handles: StreamId | None, day: date, context: Context) -> Facts:
    """Give what the application that a case decides tells, its round and all."""
    if handles is None:
        return {}
    application = context.get(Application, handles)
    if application is None or application.submission is None:
        return {}
    return facts_on(handles, application, application.submission, day, context)


def done_facts(case: Case) -> Facts:
    """Give what is known of the items that are done, and of what was decided."""
    found: dict[str, Known] = {}
    for path, work in case.works.items():
        if work.status in DONE:
            found[done_fact(path)] = _done_at(work.version)
    for path, (outcome, _) in case.outcomes.items():
        version = case.work(path).version
        found[outcome_fact(path)] = Known(outcome, place(version))
    return found


@lru_cache(maxsize=_PLACES)
def place(version: int) -> EventId:
    """Name the event at a place in the case's stream, whatever its id is."""
    return EventId(f"{_PLACE}{version}")


@lru_cache(maxsize=_PLACES)
def _done_at(version: int) -> Known:
    """Say that an item is done, by the event at a place."""
    return Known(value=True, set_by=place(version))


T = TypeVar("T", Change, Breach, Finding)


@attrs.frozen
class Sources:
    """Which events set what: looked up when it is asked, each once.

    Attributes:
        stream: The case's stream.
        context: Where ids are looked up.
    """

    stream: StreamId
    context: Context
    _ids: dict[str, EventId] = attrs.field(factory=dict, init=False)

    def event(self, named: str | None) -> EventId | None:
        """Give the id of an event that stands for itself, or for its place."""
        if named is None:
            return None
        if not named.startswith(_PLACE):
            return EventId(named)
        if named not in self._ids:
            version = int(named.removeprefix(_PLACE))
            self._ids[named] = self.context.event_id(self.stream, version)
        return self._ids[named]

    def named(self, found: Iterable[T]) -> tuple[T, ...]:
        """Name the events that set what something depends on."""
        return tuple([self._named(each) if each.inputs else each for each in found])

    def _named(self, found: T) -> T:
        inputs = [
            Input(fact=each.fact, value=each.value, set_by=self.event(each.set_by))
            for each in found.inputs
        ]
        return found.with_inputs(tuple(inputs))
