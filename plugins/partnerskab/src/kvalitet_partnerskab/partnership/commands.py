"""What may be asked of a partnership: its beginning, its phases and its team."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.fields import Texts
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import ReasonCode, not_blank
from kvalitet_partnerskab.partnership.events import (
    Begun,
    Event,
    Group,
    Phase,
    PhaseCorrected,
    PhaseEntered,
    TeamNamed,
)
from kvalitet_partnerskab.partnership.state import KIND, Partnership, partnership_of
from kvalitet_partnerskab.partnership.team import found_of
from kvalitet_partnerskab.selection import KIND as SELECTION
from kvalitet_partnerskab.selection import Selection, Standing
from kvalitet_partnerskab.sources import STATUS

__all__ = [
    "Begin",
    "CorrectPhase",
    "EnterPhase",
    "NameTeam",
    "not_begun",
]


def not_begun(stream: StreamId, known: Partnership, day: date) -> Reason | None:
    """Say no to what is to hold before there is a partnership."""
    if known.effective_from <= day:
        return None
    text = f"{stream}: expected no day before {known.effective_from}, got {day}"
    return Reason(code=f"{KIND}.not_begun", text=text)


@attrs.frozen(kw_only=True)
class Begin:
    """Begin the partnership with a municipality that was selected.

    Attributes:
        municipality: The partner's stream: `municipality/…`.
        selection: The stream of the selection that named it.
        obligations: What it takes on by being a partner; at least one.
        source: The document that they come from.
        effective_from: The first day of the partnership.
    """

    municipality: StreamId = attrs.field(validator=of_kind("municipality"))
    selection: StreamId = attrs.field(validator=of_kind(SELECTION))
    obligations: tuple[str, ...] = attrs.field(validator=Texts(least=1))
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the partnership with this municipality."""
        return partnership_of(self.municipality)

    def decide(self, state: Partnership | None, context: Context) -> tuple[Event, ...]:
        """Begin it, unless it is begun so.

        Raises:
            Refused: `partnerskab-partnership.begun` otherwise,
                `partnerskab-partnership.not_selected`, or
                `partnerskab-partnership.too_early`.
        """
        stream = self.target(context)
        fields = [each.name for each in attrs.fields(Begun)]
        if state is not None:
            refuse_for(*(self._otherwise(stream, state, name) for name in fields))
            return ()
        refuse_for(self._not_selected(stream, context))
        return (Begun(**{name: getattr(self, name) for name in fields}),)

    def _otherwise(
        self, stream: StreamId, state: Partnership, name: str
    ) -> Reason | None:
        before, now = getattr(state, name), getattr(self, name)
        if before == now:
            return None
        text = f"{stream}: is already begun with {name} {before}, got {now}"
        return Reason(code=f"{KIND}.begun", text=text, source=state.source)

    def _not_selected(self, stream: StreamId, context: Context) -> Reason | None:
        """Say no to one whom no selection has named, or not by then."""
        found = context.get(Selection, self.selection)
        partners = found.standing(Standing.PARTNER) if found is not None else ()
        named = [each.applicant for each in partners]
        if found is None or self.municipality not in named:
            who = ", ".join(named) or "nobody"
            text = (
                f"{stream}: expected a partner that {self.selection} names, which are "
                f"{who}, got {self.municipality}"
            )
            return Reason(code=f"{KIND}.not_selected", text=text)
        if found.published is None or found.published <= self.effective_from:
            return None
        text = (
            f"{stream}: expected a day no earlier than the selection was published, "
            f"{found.published}, got {self.effective_from}"
        )
        return Reason(code=f"{KIND}.too_early", text=text)


@attrs.frozen(kw_only=True)
class EnterPhase:
    """Let a partnership enter its next phase.

    Attributes:
        partnership: The partnership's stream: `partnerskab-partnership/…`.
        phase: The phase.
        effective_from: The first day of it.
    """

    partnership: StreamId = attrs.field(validator=of_kind(KIND))
    phase: Phase
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the partnership."""
        return self.partnership

    def decide(self, state: Partnership | None, context: Context) -> tuple[Event, ...]:
        """Let it enter the phase, unless it entered it on that day.

        Raises:
            Refused: `partnerskab-partnership.unknown`; or for everything that stands
                against it: `partnerskab-partnership.phase_entered` on another day,
                `partnerskab-partnership.phase_out_of_turn`,
                `partnerskab-partnership.phases_in_disorder`,
                `partnerskab-partnership.not_begun`.
        """
        stream = self.partnership
        known = registered(state, stream)
        entered = known.phases.get(self.phase)
        if entered == self.effective_from:
            return ()
        phases = {**known.phases, self.phase: self.effective_from}
        refuse_for(
            not_begun(stream, known, self.effective_from),
            self._entered(entered),
            *(() if entered else (self._out_of_turn(known), _disorder(stream, phases))),
        )
        return (PhaseEntered(phase=self.phase, effective_from=self.effective_from),)

    def _entered(self, entered: date | None) -> Reason | None:
        if entered is None:
            return None
        text = (
            f"{self.partnership}: phase {str(self.phase)!r} was entered {entered}, got "
            f"{self.effective_from}; correct what was registered wrongly"
        )
        return Reason(code=f"{KIND}.phase_entered", text=text)

    def _out_of_turn(self, known: Partnership) -> Reason | None:
        expected = list(Phase)[len(known.phases)]
        if self.phase is expected:
            return None
        text = (
            f"{self.partnership}: expected its next phase, {str(expected)!r}, got "
            f"{str(self.phase)!r}"
        )
        return Reason(code=f"{KIND}.phase_out_of_turn", text=text, source=STATUS)


@attrs.frozen(kw_only=True)
class CorrectPhase:
    """Put right from which day a phase was registered.

    Attributes:
        partnership: The partnership's stream: `partnerskab-partnership/…`.
        phase: The phase, which it has entered.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day of it.
    """

    partnership: StreamId = attrs.field(validator=of_kind(KIND))
    phase: Phase
    reason: ReasonCode
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the partnership."""
        return self.partnership

    def decide(self, state: Partnership | None, context: Context) -> tuple[Event, ...]:
        """Put it right, unless it stands so.

        Raises:
            Refused: `partnerskab-partnership.unknown`,
                `partnerskab-partnership.phase_not_entered`,
                `partnerskab-partnership.phases_in_disorder` or
                `partnerskab-partnership.not_begun`.
        """
        stream = self.partnership
        known = registered(state, stream)
        if self.phase not in known.phases:
            text = (
                f"{stream}: phase {str(self.phase)!r} is not entered, so its first "
                "day cannot be corrected"
            )
            refuse_for(Reason(code=f"{KIND}.phase_not_entered", text=text))
        if known.phases[self.phase] == self.effective_from:
            return ()
        phases = {**known.phases, self.phase: self.effective_from}
        refuse_for(
            not_begun(stream, known, self.effective_from), _disorder(stream, phases)
        )
        return (
            PhaseCorrected(
                phase=self.phase,
                reason=self.reason,
                effective_from=self.effective_from,
            ),
        )


@attrs.frozen(kw_only=True)
class NameTeam:
    """Register who is represented in the municipality's implementation team.

    Attributes:
        partnership: The partnership's stream: `partnerskab-partnership/…`.
        groups: Those who are represented.
        effective_from: The first day that the team is so.
    """

    partnership: StreamId = attrs.field(validator=of_kind(KIND))
    groups: frozenset[Group]
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the partnership."""
        return self.partnership

    def decide(self, state: Partnership | None, context: Context) -> tuple[Event, ...]:
        """Register it with what it lacks, unless the team is so from that day on.

        Raises:
            Refused: `partnerskab-partnership.unknown` or
                `partnerskab-partnership.not_begun`.
        """
        known = registered(state, self.partnership)
        team = known.team.on(self.effective_from)
        if (
            team is not None
            and team.groups == self.groups
            and known.team.holds(team, self.effective_from)
        ):
            return ()
        refuse_for(not_begun(self.partnership, known, self.effective_from))
        return (
            TeamNamed(
                groups=self.groups,
                missing=frozenset(Group) - self.groups,
                finding=found_of(self.groups),
                effective_from=self.effective_from,
            ),
        )


def _disorder(stream: StreamId, phases: Mapping[Phase, date]) -> Reason | None:
    """Say no to phases that would not begin one after the other."""
    days = [(phase, phases[phase]) for phase in Phase if phase in phases]
    if all(one[1] < other[1] for one, other in pairwise(days)):
        return None
    told = ", ".join(f"{str(phase)!r} {day}" for phase, day in days)
    text = f"{stream}: expected phases that begin one after the other, got {told}"
    return Reason(code=f"{KIND}.phases_in_disorder", text=text)
