"""From the call to four partnerships; every municipality and person here is made up.

The real four stand in `known.PARTNERS`. Here five made-up municipalities apply and a
sixth withdraws, so that there is a fifth to say no to. All is registered afterwards,
with the days on which it was so.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, datetime
from typing import Final

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.domain import application, case, municipality, region
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.frame import ChangeBase, SetTerms
from kvalitet_core.domain.frame.handbook import handbook_terms
from kvalitet_core.domain.indicator import Define, Direction
from kvalitet_core.domain.network import AdmitOrganisation, Leave
from kvalitet_core.domain.publication import Citation, Part
from kvalitet_core.domain.survey import CloseWave, OpenWave
from kvalitet_core.domain.tilbud import ContactCard
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Ask, Story
from kvalitet_core.values import (
    Answers,
    Deadline,
    Money,
    MunicipalityCode,
    ReasonCode,
    RegionCode,
)
from kvalitet_partnerskab.ansoegning import ADVANCED, CODE, JOINS
from kvalitet_partnerskab.call import AMOUNT, ANNOUNCED, LEAST, MOST, OBLIGATIONS
from kvalitet_partnerskab.concept import PREREQUISITES, PRINCIPLES
from kvalitet_partnerskab.evaluation import (
    Axis,
    Conclude,
    Plan,
    TakeIndicator,
    TakeWave,
)
from kvalitet_partnerskab.grants import FRAME, POOL_FRAME, commitment
from kvalitet_partnerskab.known import PUBLISHED
from kvalitet_partnerskab.networks import REFERENCE, REFERENCE_NETWORK
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
from kvalitet_partnerskab.publications import CONCEPT, REPORT, begun, published
from kvalitet_partnerskab.rounds import MOVED, POOL_2019, ROUND
from kvalitet_partnerskab.rules import selected
from kvalitet_partnerskab.selection import (
    Answer,
    Deselect,
    Enter,
    Open,
    Publish,
    Select,
    Strike,
)
from kvalitet_partnerskab.sources import ANNOUNCEMENT, PAGE, POOL
from kvalitet_partnerskab.surveys import survey

__all__ = [
    "ANNA",
    "BO",
    "EXAMPLES",
    "KOMMUNE",
    "TOWNS",
    "a_partnership",
    "a_selection",
    "an_evaluation",
]


def _actor(id_: str, role: str) -> Actor:
    return Actor(
        id=id_, role=role, organisation="Eksempelkontoret", authority="Opdigtet"
    )


ANNA: Final = _actor("a-17", "sagsbehandler")
BO: Final = _actor("b-02", "fagchef")
KOMMUNE: Final = _actor("k-31", "kommune")

TOWNS: Final = (
    "Eksempelkøbing",
    "Prøvelev",
    "Tænkstrup",
    "Digterslev",
    "Påhitsted",
    "Fablerup",
)
"""Six made-up municipalities, with the codes 0991 to 0996."""

_SEPTEMBER: Final = datetime.fromisoformat("2019-09-24T11:59:00+02:00")
_TODAY: Final = date(2021, 6, 1)
_LATER: Final = datetime.fromisoformat("2022-06-01T10:00:00+02:00")
_WHY: Final = ("Kommunen er allerede langt i udviklingen.",)

Streams = Generator[Ask, StreamId, list[StreamId]]


def _called() -> Streams:
    """The round, its selection, and six made-up municipalities."""
    code = RegionCode("1089")
    since = date(2019, 1, 1)
    yield Ask(
        region.Register(code=code, name="Region Eksempel", effective_from=since),
    )
    towns = []
    for number, name in enumerate(TOWNS, start=991):
        register = municipality.Register(
            code=MunicipalityCode(f"0{number}"),
            name=name,
            region=code,
            effective_from=since,
        )
        towns.append((yield Ask(register)))
    yield Ask(POOL_2019, by=BO)
    yield Ask(rounds.Open(round=ROUND, effective_from=ANNOUNCED), by=BO)
    yield Ask(MOVED, by=BO)
    return towns


def _opens() -> Generator[Ask, StreamId, StreamId]:
    """The selection, as the reaction begins it."""
    begin = Open(
        round=ROUND,
        least=LEAST,
        most=MOST,
        source=ANNOUNCEMENT,
        effective_from=ANNOUNCED,
    )
    return (yield Ask(begin, by=BO))


def _applies(town: StreamId) -> Generator[Ask, StreamId, StreamId]:
    """A municipality applies in the last minute."""
    submit = application.Submit(
        round=ROUND,
        applicant=town,
        received=_SEPTEMBER,
        answers=Answers({"beloeb": 100_000, "budget": True, "budgetnoter": True}),
        contact_id=PersonId(f"person-{town.partition('/')[2]}"),
        contact=Personal(ContactCard(name="Pia Opdigt", email="pia@example.dk")),
        description=Personal("Vi vil gerne være med."),
    )
    return (yield Ask(submit, by=ANNA))


def a_selection() -> Story:
    """Five apply in time and four are selected; the fifth is invited instead."""
    towns = yield from _called()
    selection = yield from _opens()
    applied = []
    for town in towns:
        applied.append((yield from _applies(town)))
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
        select = Select(selection=selection, application=each, reasons=_WHY)
        yield Ask(select, by=BO)
    fifth = Select(selection=selection, application=last, reasons=_WHY)
    yield Ask(fifth, by=ANNA, refused=_NEITHER)
    yield Ask(fifth, by=BO, refused=("partnerskab-selection.full",))
    slip = ReasonCode("fejl")
    deselect = Deselect(selection=selection, application=first, reason=slip)
    yield Ask(deselect, by=BO)
    again = Select(selection=selection, application=first, reasons=_WHY)
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
    regrets = attrs.evolve(joins, joins=False, effective_from=_TODAY)
    yield Ask(regrets, by=ANNA)
    leaves = Leave(
        network=REFERENCE_NETWORK,
        member=last_town,
        effective_from=_TODAY,
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
        on=_TODAY,
    )
    yield Ask(gives, by=BO, refused=("grant.no_terms",))
    terms = handbook_terms(change_of=ChangeBase.GRANT, at_de_minimis=False)
    yield Ask(SetTerms(frame=FRAME, terms=terms, effective_from=_TODAY), by=BO)
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
    yield Ask(case.Notify(case=own, number=1, on=_TODAY), by=ANNA)
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


def a_partnership() -> Story:
    """Two partners; one goes through the phases and works by all eight principles."""
    towns = yield from _called()
    selection = yield from _opens()
    for town in towns[:LEAST]:
        applied = yield from _applies(town)
        yield Ask(Enter(selection=selection, application=applied), by=ANNA)
        select = Select(selection=selection, application=applied, reasons=_WHY)
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
    yield Ask(skipped, by=ANNA, at=_LATER, refused=refused)
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


def an_evaluation() -> Story:
    """A made-up nøgletal and one wave; both products are out before it is concluded."""
    plan = Plan(
        key="eksempel",
        title="Opdigtet evaluering",
        source=PAGE,
        effective_from=date(2021, 1, 1),
    )
    own = yield Ask(plan, by=BO)
    report = Citation(publication=REPORT.stream, version=1)
    described = Citation(publication=CONCEPT.stream, version=1)
    conclude = Conclude(
        evaluation=own, report=report, concept=described, effective_from=_CONCLUDED
    )
    yield Ask(conclude, by=BO, refused=_LACKING)
    yield Ask(_MADE_UP, by=BO)
    indicator = StreamId(f"indicator/{_MADE_UP.key}")
    take = TakeIndicator(
        evaluation=own, indicator=indicator, effective_from=date(2021, 1, 1)
    )
    yield Ask(take, by=ANNA)
    yield from _asked(own)
    for product in (REPORT, CONCEPT):
        yield Ask(begun(product), by=BO, at=_IN_2023)
        parts = product.parts + (_PREREQUISITES if product is CONCEPT else ())
        for step in published(product, on=_CONCLUDED, parts=parts):
            yield Ask(step, by=BO)
    yield Ask(conclude, by=BO)
    yield Ask(conclude, by=BO, silent=True)


def _asked(own: StreamId) -> Story:
    """One wave asks about all three axes, and is closed."""
    asked = yield Ask(survey(since=date(2021, 1, 1)), by=ANNA)
    wave = "2021"
    opens = OpenWave(
        survey=asked,
        wave=wave,
        opens=date(2021, 5, 1),
        closes=Deadline("2021-06-15"),
    )
    yield Ask(opens, by=ANNA)
    take = TakeWave(evaluation=own, survey=asked, wave=wave, axes=frozenset(Axis))
    yield Ask(take, by=ANNA)
    yield Ask(CloseWave(survey=asked, wave=wave), by=ANNA, at=_LATER)


_IN_2023: Final = datetime.fromisoformat("2023-03-01T10:00:00+01:00")
_CONCLUDED: Final = date(2023, 3, 1)
_LACKING: Final = (
    "partnerskab-evaluation.not_monitored",
    *("partnerskab-evaluation.axis_missing",) * len(Axis),
    *("publication.unknown",) * 2,
)
_MADE_UP: Final = Define(
    key="eksempel-noegletal",
    name="Opdigtet nøgletal",
    unit="borgere",
    decimals=0,
    direction=Direction.HIGHER,
    computation="Talt op til eksemplet",
    source="Opdigtet",
    valid_from=date(2021, 1, 1),
)
_PREREQUISITES: Final = tuple(
    Part(
        code=f"forudsaetning-{number}",
        kind="prerequisite",
        title=f"Opdigtet forudsætning {number}",
    )
    for number in range(1, PREREQUISITES + 1)
)


EXAMPLES: Final = (a_selection, a_partnership, an_evaluation)
"""All of them."""
