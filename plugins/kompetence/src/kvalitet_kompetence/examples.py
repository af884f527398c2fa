"""A course from its catalogue entry to a tilbud's plan; every name in it is made up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from kvalitet_core.actor import Actor
from kvalitet_core.domain import case, course_run, municipality, region, tilbud
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Ask, Story
from kvalitet_core.values import MunicipalityCode, ReasonCode, RegionCode
from kvalitet_kompetence.feeding import BY_COURSE, opening
from kvalitet_kompetence.kompetenceplan import (
    ACTIVITIES,
    ANCHORED,
    COMPLETED,
    GOALS,
    NEEDS,
    POINTS,
)
from kvalitet_kompetence.made_up import RUN, example_course, example_run
from kvalitet_kompetence.sources import ATTENTION_POINTS, LEADERS, STAFF

__all__ = [
    "ANNA",
    "EXAMPLES",
    "LEADER",
    "MEMBER",
    "TOLD",
    "a_course_feeds_a_plan",
    "a_tilbud",
    "sign_up",
]


def _actor(id_: str, role: str) -> Actor:
    return Actor(
        id=id_, role=role, organisation="Eksempelkontoret", authority="Opdigtet"
    )


ANNA: Final = _actor("a-17", "kursusadministrator")
LEADER: Final = _actor("t-88", "leder")
MEMBER: Final = _actor("t-89", "medarbejder")

_JUNE: Final = datetime.fromisoformat("2021-06-07T09:00:00+02:00")
_BEGUN: Final = datetime.fromisoformat("2021-09-07T09:30:00+02:00")
_OVER: Final = datetime.fromisoformat("2021-09-22T09:00:00+02:00")

TOLD: Final[Mapping[str, Any]] = {
    GOALS.name: ("Borgerne møder medarbejdere, der kender recovery",),
    NEEDS.name: ("peers", "rehabilitering og recovery"),
    ACTIVITIES.name: ("Eksempelkursus om peers og recovery",),
    **{each.name: tuple(sorted(ATTENTION_POINTS)) for each in POINTS},
    ANCHORED.name: ("En fast dagsorden på personalemødet",),
}
"""What becomes known in the example's plan, by the names of the facts."""

_ITEMS: Final = (
    ("strategi.maal", LEADER),
    ("strategi.overvej", LEADER),
    ("behov.afdaek", LEADER),
    ("behov.fortael", MEMBER),
    ("behov.overvej", LEADER),
    ("plan.laeg", LEADER),
    ("plan.overvej", LEADER),
    ("laering.gennemfoer", MEMBER),
    ("laering.overvej", LEADER),
    ("forankring.omsaet", MEMBER),
    ("forankring.forankr", LEADER),
    ("forankring.overvej", LEADER),
)


def a_tilbud() -> Any:
    """A tilbud in a municipality, both made up; gives its stream."""
    since = date(2019, 1, 1)
    place = MunicipalityCode("0999")
    code = RegionCode("1089")
    eksempel = region.Register(code=code, name="Region Eksempel", effective_from=since)
    yield Ask(eksempel, at=_JUNE)
    yield Ask(
        municipality.Register(
            code=place, name="Eksempelkøbing", region=code, effective_from=since
        )
    )
    grounds = LegalGrounds(
        grounds=frozenset({LegalGround.SEL107}), primary=LegalGround.SEL107
    )
    return (
        yield Ask(
            tilbud.Register(
                name="Bofællesskabet Lærkehøj",
                municipality=place,
                driftsform=tilbud.Driftsform.KOMMUNAL,
                legal_grounds=grounds,
                effective_from=since,
            )
        )
    )


def sign_up(
    number: int, *, workplace: StreamId | None, group: str
) -> course_run.SignUp:
    """One of those who sign up for the example's run.

    Args:
        number: Which of them.

        workplace: The tilbud where they work.

        group: The target group that they are of.
    """
    return course_run.SignUp(
        run=RUN,
        participant=PersonId(f"person-{number:08}"),
        card=Personal(tilbud.ContactCard(name=f"Eksempel Eksempelsen {number}")),
        target_group=group,
        workplace=workplace,
    )


def a_course_feeds_a_plan() -> Story:
    """Three ask for two seats, a leader is offered one, and the plan learns of it."""
    own = yield from a_tilbud()
    yield Ask(example_course(), by=ANNA)
    yield Ask(example_run(), by=ANNA)
    for number in (1, 2):
        yield Ask(sign_up(number, workplace=None, group=STAFF), by=ANNA)
    outside = sign_up(3, workplace=own, group="borgere")
    yield Ask(outside, by=ANNA, refused=("course_run.target_group",))
    yield Ask(sign_up(4, workplace=own, group=LEADERS), by=ANNA)
    first, leader = PersonId("person-00000001"), PersonId("person-00000004")
    off = course_run.SignOff(
        run=RUN, participants=(first,), reason=ReasonCode("illness")
    )
    yield Ask(off, by=ANNA)
    yield Ask(course_run.OfferSeats(run=RUN), by=ANNA)
    yield Ask(course_run.AcceptOffer(run=RUN, number=3), by=ANNA)
    for session, at in ((1, _BEGUN), (2, _OVER)):
        came = course_run.RecordAttendance(
            run=RUN, session=session, present=frozenset({leader})
        )
        yield Ask(came, by=ANNA, at=at)
    yield Ask(course_run.IssueCertificate(run=RUN, participant=leader), by=ANNA)
    yield from _planned(own)


def _planned(own: StreamId) -> Any:
    """The plan of the tilbud, from its goals to what has become practice."""
    plan = yield Ask(opening(own, title="Lærkehøjs kompetenceplan"), by=LEADER)
    completed = {**TOLD, COMPLETED.name: True}
    for fact, value in completed.items():
        tell = case.RecordFact(
            case=plan,
            fact=fact,
            value=value,
            effective_from=_OVER.date(),
            source="Opdigtet møde",
        )
        yield Ask(tell, by=LEADER)
    yield Ask(case.LinkTo(case=plan, to=RUN, relation=BY_COURSE), by=LEADER)
    for item, by in _ITEMS:
        yield Ask(case.Complete(case=plan, item=item), by=by)


EXAMPLES: Final = (a_course_feeds_a_plan,)
"""What the plugin's contract is held by."""
