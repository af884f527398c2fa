"""What the tests of a partnership begin with: one that is begun, in some phase."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from kvalitet_core.ids import StreamId
from kvalitet_core.testing.given_when_then import Situation
from kvalitet_core.values import ReasonCode
from kvalitet_partnerskab import partnership, selection
from kvalitet_partnerskab.call import OBLIGATIONS
from kvalitet_partnerskab.known import PUBLISHED
from kvalitet_partnerskab.partnership import Phase, evolve
from kvalitet_partnerskab.sources import POOL
from partnerskab_situation import (
    OPENED,
    SELECTION,
    applied,
    chosen,
    entered,
    known,
    town,
)

__all__ = [
    "BEGIN",
    "BEGUN",
    "NAMED",
    "OWN",
    "REASON",
    "SINCE",
    "begun",
    "enter",
    "entered_phase",
    "folded",
    "taken_up",
]

OWN = StreamId("partnerskab-partnership/0001")
BEGUN = partnership.Begun(
    municipality=town(1),
    selection=SELECTION,
    obligations=OBLIGATIONS,
    source=POOL,
    effective_from=PUBLISHED,
)
BEGIN = partnership.Begin(
    **{each.name: getattr(BEGUN, each.name) for each in attrs.fields(type(BEGUN))}
)
SINCE = date(2021, 1, 1)
REASON = ReasonCode("fejl")
NAMED = (
    SELECTION,
    [
        OPENED,
        entered(1),
        chosen(1),
        selection.Published(effective_from=PUBLISHED),
        selection.PartnerNamed(
            application=applied(1), applicant=town(1), effective_from=PUBLISHED
        ),
    ],
)


def begun(*events: Any) -> Situation:
    """A partnership that is begun, and what has happened since."""
    return known(BEGUN, *events)


def entered_phase(phase: Phase, day: date) -> partnership.PhaseEntered:
    """A phase that was entered."""
    return partnership.PhaseEntered(phase=phase, effective_from=day)


def enter(phase: Phase, day: date) -> partnership.EnterPhase:
    """Enter a phase."""
    return partnership.EnterPhase(partnership=OWN, phase=phase, effective_from=day)


def taken_up(*numbers: int) -> list[Any]:
    """The principles that are taken up."""
    return [
        partnership.PrincipleTakenUp(principle=number, effective_from=SINCE)
        for number in numbers
    ]


def folded(*events: Any) -> partnership.Partnership:
    """The partnership as it is after these events."""
    state: partnership.Partnership | None = None
    for event in events:
        state = evolve(state, event)
    assert state is not None
    return state
