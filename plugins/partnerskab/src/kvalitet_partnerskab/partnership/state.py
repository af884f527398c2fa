"""A partnership as it is known: its state, and how each event changes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, assert_never

import attrs

from kvalitet_core.casetypes.rules import Finding
from kvalitet_core.dated import Dated
from kvalitet_core.domain.rules import existing
from kvalitet_core.ids import StreamId, stream_id
from kvalitet_partnerskab.concept import PRINCIPLES
from kvalitet_partnerskab.partnership.events import (
    Begun,
    Change,
    Event,
    Group,
    Phase,
    PhaseCorrected,
    PhaseEntered,
    PrincipleLaidDown,
    PrincipleTakenUp,
    Reorganised,
    TeamNamed,
)

__all__ = ["ALL", "KIND", "Partnership", "Team", "evolve", "partnership_of"]

KIND: Final = "partnerskab-partnership"
"""The kind of its streams."""

ALL: Final = frozenset(each.number for each in PRINCIPLES)
"""The numbers of the eight principles, which count only together."""


def partnership_of(municipality: StreamId) -> StreamId:
    """The stream of the partnership with a municipality: there is one."""
    return stream_id(KIND, municipality.partition("/")[2])


@attrs.frozen(kw_only=True)
class Team:
    """Who is represented in an implementation team.

    Attributes:
        groups: Those who are.
        missing: Those who must be, and are not.
        finding: What the rule on the seven groups came to.
    """

    groups: frozenset[Group]
    missing: frozenset[Group]
    finding: Finding


@attrs.frozen(kw_only=True)
class Partnership:
    """A partnership with a municipality as it is known.

    Attributes:
        municipality: The partner.
        selection: The selection that named it.
        obligations: What it takes on by being a partner.
        source: The document that they come from.
        effective_from: The first day of the partnership.
        phases: The first day of each phase that it has entered, in order.
        team: Who is represented in the implementation team when.
        principles: By which principle it works when, by number.
        reorganised: The day that it was found to work by all eight; None until it is.
    """

    municipality: StreamId
    selection: StreamId
    obligations: tuple[str, ...]
    source: str
    effective_from: date
    phases: Mapping[Phase, date] = attrs.field(factory=dict)
    team: Dated[Team] = attrs.field(factory=Dated)
    principles: Mapping[int, Dated[bool]] = attrs.field(factory=dict)
    reorganised: date | None = None

    def phase_on(self, day: date) -> Phase | None:
        """Give the phase that it is in on a day; None before its first one."""
        entered = [phase for phase, since in self.phases.items() if since <= day]
        return max(entered, key=list(Phase).index, default=None)

    def works_by(self, day: date) -> frozenset[int]:
        """Give the numbers of the principles that it works by on a day."""
        return frozenset(
            number for number, known in self.principles.items() if known.on(day)
        )

    def complete_on(self, day: date) -> bool:
        """Tell whether it works by all eight on a day: fewer do not count."""
        return self.works_by(day) == ALL


def evolve(state: Partnership | None, event: Event) -> Partnership:
    """Give the partnership as it is after the event."""
    if isinstance(event, Begun):
        return Partnership(
            municipality=event.municipality,
            selection=event.selection,
            obligations=event.obligations,
            source=event.source,
            effective_from=event.effective_from,
        )
    return _changed(existing(state, event), event)


def _changed(known: Partnership, event: Change) -> Partnership:
    match event:
        case PhaseEntered(phase=phase, effective_from=day):
            return attrs.evolve(known, phases={**known.phases, phase: day})
        case PhaseCorrected(phase=phase, effective_from=day):
            return attrs.evolve(known, phases={**known.phases, phase: day})
        case TeamNamed(effective_from=day):
            team = Team(
                groups=event.groups, missing=event.missing, finding=event.finding
            )
            return attrs.evolve(known, team=known.team.asserted(team, day))
        case PrincipleTakenUp(principle=number, effective_from=day):
            return _works(known, number, day, by=True)
        case PrincipleLaidDown(principle=number, effective_from=day):
            return _works(known, number, day, by=False)
        case Reorganised(effective_from=day):
            return attrs.evolve(known, reorganised=day)
        case _:
            assert_never(event)


def _works(known: Partnership, number: int, day: date, *, by: bool) -> Partnership:
    dated = known.principles.get(number, Dated()).asserted(by, day)
    return attrs.evolve(known, principles={**known.principles, number: dated})
