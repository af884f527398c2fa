"""A partnership: its team, its phases, and the eight principles."""

from __future__ import annotations

from datetime import date

from kvalitet_core.ids import StreamId
from kvalitet_core.testing import Ask, Story
from kvalitet_core.values import ReasonCode
from kvalitet_partnerskab.call import LEAST, OBLIGATIONS
from kvalitet_partnerskab.concept import PRINCIPLES
from kvalitet_partnerskab.examples.calling import (
    ANNA,
    BO,
    LATER,
    WHY,
    applies,
    called,
    opens,
)
from kvalitet_partnerskab.known import PUBLISHED
from kvalitet_partnerskab.partnership import (
    Begin,
    CorrectPhase,
    DeclareReorganised,
    EnterPhase,
    Group,
    LayDown,
    NameTeam,
    Phase,
    TakeUp,
)
from kvalitet_partnerskab.selection import Enter, Publish, Select
from kvalitet_partnerskab.sources import POOL

__all__ = ["a_partnership"]


def a_partnership() -> Story:
    """Two partners; one goes through the phases and works by all eight principles."""
    towns = yield from called()
    selection = yield from opens()
    for town in towns[:LEAST]:
        applied = yield from applies(town)
        yield Ask(Enter(selection=selection, application=applied), by=ANNA)
        select = Select(selection=selection, application=applied, reasons=WHY)
        yield Ask(select, by=BO)
    begin = Begin(
        municipality=towns[0],
        selection=selection,
        obligations=OBLIGATIONS,
        source=POOL,
        effective_from=PUBLISHED,
    )
    yield Ask(begin, by=BO, refused=("partnerskab-partnership.not_selected",))
    yield Ask(Publish(selection=selection, effective_from=PUBLISHED), by=BO)
    own = yield Ask(begin, by=BO)
    yield from _team(own)
    yield from _phases(own)
    yield from _principles(own)


def _team(own: StreamId) -> Story:
    """A team that lacks a group is a finding; then it lacks none."""
    without = frozenset(Group) - {Group.CIVILSAMFUND}
    since = date(2020, 2, 1)
    yield Ask(NameTeam(partnership=own, groups=without, effective_from=since), by=ANNA)
    whole = NameTeam(
        partnership=own, groups=frozenset(Group), effective_from=date(2020, 3, 1)
    )
    yield Ask(whole, by=ANNA)


def _phases(own: StreamId) -> Story:
    """The phases on their days; of the last two, the sources tell only the year."""
    skipped = EnterPhase(
        partnership=own, phase=Phase.AFSLUTNING, effective_from=date(2022, 1, 1)
    )
    refused = ("partnerskab-partnership.phase_out_of_turn",)
    yield Ask(skipped, by=ANNA, at=LATER, refused=refused)
    for phase, day in (
        (Phase.FORBEREDENDE, date(2020, 1, 2)),
        (Phase.AFPROEVNING, date(2021, 1, 1)),
        (Phase.AFSLUTNING, date(2022, 4, 1)),
    ):
        yield Ask(EnterPhase(partnership=own, phase=phase, effective_from=day), by=ANNA)
    right = CorrectPhase(
        partnership=own,
        phase=Phase.FORBEREDENDE,
        reason=ReasonCode("fejl"),
        effective_from=date(2020, 1, 1),
    )
    yield Ask(right, by=ANNA)


def _principles(own: StreamId) -> Story:
    """Seven are not enough, nor is one that was laid down."""
    since, day = date(2021, 1, 1), date(2022, 6, 1)
    found = DeclareReorganised(partnership=own, effective_from=day)
    *seven, last = (each.number for each in PRINCIPLES)
    for number in seven:
        yield Ask(
            TakeUp(partnership=own, principle=number, effective_from=since), by=ANNA
        )
    missing = ("partnerskab-partnership.principle_missing",)
    yield Ask(found, by=BO, refused=missing)
    laid_down = LayDown(
        partnership=own,
        principle=seven[0],
        reason=ReasonCode("omlagt_team"),
        effective_from=date(2021, 9, 1),
    )
    yield Ask(laid_down, by=ANNA)
    yield Ask(TakeUp(partnership=own, principle=last, effective_from=since), by=ANNA)
    yield Ask(found, by=BO, refused=missing)
    again = TakeUp(partnership=own, principle=seven[0], effective_from=date(2022, 1, 1))
    yield Ask(again, by=ANNA)
    yield Ask(found, by=BO)
    yield Ask(found, by=BO, silent=True)
