"""That a tilbud is there, where it lies, and that it closes."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.dated import later_than
from kvalitet_core.domain.driftsform import Driftsform
from kvalitet_core.domain.legal_grounds import LegalGrounds
from kvalitet_core.domain.municipality import Municipality
from kvalitet_core.domain.rules import ending, in_force, refuse_for, registered, within
from kvalitet_core.domain.tilbud.events import Closed, Event, Moved, Registered
from kvalitet_core.domain.tilbud.state import Seat, Tilbud
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind, stream_id
from kvalitet_core.values import CVR, MunicipalityCode, PNumber, ReasonCode, not_blank

__all__ = ["Close", "Move", "Register"]


@attrs.frozen(kw_only=True)
class Register:
    """Enter a tilbud in the record, under a new id.

    Attributes:
        name: What it is called.
        municipality: The municipality it lies in.
        driftsform: Who runs it.
        legal_grounds: The law it rests on.
        cvr: The CVR number of the legal entity that runs it, if known.
        p_number: The number of the production unit, if known.
        portal_id: Its id in Tilbudsportalen, taken as it is. None where it has none: a
            tilbud after § 85 in people's own homes need not be there.
        effective_from: The first day that the record speaks of it.
    """

    name: str = attrs.field(validator=not_blank)
    municipality: MunicipalityCode
    driftsform: Driftsform
    legal_grounds: LegalGrounds
    cvr: CVR | None = None
    p_number: PNumber | None = None
    portal_id: str | None = None
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """A new stream."""
        return stream_id("tilbud", context.new_id())

    def decide(self, state: Tilbud | None, context: Context) -> tuple[Event, ...]:
        """Register it, if its municipality is on the programme's list that day.

        The new id is this command's own, so a tilbud that is there already is what
        this very command registered.

        Raises:
            Refused: `tilbud.municipality_unknown` or
                `tilbud.municipality_not_in_force`.
        """
        if state is not None:
            return ()
        day = self.effective_from
        refuse_for(_municipality_there(self.municipality, day, context))
        return (
            Registered(
                name=self.name,
                municipality=self.municipality,
                driftsform=self.driftsform,
                legal_grounds=self.legal_grounds,
                cvr=self.cvr,
                p_number=self.p_number,
                portal_id=self.portal_id,
                effective_from=day,
            ),
        )


@attrs.frozen(kw_only=True)
class Move:
    """Say that a tilbud moves, within its municipality or to another.

    Attributes:
        tilbud: The tilbud's stream: `tilbud/…`.
        municipality: The municipality it lies in.
        place: The address or the name of the place; nothing about a person.
        effective_from: The first day it lies there; it may be in the past.
        effective_to: The first day it no longer does; None where none is known.
    """

    tilbud: StreamId = attrs.field(validator=of_kind("tilbud"))
    municipality: MunicipalityCode
    place: str = attrs.field(validator=not_blank)
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the tilbud."""
        return self.tilbud

    def decide(self, state: Tilbud | None, context: Context) -> tuple[Event, ...]:
        """Move it, unless it lies there on all those days.

        Raises:
            Refused: `tilbud.unknown`, `tilbud.not_begun`, `tilbud.closed`,
                `tilbud.municipality_unknown` or `tilbud.municipality_not_in_force`.
        """
        stream = self.target(context)
        tilbud = registered(state, stream)
        seat = Seat(municipality=self.municipality, place=self.place)
        if tilbud.seat.holds(seat, self.effective_from, self.effective_to):
            return ()
        refuse_for(
            within(tilbud.period, self.effective_from, stream=stream),
            _municipality_there(self.municipality, self.effective_from, context),
        )
        return (
            Moved(
                municipality=self.municipality,
                place=self.place,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
            ),
        )


@attrs.frozen(kw_only=True)
class Close:
    """Close a tilbud.

    Attributes:
        tilbud: The tilbud's stream: `tilbud/…`.
        effective_from: The first day without it.
        reason: Why, as a code; nothing about a person.
    """

    tilbud: StreamId = attrs.field(validator=of_kind("tilbud"))
    effective_from: date
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the tilbud."""
        return self.tilbud

    def decide(self, state: Tilbud | None, context: Context) -> tuple[Event, ...]:
        """Close it, unless it is closed from that day for that reason.

        Raises:
            Refused: `tilbud.unknown`, `tilbud.not_begun` or `tilbud.closed`.
        """
        stream = self.target(context)
        tilbud = registered(state, stream)
        closed = (tilbud.period.end, tilbud.closing_reason)
        if closed == (self.effective_from, self.reason):
            return ()
        refuse_for(ending(tilbud.period, self.effective_from, stream=stream))
        return (Closed(effective_from=self.effective_from, reason=self.reason),)


def _municipality_there(
    code: MunicipalityCode, day: date, context: Context
) -> Reason | None:
    stream = stream_id("municipality", code)
    found = context.get(Municipality, stream)
    return in_force(found, day, stream=stream, code="tilbud.municipality")
