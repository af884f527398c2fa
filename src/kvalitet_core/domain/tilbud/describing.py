"""What a tilbud is: what it is called, who runs it, and on which legal grounds."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.dated import later_than
from kvalitet_core.domain.driftsform import Driftsform
from kvalitet_core.domain.legal_grounds import LegalGrounds
from kvalitet_core.domain.rules import refuse_for, registered, within
from kvalitet_core.domain.tilbud.events import (
    DriftsformChanged,
    Event,
    LegalGroundsChanged,
    Renamed,
)
from kvalitet_core.domain.tilbud.state import Tilbud
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import not_blank

__all__ = ["ChangeDriftsform", "ChangeLegalGrounds", "Rename"]


@attrs.frozen(kw_only=True)
class Rename:
    """Give a tilbud another name.

    Attributes:
        tilbud: The tilbud's stream: `tilbud/…`.
        name: The name.
        effective_from: The first day it has the name; it may be in the past.
        effective_to: The first day it no longer has it; None where none is known.
    """

    tilbud: StreamId = attrs.field(validator=of_kind("tilbud"))
    name: str = attrs.field(validator=not_blank)
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the tilbud."""
        return self.tilbud

    def decide(self, state: Tilbud | None, context: Context) -> tuple[Event, ...]:
        """Rename it, unless that is its name on all those days.

        Raises:
            Refused: `tilbud.unknown`, `tilbud.not_begun` or `tilbud.closed`.
        """
        stream = self.target(context)
        tilbud = registered(state, stream)
        if tilbud.name.holds(self.name, self.effective_from, self.effective_to):
            return ()
        refuse_for(within(tilbud.period, self.effective_from, stream=stream))
        return (
            Renamed(
                name=self.name,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
            ),
        )


@attrs.frozen(kw_only=True)
class ChangeDriftsform:
    """Say that a tilbud is run by another kind of owner.

    Attributes:
        tilbud: The tilbud's stream: `tilbud/…`.
        driftsform: Who runs it.
        effective_from: The first day it is run so; it may be in the past.
        effective_to: The first day it no longer is; None where none is known.
    """

    tilbud: StreamId = attrs.field(validator=of_kind("tilbud"))
    driftsform: Driftsform
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the tilbud."""
        return self.tilbud

    def decide(self, state: Tilbud | None, context: Context) -> tuple[Event, ...]:
        """Change it, unless it is run so on all those days.

        Raises:
            Refused: `tilbud.unknown`, `tilbud.not_begun` or `tilbud.closed`.
        """
        stream = self.target(context)
        tilbud = registered(state, stream)
        if tilbud.driftsform.holds(
            self.driftsform, self.effective_from, self.effective_to
        ):
            return ()
        refuse_for(within(tilbud.period, self.effective_from, stream=stream))
        return (
            DriftsformChanged(
                driftsform=self.driftsform,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
            ),
        )


@attrs.frozen(kw_only=True)
class ChangeLegalGrounds:
    """Say that a tilbud rests on other law.

    Attributes:
        tilbud: The tilbud's stream: `tilbud/…`.
        legal_grounds: All the law that it rests on, in place of what it was.
        effective_from: The first day it rests on them; it may be in the past.
        effective_to: The first day it no longer does; None where none is known.
    """

    tilbud: StreamId = attrs.field(validator=of_kind("tilbud"))
    legal_grounds: LegalGrounds
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the tilbud."""
        return self.tilbud

    def decide(self, state: Tilbud | None, context: Context) -> tuple[Event, ...]:
        """Change them, unless it rests on just these on all those days.

        Raises:
            Refused: `tilbud.unknown`, `tilbud.not_begun` or `tilbud.closed`.
        """
        stream = self.target(context)
        tilbud = registered(state, stream)
        if tilbud.legal_grounds.holds(
            self.legal_grounds, self.effective_from, self.effective_to
        ):
            return ()
        refuse_for(within(tilbud.period, self.effective_from, stream=stream))
        return (
            LegalGroundsChanged(
                legal_grounds=self.legal_grounds,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
            ),
        )
