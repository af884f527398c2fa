"""How the catalogue is made; every person, botilbud and core element is made up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from kvalitet_core.actor import Actor
from kvalitet_core.domain import case, publication
from kvalitet_core.domain.publication import Citation
from kvalitet_core.ids import StreamId
from kvalitet_core.testing import Ask, Story
from kvalitet_core.values import ReasonCode
from kvalitet_indsatskatalog.elements import CoreElement, parts
from kvalitet_indsatskatalog.publishing import STREAM, begin
from kvalitet_indsatskatalog.sources import BASIS, DRIFTSFORMER, GROUNDS
from kvalitet_indsatskatalog.tilblivelse import CODE

__all__ = [
    "ANNA",
    "BO",
    "EDITION",
    "ELEMENTS",
    "EXAMPLES",
    "FREJA",
    "TOLD",
    "the_making",
]


def _actor(id_: str, role: str) -> Actor:
    return Actor(
        id=id_, role=role, organisation="Eksempelkontoret", authority="Opdigtet"
    )


ANNA: Final = _actor("a-17", "projektleder")
FREJA: Final = _actor("f-09", "forsker")
BO: Final = _actor("b-02", "fagchef")

ELEMENTS: Final = (
    CoreElement(
        title="Opdigtet kerneelement A",
        methods=("Opdigtet metode A1",),
        tools=("Opdigtet redskab A1", "Opdigtet redskab A2"),
    ),
    CoreElement(title="Opdigtet kerneelement B", methods=("Opdigtet metode B1",)),
)
"""Made up: the catalogue's own are not to be found."""

EDITION: Final = Citation(publication=STREAM, version=1)
"""The version that the example publishes."""

_ENTERED: Final = datetime.fromisoformat("2021-06-14T09:00:00+02:00")
"""When it is all entered in the record; its days lie before that."""
_BEGUN: Final = date(2019, 11, 4)
_DRAFTED: Final = date(2021, 1, 11)
_OUT: Final = date(2021, 3, 1)

TOLD: Final[tuple[tuple[str, Any], ...]] = (
    ("praksis.botilbud", ("tilbud/egekrogen", "tilbud/laerkehoej")),
    ("maalgruppe.lovgrundlag", tuple(sorted(GROUNDS))),
    ("maalgruppe.driftsformer", tuple(sorted(DRIFTSFORMER))),
    ("maalgruppe.yngste", 18),
    ("grundlag", tuple(sorted(BASIS))),
    ("publikation", str(STREAM)),
    ("udgivet_aar", 2021),
)
"""What becomes known while it is made."""


def the_making() -> Story:
    """From the research review to the publication; a core element can be cited then."""
    opened = case.Open(definition=CODE, key="eksempel", title="Indsatskataloget")
    own = yield Ask(opened, by=ANNA, at=_ENTERED)
    yield from _drafted()
    for fact, value in TOLD:
        tell = case.RecordFact(
            case=own, fact=fact, value=value, effective_from=_DRAFTED, source="Notat"
        )
        yield Ask(tell, by=ANNA)
    yield from _run(own)


def _drafted() -> Story:
    """The publication, from its beginning to its first version."""
    start = begin(
        title="Indsatskatalog om god kvalitet på botilbud",
        approves=frozenset({"fagchef"}),
        hearing=False,
        effective_from=_BEGUN,
    )
    yield Ask(start, by=ANNA)
    for draft in (
        publication.AddSource(
            publication=STREAM,
            code="forskning",
            kind=ReasonCode("research_review"),
            title="Opdigtet forskningsgennemgang",
        ),
        publication.Draft(
            publication=STREAM,
            version=1,
            title="Opdigtet titel",
            parts=parts(ELEMENTS),
            effective_from=_DRAFTED,
        ),
    ):
        yield Ask(draft, by=ANNA)
    early = publication.Publish(publication=STREAM, version=1, effective_from=_OUT)
    yield Ask(early, by=ANNA, refused=("publication.stage",))


def _run(own: StreamId) -> Story:
    """The steps of the case, one after the other."""
    for item, by in (
        ("viden.forskning", FREJA),
        ("viden.eksperter", ANNA),
        ("viden.praksis", ANNA),
        ("kerneelementer.maalgruppe", ANNA),
        ("kerneelementer.skriv", ANNA),
    ):
        yield Ask(case.Complete(case=own, item=item), by=by)
    cite = case.Cite(case=own, item="udgivelse.udgiv", citation=EDITION)
    yield Ask(cite, by=ANNA, refused=("publication.not_published",))
    approve = case.Decide(case=own, item="kerneelementer.godkend", outcome="godkendt")
    yield Ask(approve, by=BO)
    for command, by in (
        (publication.Approve(publication=STREAM, version=1, effective_from=_OUT), BO),
        (publication.Publish(publication=STREAM, version=1, effective_from=_OUT), ANNA),
        (cite, ANNA),
        (case.Complete(case=own, item="udgivelse.udgiv"), ANNA),
        (case.Close(case=own, reason=ReasonCode("completed")), ANNA),
    ):
        yield Ask(command, by=by)


EXAMPLES: Final = (the_making,)
"""All of them."""
