"""An indicator as it is known: its state, and how each event changes it."""

from __future__ import annotations

from datetime import date
from typing import assert_never

import attrs

from kvalitet_core.domain.indicator.events import (
    Corrected,
    Defined,
    Event,
    Observed,
    Reported,
    Statement,
    TargetSet,
    Withdrawn,
)
from kvalitet_core.domain.rules import existing
from kvalitet_core.ids import StreamId
from kvalitet_core.values import Figure

__all__ = ["Indicator", "Observation", "evolve"]


@attrs.frozen(kw_only=True)
class Observation:
    """A figure as it is known: what was observed, or what it was corrected to.

    Attributes:
        definition: The version of the definition that it was worked out by.
        of: Who it is for.
        effective_from: The first day that it is about.
        effective_to: The first day that it is no longer about.
        value: The figure.
        source: Where it comes from.
        registered: The day that it was registered so.
        corrections: How often it was put right.
    """

    definition: int
    of: StreamId
    effective_from: date
    effective_to: date
    value: Figure
    source: str
    registered: date
    corrections: int = 0


@attrs.frozen(kw_only=True)
class Indicator:
    """An indicator as it is known.

    Attributes:
        definitions: Every definition, in the order of their versions.
        statements: All that was said of figures, in the order that it was registered.
        targets: All that was said of targets, in the order that it was registered.
        reports: The reports, in the order that they were made.
    """

    definitions: tuple[Defined, ...]
    statements: tuple[Statement, ...] = ()
    targets: tuple[TargetSet, ...] = ()
    reports: tuple[Reported, ...] = ()

    def definition(self, version: int) -> Defined | None:
        """The definition of a version, or None."""
        found = (each for each in self.definitions if each.version == version)
        return next(found, None)

    def definition_on(self, day: date) -> Defined | None:
        """The definition that holds on a day, or None before the first."""
        held = [each for each in self.definitions if each.valid_from <= day]
        return held[-1] if held else None

    def valid_to(self, version: int) -> date | None:
        """The first day that a definition no longer holds, if another follows it."""
        later = (each for each in self.definitions if each.version == version + 1)
        return next((each.valid_from for each in later), None)

    def known(self, on: date | None = None) -> tuple[Observation, ...]:
        """Every figure as it was known at the end of a day; None for now.

        A figure that was taken back is not among them.
        """
        found: dict[tuple[object, ...], Observation] = {}
        for said in self.statements:
            if on is None or said.registered <= on:
                _say(found, said)
        return tuple(sorted(found.values(), key=_place))

    def target(self, definition: int, of: StreamId, day: date) -> Figure | None:
        """What is aimed at on a day: for this one, else for all; None if nothing."""
        holding = [
            each
            for each in self.targets
            if each.definition == definition
            and each.of in (None, of)
            and each.effective_from <= day
            and (each.effective_to is None or day < each.effective_to)
        ]
        own = [each for each in holding if each.of == of] or holding
        return own[-1].value if own else None

    def report(self, label: str) -> Reported | None:
        """The report with this label, or None."""
        return next((each for each in self.reports if each.report == label), None)


def evolve(state: Indicator | None, event: Event) -> Indicator:
    """Give the indicator as it is after the event."""
    if isinstance(event, Defined) and state is None:
        return Indicator(definitions=(event,))
    known = existing(state, event)
    match event:
        case Defined():
            return attrs.evolve(known, definitions=(*known.definitions, event))
        case Observed() | Corrected() | Withdrawn():
            return attrs.evolve(known, statements=(*known.statements, event))
        case TargetSet():
            return attrs.evolve(known, targets=(*known.targets, event))
        case Reported():
            return attrs.evolve(known, reports=(*known.reports, event))
        case _:
            assert_never(event)


def _say(found: dict[tuple[object, ...], Observation], said: Statement) -> None:
    """Let a statement count before those that were registered earlier."""
    what = (said.of, said.effective_from, said.effective_to, said.definition)
    if isinstance(said, Withdrawn):
        found.pop(what, None)
        return
    before = found.get(what)
    found[what] = Observation(
        definition=said.definition,
        of=said.of,
        effective_from=said.effective_from,
        effective_to=said.effective_to,
        value=said.value,
        source=said.source,
        registered=said.registered,
        corrections=before.corrections + 1 if before is not None else 0,
    )


def _place(each: Observation) -> tuple[object, ...]:
    return each.of, each.effective_from, each.effective_to, each.definition
