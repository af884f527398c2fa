"""A selection as it is known: its state, and how each event changes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeAlias, assert_never

import attrs

from kvalitet_core.domain.rules import existing
from kvalitet_core.ids import StreamId, stream_id
from kvalitet_partnerskab.selection.events import (
    Answered,
    Change,
    Deselected,
    Entered,
    Event,
    Opened,
    PartnerNamed,
    Published,
    ReferenceLeft,
    ReferenceOffered,
    Selected,
    Struck,
)

__all__ = [
    "KIND",
    "Candidate",
    "Selection",
    "Standing",
    "evolve",
    "selection_of",
]

KIND: Final = "partnerskab-selection"
"""The kind of its streams."""


def selection_of(round_: StreamId) -> StreamId:
    """The stream of a round's selection: there is one."""
    return stream_id(KIND, round_.partition("/")[2])


class Standing(StrEnum):
    """How far an applicant has come in a selection.

    Attributes:
        ANSOEGER: It has applied.
        TRUKKET: Its application is no longer selected from.
        UDVALGT: It is selected, and nobody has been told.
        PARTNER: It is published as a partner.
        INVITERET: It is not selected, and invited as a reference municipality.
        REFERENCE: It has accepted that.
        AFSLAAET: It has declined that.
    """

    ANSOEGER = "ansoeger"
    TRUKKET = "trukket"
    UDVALGT = "udvalgt"
    PARTNER = "partner"
    INVITERET = "inviteret"
    REFERENCE = "reference"
    AFSLAAET = "afslaaet"


@attrs.frozen(kw_only=True)
class Candidate:
    """One who is selected from.

    Attributes:
        application: The application.
        applicant: The municipality.
        standing: How far it has come.
        reasons: Why it is selected, if it is.
        answered: The first day that its answer to the invitation holds.
    """

    application: StreamId
    applicant: StreamId
    standing: Standing = Standing.ANSOEGER
    reasons: tuple[str, ...] = ()
    answered: date | None = None


@attrs.frozen(kw_only=True)
class Selection:
    """A selection of partners as it is known.

    Attributes:
        round: The round whose applicants are selected from.
        least: How many partners there are to be at least.
        most: How many partners there are to be at most.
        source: The document that the two limits come from.
        effective_from: The first day that the limits hold.
        candidates: All who are or were selected from, in the order they entered.
        published: The day that it was published; None until it is.
    """

    round: StreamId
    least: int
    most: int
    source: str
    effective_from: date
    candidates: tuple[Candidate, ...] = ()
    published: date | None = None

    def candidate(self, application: StreamId) -> Candidate | None:
        """Give the one with this application, if it has entered."""
        for each in self.candidates:
            if each.application == application:
                return each
        return None

    def standing(self, *standings: Standing) -> tuple[Candidate, ...]:
        """Give those who have come so far, in the order they entered."""
        return tuple(each for each in self.candidates if each.standing in standings)

    @property
    def selected(self) -> tuple[Candidate, ...]:
        """Those who are selected, published or not."""
        return self.standing(Standing.UDVALGT, Standing.PARTNER)

    @property
    def invited(self) -> tuple[Candidate, ...]:
        """Those who were invited as reference municipalities, whatever they answer."""
        return self.standing(Standing.INVITERET, Standing.REFERENCE, Standing.AFSLAAET)


def evolve(state: Selection | None, event: Event) -> Selection:
    """Give the selection as it is after the event."""
    if isinstance(event, Opened):
        return Selection(
            round=event.round,
            least=event.least,
            most=event.most,
            source=event.source,
            effective_from=event.effective_from,
        )
    return _changed(existing(state, event), event)


def _changed(known: Selection, event: Change) -> Selection:
    match event:
        case Entered(application=application, applicant=applicant):
            new = Candidate(application=application, applicant=applicant)
            others = (
                each for each in known.candidates if each.application != application
            )
            return attrs.evolve(known, candidates=(*others, new))
        case Published(effective_from=day):
            return attrs.evolve(known, published=day)
        case Selected(reasons=reasons):
            return _now(known, event, Standing.UDVALGT, reasons=reasons)
        case PartnerNamed():
            return _now(known, event, Standing.PARTNER)
        case Struck() | Deselected() | ReferenceOffered() | ReferenceLeft():
            return _now(known, event, _LEFT_AS[type(event)], reasons=())
        case Answered(joins=joins, effective_from=day):
            standing = Standing.REFERENCE if joins else Standing.AFSLAAET
            return _now(known, event, standing, answered=day)
        case _:
            assert_never(event)


_LEFT_AS: Final[Mapping[type, Standing]] = {
    Struck: Standing.TRUKKET,
    Deselected: Standing.ANSOEGER,
    ReferenceOffered: Standing.INVITERET,
    ReferenceLeft: Standing.AFSLAAET,
}


_Told: TypeAlias = (
    Struck
    | Selected
    | Deselected
    | PartnerNamed
    | ReferenceOffered
    | Answered
    | ReferenceLeft
)


def _now(
    known: Selection, event: _Told, standing: Standing, **changes: Any
) -> Selection:
    """The selection with one who has come so far."""
    return attrs.evolve(
        known,
        candidates=tuple(
            attrs.evolve(each, standing=standing, **changes)
            if each.application == event.application
            else each
            for each in known.candidates
        ),
    )
