"""A year of the networks, entered afterwards; every leader and tilbud is made up."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, datetime
from typing import Any, Final

from kvalitet_core.actor import Actor
from kvalitet_core.domain import municipality, network, region, tilbud
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Ask, Story
from kvalitet_core.values import Answers, MunicipalityCode, ReasonCode, RegionCode
from kvalitet_ledelse.admission import opened_to_all
from kvalitet_ledelse.guidelines import cite, drafting, publishing
from kvalitet_ledelse.networks import OEST, establishments, gives, meetings
from kvalitet_ledelse.reflection import Reflect, TakeBack

__all__ = ["ANNA", "BO", "EXAMPLES", "a_leader_reflects", "a_network_meets"]


def _actor(id_: str, role: str) -> Actor:
    return Actor(
        id=id_, role=role, organisation="Eksempelkontoret", authority="Opdigtet"
    )


ANNA: Final = _actor("a-17", "sagsbehandler")
BO: Final = _actor("b-02", "fagchef")

VITA: Final = PersonId("person-vita")
BIRK: Final = PersonId("person-birk")
_VITA_THERE: Final = StreamId("person/person-vita")
_BIRK_THERE: Final = StreamId("person/person-birk")

_JUNE: Final = datetime.fromisoformat("2021-06-14T09:00:00+02:00")

_STARTS: Final = date(2020, 1, 6)
_SPRING: Final = date(2020, 5, 12)
_PUBLISHED: Final = date(2021, 1, 20)
_OPENED: Final = date(2021, 3, 1)


def a_network_meets() -> Story:
    """Leaders are admitted, meet, and give their input; then it opens to all."""
    place = yield from _tilbud(LegalGround.SEL107)
    for command in (*drafting(), *establishments()):
        yield Ask(command, by=BO)
    yield Ask(_admits(VITA, place, staff=22), by=ANNA)
    yield Ask(
        _admits(BIRK, place, staff=15), by=ANNA, refused=("network.admission_unknown",)
    )
    yield Ask(_admits(BIRK, place, staff=9), by=ANNA, refused=("network.admission",))
    days = (_SPRING, date(2020, 11, 10))
    for plan in meetings(OEST, days):
        yield Ask(plan, by=ANNA)
    yield from _held("2020-1")
    yield Ask(opened_to_all(OEST, since=_OPENED), by=BO)
    yield Ask(_admits(BIRK, place, staff=9, since=_OPENED), by=ANNA)


def _held(meeting: str) -> Generator[Ask, StreamId, None]:
    """A meeting is held with its members, and gives input to the guidelines."""
    both = frozenset({_VITA_THERE, _BIRK_THERE})
    held = network.HoldMeeting(network=OEST, meeting=meeting, attended=both)
    yield Ask(held, by=ANNA, refused=("network.not_a_member",))
    alone = frozenset({_VITA_THERE})
    yield Ask(
        network.HoldMeeting(network=OEST, meeting=meeting, attended=alone), by=ANNA
    )
    yield Ask(gives(OEST, meeting), by=ANNA)
    yield Ask(gives(OEST, meeting), by=ANNA, silent=True)


def a_leader_reflects() -> Story:
    """The words are the leader's own, and sealed; what is taken back counts no more."""
    principle = cite(4)
    on = Reflect(
        leader=VITA,
        principle=str(principle.part),
        reflection=Personal("Vi taler for sjældent sammen om det, der er svært."),
        effective_from=date(2021, 2, 1),
    )
    for command in drafting():
        yield Ask(command, by=BO, at=_JUNE)
    yield Ask(on, by=ANNA, refused=("publication.not_published",))
    for step in publishing(on=_PUBLISHED):
        yield Ask(step, by=BO)
    yield Ask(on, by=ANNA)
    taken = TakeBack(leader=VITA, number=1, reason=ReasonCode("written_anew"))
    yield Ask(taken, by=ANNA)
    yield Ask(taken, by=ANNA, silent=True)


def _admits(
    leader: PersonId, place: StreamId, *, staff: int, since: date = _STARTS
) -> network.AdmitPerson:
    """Take a leader in, with what the form asks."""
    return network.AdmitPerson(
        network=OEST,
        person=leader,
        card=Personal(tilbud.ContactCard(name="Opdigtet", email="leder@example.dk")),
        represents=place,
        answers=Answers({"fagligt_ansvar": True, "ansatte": staff}),
        effective_from=since,
    )


def _tilbud(ground: LegalGround) -> Generator[Ask, StreamId, StreamId]:
    """A tilbud in a made-up municipality."""
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
    grounds = LegalGrounds(grounds=frozenset({ground}), primary=ground)
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


EXAMPLES: Final[tuple[Any, ...]] = (a_network_meets, a_leader_reflects)
"""All of them."""
