"""What may be asked of an officer's deputies."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.dated import later_than
from kvalitet_core.domain.officer.checks import begun, ever, registered_from
from kvalitet_core.domain.officer.events import (
    DeputyCorrected,
    DeputyEnded,
    DeputyNamed,
    Event,
)
from kvalitet_core.domain.officer.naming import OfficerId, officer_stream
from kvalitet_core.domain.officer.state import Officer, evolve
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Refused
from kvalitet_core.ids import ActorId, StreamId
from kvalitet_core.values import ReasonCode

__all__ = ["CorrectDeputy", "EndDeputy", "NameDeputy"]


@attrs.frozen(kw_only=True)
class NameDeputy:
    """Name somebody who stands in for an officer.

    Attributes:
        officer: The officer's id in the host system; never a name.
        deputy: Who stands in for the officer, by an id of the same kind.
        effective_from: The first day as deputy; it may be in the past.
        effective_to: The first day no longer as deputy; None where none is known.
        reason: Why, as a code; nothing about a person.
    """

    officer: ActorId = attrs.field(validator=OfficerId())
    deputy: ActorId = attrs.field(validator=OfficerId())
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the officer."""
        return officer_stream(self.officer)

    def decide(self, state: Officer | None, context: Context) -> tuple[Event, ...]:
        """Name the deputy, unless named for all those days and that reason.

        Raises:
            Refused: `officer.own_deputy`.
        """
        if self.deputy == self.officer:
            text = (
                f"{self.target(context)}: expected a deputy who is somebody else, "
                f"got {self.deputy!r}"
            )
            raise Refused.because("officer.own_deputy", text)
        known = state.deputy(self.deputy) if state else None
        days = (self.effective_from, self.effective_to)
        if known is not None and known.reason.holds(self.reason, *days):
            return ()
        return (
            DeputyNamed(
                deputy=self.deputy,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
                reason=self.reason,
            ),
        )


@attrs.frozen(kw_only=True)
class EndDeputy:
    """Say that somebody no longer stands in for an officer.

    Whatever was to begin later does not begin either.

    Attributes:
        officer: The officer's id in the host system; never a name.
        deputy: Who stood in for the officer.
        effective_from: The first day no longer as deputy; it may be in the past.
        reason: Why, as a code; nothing about a person.
    """

    officer: ActorId = attrs.field(validator=OfficerId())
    deputy: ActorId = attrs.field(validator=OfficerId())
    effective_from: date
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the officer."""
        return officer_stream(self.officer)

    def decide(self, state: Officer | None, context: Context) -> tuple[Event, ...]:
        """End it, unless it is over by that day.

        Raises:
            Refused: `officer.deputy_unknown` where there is nothing to end, or
                `officer.deputy_not_begun`.
        """
        stream = self.target(context)
        known = state.deputy(self.deputy) if state else None
        if known is None or not known.reason.spans:
            text = f"{stream}: expected somebody named as deputy, got {self.deputy!r}"
            raise Refused.because("officer.deputy_unknown", text)
        if known.reason.ends_by(self.effective_from):
            return ()
        what = f"deputy {self.deputy!r}"
        day = self.effective_from
        refuse_for(begun(known.reason, day, stream=stream, what=what, code="deputy"))
        return (
            DeputyEnded(deputy=self.deputy, effective_from=day, reason=self.reason),
        )


@attrs.frozen(kw_only=True)
class CorrectDeputy:
    """Put right the days that somebody is registered to stand in for an officer.

    Attributes:
        officer: The officer's id in the host system; never a name.
        deputy: Who is registered as deputy.
        was_from: The first day as it is registered: which of the runs of days it is.
        effective_from: The first day as it is right; None where it never was so.
        effective_to: The first day no longer as deputy; None where none is known.
        reason: Why it is corrected, as a code; nothing about a person.
    """

    officer: ActorId = attrs.field(validator=OfficerId())
    deputy: ActorId = attrs.field(validator=OfficerId())
    was_from: date
    effective_from: date | None
    effective_to: date | None = attrs.field(
        default=None, validator=[later_than("effective_from"), ever]
    )
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the officer."""
        return officer_stream(self.officer)

    def decide(self, state: Officer | None, context: Context) -> tuple[Event, ...]:
        """Put it right, unless it stands so.

        Raises:
            Refused: `officer.deputy_unknown` where nothing is registered from that day.
        """
        event = DeputyCorrected(
            deputy=self.deputy,
            was_from=self.was_from,
            effective_from=self.effective_from,
            effective_to=self.effective_to,
            reason=self.reason,
        )
        if evolve(state, event) == state:
            return ()
        known = state.deputy(self.deputy) if state else None
        refuse_for(
            registered_from(
                known.reason if known else None,
                self.was_from,
                stream=self.target(context),
                what=f"deputy {self.deputy!r}",
                code="deputy",
            )
        )
        return (event,)
