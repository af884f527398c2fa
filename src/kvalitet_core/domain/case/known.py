"""What is known of a case: its own facts, and those of the application it decides.

Each fact says which event it has its value from. Looking an event up costs a read, so
a fact first says at which place it stands, and `Sources` looks up only the places of
those that something came to depend on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.casetypes.definition import Definition
from kvalitet_core.casetypes.references import done_fact, outcome_fact
from kvalitet_core.casetypes.rules import Finding, Input
from kvalitet_core.casetypes.status import Breach, Change
from kvalitet_core.casetypes.truth import Facts, Known
from kvalitet_core.domain.application import Application
from kvalitet_core.domain.application.facts import facts_on
from kvalitet_core.domain.case.state import Case
from kvalitet_core.ids import EventId, StreamId

__all__ = ["Sources", "case_facts", "done_facts"]

_PLACE = "@"


def case_facts(
    case: Case, definition: Definition, day: date, context: Context
) -> Facts:
    """Give what is known of a case on a day, the application's own facts included."""
    found: dict[str, Known] = {}
    if case.handles is not None:
        application = context.get(Application, case.handles)
        if application is not None and application.submission is not None:
            found |= facts_on(
                case.handles, application, application.submission, day, context
            )
    for name, told in case.facts.items():
        now, fact = told.on(day), definition.known_facts.get(name)
        if now is not None and now.value is not None and fact is not None:
            value = fact.type.restored(now.value)
            found[name] = Known(value, _place(now.version))
    return found


def done_facts(case: Case) -> Facts:
    """Give what is known of the items that are done, and of what was decided."""
    found: dict[str, Known] = {}
    for path, work in case.works.items():
        if work.status.is_done:
            found[done_fact(path)] = Known(value=True, set_by=_place(work.version))
    for path, (outcome, _) in case.outcomes.items():
        version = case.work(path).version
        found[outcome_fact(path)] = Known(outcome, _place(version))
    return found


def _place(version: int) -> EventId:
    return EventId(f"{_PLACE}{version}")


T = TypeVar("T", Change, Breach, Finding)


class Sources:
    """Which events set what: looked up when it is asked, each once."""

    def __init__(self, stream: StreamId, *, recorded: int, context: Context) -> None:
        """Look up events of a case.

        Args:
            stream: The case's stream.

            recorded: How many events it has on record; what is set later has no id
                yet, and is in the same commit.

            context: Where ids are looked up.
        """
        self._stream = stream
        self._recorded = recorded
        self._context = context
        self._ids: dict[str, EventId | None] = {}

    def event(self, place: EventId | None) -> EventId | None:
        """Give the id of an event that stands for itself, or for its place."""
        if place is None or not place.startswith(_PLACE):
            return place
        if place not in self._ids:
            version = int(place.removeprefix(_PLACE))
            self._ids[place] = (
                self._context.event_id(self._stream, version)
                if version <= self._recorded
                else None
            )
        return self._ids[place]

    def named(self, found: Iterable[T]) -> tuple[T, ...]:
        """Name the events that set what something depends on."""
        return tuple(
            attrs.evolve(each, inputs=tuple(map(self._input, each.inputs)))
            for each in found
        )

    def _input(self, given: Input) -> Input:
        place = None if given.set_by is None else EventId(given.set_by)
        return attrs.evolve(given, set_by=self.event(place))
