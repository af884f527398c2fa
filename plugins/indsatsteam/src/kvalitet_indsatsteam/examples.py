"""A course from its application to its end; every person and tilbud is made up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from kvalitet_core.actor import Actor
from kvalitet_core.domain import application, case, municipality, region, tilbud
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Ask, Story
from kvalitet_core.values import Answers, MunicipalityCode, ReasonCode, RegionCode
from kvalitet_indsatsteam.forloeb.case_types import CODE
from kvalitet_indsatsteam.forloeb.facts import (
    CHOSEN,
    DEVELOPMENT_AREAS,
    GAINS,
    IMPLEMENTED,
    MONTHS,
    PARTICIPANTS,
    RECOMMENDATIONS,
    STRENGTHS,
    WORKED_ON,
)
from kvalitet_indsatsteam.rounds import SUMMER_2021

__all__ = ["ANNA", "BO", "EXAMPLES", "TEAM", "TOLD", "VITA", "a_course"]


def _actor(id_: str, role: str) -> Actor:
    return Actor(
        id=id_, role=role, organisation="Eksempelkontoret", authority="Opdigtet"
    )


ANNA: Final = _actor("a-17", "sagsbehandler")
BO: Final = _actor("b-02", "fagchef")
TEAM: Final = _actor("i-03", "indsatsteam")
VITA: Final = _actor("t-88", "tilbud")

_JUNE: Final = datetime.fromisoformat("2021-06-14T09:00:00+02:00")
_AUGUST: Final = datetime.fromisoformat("2021-08-10T12:00:00+02:00")
_SEPTEMBER: Final = datetime.fromisoformat("2021-09-06T10:00:00+02:00")

TOLD: Final[Mapping[str, Any]] = {
    WORKED_ON.name: ("Sundhed",),
    MONTHS.name: 6,
    STRENGTHS.name: ("Faste kontaktpersoner",),
    DEVELOPMENT_AREAS.name: ("Overblik over borgerens forløb",),
    RECOMMENDATIONS.name: ("Fælles mål", "Korte tavlemøder"),
    CHOSEN.name: ("Korte tavlemøder",),
    GAINS.name: ("indsigt", "systematisk_praksis"),
    IMPLEMENTED.name: ("Korte tavlemøder",),
    PARTICIPANTS.name: 9,
}
"""What becomes known in the example's course, by the names of the facts."""


def a_course() -> Story:
    """A tilbud applies in time, has its course, and tells what came of it."""
    own = yield from _applied()
    for item in ("ansoegning.oplys", "ansoegning.indstil"):
        yield Ask(case.Complete(case=own, item=item), by=ANNA)
    granted = case.Decide(case=own, item="ansoegning.afgoer", outcome="imoedekommet")
    yield Ask(granted, by=ANNA, refused=("case.role", "case.four_eyes"))
    yield Ask(granted, by=BO, at=_SEPTEMBER)
    yield Ask(case.Notify(case=own, number=1, on=_SEPTEMBER.date()), by=ANNA)
    for fact, value in TOLD.items():
        tell = case.RecordFact(
            case=own,
            fact=fact,
            value=value,
            effective_from=_SEPTEMBER.date(),
            source="Mødet",
        )
        yield Ask(tell, by=TEAM)
    yield from _run(own)


def _applied() -> Any:
    """A round, a tilbud, its application, and the case that this opens."""
    since = date(2019, 1, 1)
    place = MunicipalityCode("0999")
    yield Ask(
        region.Register(
            code=RegionCode("1089"), name="Region Eksempel", effective_from=since
        ),
        at=_JUNE,
    )
    yield Ask(
        municipality.Register(
            code=place,
            name="Eksempelkøbing",
            region=RegionCode("1089"),
            effective_from=since,
        )
    )
    round_ = yield Ask(SUMMER_2021, by=BO)
    yield Ask(rounds.Open(round=round_, effective_from=_JUNE.date()), by=BO)
    grounds = LegalGrounds(
        grounds=frozenset({LegalGround.SEL107}), primary=LegalGround.SEL107
    )
    applicant = yield Ask(
        tilbud.Register(
            name="Bofællesskabet Lærkehøj",
            municipality=place,
            driftsform=tilbud.Driftsform.KOMMUNAL,
            legal_grounds=grounds,
            effective_from=since,
        )
    )
    applied = yield Ask(
        application.Submit(
            round=round_,
            applicant=applicant,
            received=_AUGUST,
            answers=Answers({"temaer": ("Sundhed",), "maaneder": 6}),
            contact_id=PersonId("person-4711"),
            contact=Personal(
                tilbud.ContactCard(name="Vita Vikke", email="vita@example.dk")
            ),
            description=Personal("Vi ønsker bedre sammenhæng."),
        ),
        by=ANNA,
        at=_AUGUST,
    )
    opened = case.Open(
        definition=CODE, version=SUMMER_2021.label, title="Forløb", handles=applied
    )
    return (yield Ask(opened, by=ANNA))


def _run(own: StreamId) -> Story:
    """The phases, one after the other."""
    for item, by in (
        ("opstartsfase.forvent", TEAM),
        ("opstartsfase.tilret", TEAM),
        ("analysefase.tilbuddet", VITA),
        ("analysefase.teamet", TEAM),
        ("analysefase.benaevn", TEAM),
        ("analysefase.vaelg", VITA),
        ("udviklingsfase.organisation", TEAM),
        ("udviklingsfase.ledelse", TEAM),
        ("udviklingsfase.omsaet", VITA),
        ("opfoelgning.udbytte", VITA),
        ("opfoelgning.saml", TEAM),
    ):
        yield Ask(case.Complete(case=own, item=item), by=by)
    yield Ask(case.Complete(case=own, item="opfoelgning.saml"), by=TEAM, silent=True)
    yield Ask(case.Close(case=own, reason=ReasonCode("completed")), by=ANNA)


EXAMPLES: Final = (a_course,)
"""All of them."""
