"""How the markers are made and used; people, tilbud and recommendations are made up.

The day of publication is made up too: all that is known is that SUS told of it on
4 June 2021.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from kvalitet_core.actor import Actor
from kvalitet_core.domain import case, municipality, publication, region, tilbud
from kvalitet_core.domain.legal_grounds import LegalGround, LegalGrounds
from kvalitet_core.domain.publication import Citation
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Ask, Story
from kvalitet_core.values import MunicipalityCode, ReasonCode, RegionCode
from kvalitet_pejlemaerker.markers import MARKERS, Recommendation, parts
from kvalitet_pejlemaerker.publishing import SOURCES, STREAM, begin
from kvalitet_pejlemaerker.selvvurdering import Assess, Begin, End
from kvalitet_pejlemaerker.sources import GROUP, TITLE
from kvalitet_pejlemaerker.tilblivelse import CODE

__all__ = [
    "ANNA",
    "BO",
    "EDITION",
    "EXAMPLES",
    "GROUP_MEMBER",
    "VIVE",
    "a_tilbud_looks_at_itself",
    "made_up",
    "the_markers_are_made",
]


def _actor(id_: str, role: str) -> Actor:
    return Actor(
        id=id_, role=role, organisation="Eksempelkontoret", authority="Opdigtet"
    )


ANNA: Final = _actor("a-17", "projektleder")
BO: Final = _actor("b-02", "fagchef")
VIVE: Final = _actor("v-05", "kortlaegger")
GROUP_MEMBER: Final = _actor("g-11", "arbejdsgruppe")
VITA: Final = _actor("t-88", "tilbud")

_ENTERED: Final = datetime.fromisoformat("2021-06-14T09:00:00+02:00")
"""When it is all entered in the record; its days lie before that."""
_BEGUN: Final = date(2020, 1, 6)
_DRAFTED: Final = date(2021, 2, 1)
_APPROVED: Final = date(2021, 5, 3)
_OUT: Final = date(2021, 5, 31)
_USED: Final = datetime.fromisoformat("2021-09-01T09:00:00+02:00")

EDITION: Final = Citation(publication=STREAM, version=1)
"""The version that the example publishes."""

TOLD: Final[tuple[tuple[str, Any], ...]] = (
    ("cases.kommuner", tuple(f"099{number}" for number in range(8))),
    ("cases.antal_kommuner", 8),
    ("arbejdsgruppe.sammensaetning", GROUP),
    ("publikation", str(STREAM)),
    ("film", 5),
)
"""What becomes known while they are made."""


def made_up(number: int = 2) -> tuple[tuple[Recommendation, ...], ...]:
    """So many made-up recommendations of each marker.

    Args:
        number: How many.
    """
    return tuple(
        tuple(
            Recommendation(
                title=f"Opdigtet anbefaling {marker}.{place}",
                for_citizens=("Opdigtet handling for borgere",),
                for_staff=("Opdigtet handling for bostøtter",),
                examples=("Opdigtet eksempel",),
                methods=("Opdigtet metode",),
                for_leaders=("Opdigtet opmærksomhedspunkt",),
            )
            for place in range(1, number + 1)
        )
        for marker in range(1, len(MARKERS) + 1)
    )


def the_markers_are_made() -> Story:
    """From the mapping to the publication; nobody cites them before that."""
    opened = case.Open(definition=CODE, key="eksempel", title="Pejlemærkerne")
    own = yield Ask(opened, by=ANNA, at=_ENTERED)
    yield from _published()
    for fact, value in TOLD:
        tell = case.RecordFact(
            case=own, fact=fact, value=value, effective_from=_DRAFTED, source="Notat"
        )
        yield Ask(tell, by=ANNA)
    yield from _run(own)


def _published() -> Story:
    """The publication, from its beginning to its first version."""
    start = begin(approves=frozenset({"fagchef"}), hearing=False, effective_from=_BEGUN)
    yield Ask(start, by=ANNA, at=_ENTERED)
    for source in SOURCES:
        yield Ask(source, by=VIVE)
    member = publication.NameMember(
        publication=STREAM,
        member=PersonId("person-0815"),
        capacity=ReasonCode("expert"),
        card=Personal(tilbud.ContactCard(name="Ellen Eksempel")),
        effective_from=_BEGUN,
    )
    yield Ask(member, by=ANNA)
    draft = publication.Draft(
        publication=STREAM,
        version=1,
        title=TITLE,
        parts=parts(made_up()),
        effective_from=_DRAFTED,
    )
    yield Ask(draft, by=GROUP_MEMBER)
    approve = publication.Approve(
        publication=STREAM, version=1, effective_from=_APPROVED
    )
    yield Ask(approve, by=ANNA, refused=("publication.role",))
    yield Ask(approve, by=BO)
    out = publication.Publish(publication=STREAM, version=1, effective_from=_OUT)
    yield Ask(out, by=ANNA)


def _run(own: StreamId) -> Story:
    """The steps of the case, one after the other."""
    for item, by in (
        ("kortlaegning.litteratur", VIVE),
        ("kortlaegning.praksis", VIVE),
        ("cases.udpeg", ANNA),
        ("cases.beskriv", VIVE),
        ("arbejdsgruppe.nedsaet", ANNA),
        ("udarbejdelse.skriv", GROUP_MEMBER),
    ):
        yield Ask(case.Complete(case=own, item=item), by=by)
    approve = case.Decide(case=own, item="udarbejdelse.godkend", outcome="godkendt")
    yield Ask(approve, by=BO)
    for item in ("udgivelse.udgiv", "udgivelse.film"):
        yield Ask(case.Complete(case=own, item=item), by=ANNA)
    yield Ask(case.Close(case=own, reason=ReasonCode("completed")), by=ANNA)


def a_tilbud_looks_at_itself() -> Story:
    """A tilbud uses two markers of its own accord, and is done with it."""
    yield from _published()
    where = yield from _registered()
    start = Begin(
        tilbud=where,
        label="2021",
        publication=EDITION,
        scale=("endnu ikke", "på vej", "ja"),
        effective_from=_USED.date(),
    )
    own = yield Ask(start, by=VITA, at=_USED)
    for marker, answer in (("m9", "på vej"), ("m1", "ja")):
        look = Assess(
            selvvurdering=own,
            marker=marker,
            answer=answer,
            effective_from=_USED.date(),
        )
        yield Ask(look, by=VITA)
        yield Ask(look, by=VITA, silent=True)
    yield Ask(End(selvvurdering=own, effective_from=_USED.date()), by=VITA)


def _registered() -> Any:
    """A made-up tilbud in a made-up municipality."""
    since = date(2019, 1, 1)
    yield Ask(
        region.Register(
            code=RegionCode("1089"), name="Region Eksempel", effective_from=since
        )
    )
    place = MunicipalityCode("0999")
    yield Ask(
        municipality.Register(
            code=place,
            name="Eksempelkøbing",
            region=RegionCode("1089"),
            effective_from=since,
        )
    )
    grounds = LegalGrounds(
        grounds=frozenset({LegalGround.SEL85}), primary=LegalGround.SEL85
    )
    return (
        yield Ask(
            tilbud.Register(
                name="Bostøtten Hyldehuset",
                municipality=place,
                driftsform=tilbud.Driftsform.KOMMUNAL,
                legal_grounds=grounds,
                effective_from=since,
            )
        )
    )


EXAMPLES: Final = (the_markers_are_made, a_tilbud_looks_at_itself)
"""All of them."""
