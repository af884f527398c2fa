"""Five apply in time, and four are selected; the fifth is invited instead."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date
from typing import Final

import attrs

from kvalitet_core.domain import application, case
from kvalitet_core.domain.frame import ChangeBase, SetTerms
from kvalitet_core.domain.frame.handbook import handbook_terms
from kvalitet_core.domain.network import AdmitOrganisation, Leave
from kvalitet_core.ids import StreamId
from kvalitet_core.testing import Ask, Story
from kvalitet_core.values import Deadline, Money, ReasonCode
from kvalitet_partnerskab.ansoegning import ADVANCED, CODE, JOINS
from kvalitet_partnerskab.call import AMOUNT, MOST
from kvalitet_partnerskab.examples.calling import (
    ANNA,
    BO,
    KOMMUNE,
    TODAY,
    WHY,
    applies,
    called,
    opens,
)
from kvalitet_partnerskab.grants import FRAME, POOL_FRAME, commitment
from kvalitet_partnerskab.known import PUBLISHED
from kvalitet_partnerskab.networks import REFERENCE, REFERENCE_NETWORK
from kvalitet_partnerskab.rounds import POOL_2019
from kvalitet_partnerskab.rules import selected
from kvalitet_partnerskab.selection import (
    Answer,
    Deselect,
    Enter,
    Publish,
    Select,
    Strike,
)

__all__ = ["a_selection"]


def a_selection() -> Story:
    """Five apply in time and four are selected; the fifth is invited instead."""
    towns = yield from called()
    selection = yield from opens()
    applied = []
    for town in towns:
        applied.append((yield from applies(town)))
        yield Ask(Enter(selection=selection, application=applied[-1]), by=ANNA)
    withdrawn = applied.pop()
    regretted = ReasonCode("fortrudt")
    yield Ask(application.Withdraw(application=withdrawn, reason=regretted), by=ANNA)
    yield Ask(
        Strike(selection=selection, application=withdrawn, reason=regretted), by=ANNA
    )
    first, last, last_town = applied[0], applied[-1], towns[-2]
    cases = ((yield from _judged(first)), (yield from _judged(last)))
    for each in applied[:MOST]:
        select = Select(selection=selection, application=each, reasons=WHY)
        yield Ask(select, by=BO)
    fifth = Select(selection=selection, application=last, reasons=WHY)
    yield Ask(fifth, by=ANNA, refused=_NEITHER)
    yield Ask(fifth, by=BO, refused=("partnerskab-selection.full",))
    slip = ReasonCode("fejl")
    deselect = Deselect(selection=selection, application=first, reason=slip)
    yield Ask(deselect, by=BO)
    again = Select(selection=selection, application=first, reasons=WHY)
    yield Ask(again, by=BO)
    yield Ask(Publish(selection=selection, effective_from=PUBLISHED), by=BO)
    yield from _decided(cases[0], selection, partner=True)
    yield from _granted(towns[0], first)
    joins = Answer(
        selection=selection,
        application=last,
        joins=True,
        effective_from=date(2020, 1, 6),
    )
    yield Ask(joins, by=ANNA)
    yield Ask(joins, by=ANNA, silent=True)
    yield from _decided(cases[1], selection, partner=False)
    yield from _referring(last_town)
    regrets = attrs.evolve(joins, joins=False, effective_from=TODAY)
    yield Ask(regrets, by=ANNA)
    leaves = Leave(
        network=REFERENCE_NETWORK,
        member=last_town,
        effective_from=TODAY,
        reason=ReasonCode("answered_anew"),
    )
    yield Ask(leaves, by=ANNA)


_NEITHER: Final = ("partnerskab-selection.role", "partnerskab-selection.full")


def _granted(town: StreamId, applied: StreamId) -> Story:
    """A made-up amount is given from the pool's frame, on terms that somebody chose."""
    yield Ask(POOL_FRAME, by=BO)
    gives = commitment(
        applied,
        recipient=town,
        amount=Money(oere=1_000_000_00),
        acknowledge_by=Deadline("2021-07-01"),
        letter="Opdigtet tilskudsbrev",
        on=TODAY,
    )
    yield Ask(gives, by=BO, refused=("grant.no_terms",))
    terms = handbook_terms(change_of=ChangeBase.GRANT, at_de_minimis=False)
    yield Ask(SetTerms(frame=FRAME, terms=terms, effective_from=TODAY), by=BO)
    beyond = attrs.evolve(gives, amount=AMOUNT + Money(oere=1))
    yield Ask(beyond, by=BO, refused=("grant.beyond_frame",))
    yield Ask(gives, by=BO)


def _referring(town: StreamId) -> Story:
    """Who accepts is in the reference network, as the reaction admits it."""
    yield Ask(REFERENCE, by=BO)
    joined = AdmitOrganisation(
        network=REFERENCE_NETWORK,
        organisation=town,
        effective_from=date(2020, 1, 6),
    )
    yield Ask(joined, by=ANNA)


def _judged(applied: StreamId) -> Generator[Ask, StreamId, StreamId]:
    """The case of an application, up to the selection."""
    opened = case.Open(
        definition=CODE, version=POOL_2019.label, title="Ansøgning", handles=applied
    )
    own = yield Ask(opened, by=ANNA)
    for item in ("ansoegning.oplys", "ansoegning.vurder"):
        yield Ask(case.Complete(case=own, item=item), by=ANNA)
    yield Ask(_fact(own, ADVANCED.name, "Ansøgningen", value=True), by=ANNA)
    yield Ask(case.Complete(case=own, item="ansoegning.indstil"), by=ANNA)
    return own


def _decided(own: StreamId, selection: StreamId, *, partner: bool) -> Story:
    """What was published is decided, and told to the municipality."""
    yield Ask(_fact(own, selected.name, selection, value=partner), by=ANNA)
    yield Ask(
        case.Decide(
            case=own,
            item="ansoegning.afgoer",
            outcome="imoedekommet" if partner else "afslag",
            reasons=() if partner else ("Kommunen er ikke udvalgt.",),
            duties=() if partner else _DUTIES,
        ),
        by=BO,
    )
    yield Ask(case.Notify(case=own, number=1, on=TODAY), by=ANNA)
    if not partner:
        yield Ask(_fact(own, JOINS.name, selection, value=True), by=ANNA)
    item = "partner.indgaa" if partner else "reference.svar"
    yield Ask(case.Complete(case=own, item=item), by=KOMMUNE)
    yield Ask(case.Close(case=own, reason=ReasonCode("completed")), by=ANNA)


_DUTIES: Final = (
    case.Discharged(
        duty="partshoering",
        way=case.Way.NOT_OWED,
        text="Kommunen kender selv sin ansøgning.",
    ),
    case.Discharged(
        duty="klagevejledning", way=case.Way.DONE, text="Står i det opdigtede brev."
    ),
)


def _fact(own: StreamId, name: str, source: str, *, value: bool) -> case.RecordFact:
    return case.RecordFact(
        case=own, fact=name, value=value, effective_from=PUBLISHED, source=source
    )
