"""Who acts in the examples, and how each begins: the call, and who applies."""

from __future__ import annotations

from collections.abc import Generator
from datetime import date, datetime
from typing import Final

from kvalitet_core.actor import Actor
from kvalitet_core.domain import application, municipality, region
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.tilbud import ContactCard
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Ask
from kvalitet_core.values import Answers, MunicipalityCode, RegionCode
from kvalitet_partnerskab.call import ANNOUNCED, LEAST, MOST
from kvalitet_partnerskab.rounds import MOVED, POOL_2019, ROUND
from kvalitet_partnerskab.selection import Open
from kvalitet_partnerskab.sources import ANNOUNCEMENT

__all__ = [
    "ANNA",
    "BO",
    "KOMMUNE",
    "LATER",
    "TODAY",
    "TOWNS",
    "WHY",
    "applies",
    "called",
    "opens",
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
TODAY: Final = date(2021, 6, 1)
LATER: Final = datetime.fromisoformat("2022-06-01T10:00:00+02:00")
WHY: Final = ("Kommunen er allerede langt i udviklingen.",)

Streams = Generator[Ask, StreamId, list[StreamId]]


def called() -> Streams:
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


def opens() -> Generator[Ask, StreamId, StreamId]:
    """The selection, as the reaction begins it."""
    begin = Open(
        round=ROUND,
        least=LEAST,
        most=MOST,
        source=ANNOUNCEMENT,
        effective_from=ANNOUNCED,
    )
    return (yield Ask(begin, by=BO))


def applies(town: StreamId) -> Generator[Ask, StreamId, StreamId]:
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
