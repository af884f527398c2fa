"""The programme is entered, and gets a contact; the person is made up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.domain import network, programme, publication
from kvalitet_core.domain.tilbud import ContactCard
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Ask, Story
from kvalitet_core.values import Hjemmel, Money
from kvalitet_programmet.budgets import UNKNOWN
from kvalitet_programmet.catalogue import facts
from kvalitet_programmet.examples_course import completed_by
from kvalitet_programmet.orientering import Inform
from kvalitet_programmet.sources import PROGRAMME

__all__ = [
    "ANNA",
    "EXAMPLES",
    "a_course_is_completed",
    "a_network_is_told",
    "the_programme_is_entered",
]

ANNA: Final = Actor(
    id="a-17",
    role="sagsbehandler",
    organisation="Eksempelkontoret",
    authority="Opdigtet",
)
_JUNE: Final = datetime.fromisoformat("2021-06-14T09:00:00+02:00")


def the_programme_is_entered() -> Story:
    """All that is known is entered; a contact is named, and a budget found."""
    first, *others = facts()
    yield Ask(first, by=ANNA, at=_JUNE)
    for command in others:
        yield Ask(command, by=ANNA)
    yield Ask(first, by=ANNA, silent=True)
    contact = programme.NameContact(
        programme=PROGRAMME,
        contact=PersonId("person-1902"),
        card=Personal(ContactCard(name="Asta Anemone", email="asta@example.dk")),
        sub_initiative=6,
        effective_from=date(2021, 6, 14),
    )
    yield Ask(contact, by=ANNA)
    found = attrs.evolve(
        UNKNOWN[0], amount=Money(oere=1_00), source="Et regnskab (opdigtet)"
    )
    yield Ask(found, by=ANNA)
    nowhere = attrs.evolve(found, sub_initiative=7)
    yield Ask(nowhere, by=ANNA, refused=("programme.sub_initiative_unknown",))


def a_network_is_told() -> Story:
    """A made-up publication comes out, and a made-up network is told of it, once."""
    day = date(2021, 6, 14)
    meets = network.Establish(
        key="eksempel",
        name="Eksempelnetværket",
        purpose="At vise, hvordan et netværk orienteres",
        admission=network.Admission(
            source=Hjemmel(source="Opdigtet", paragraph="hvem kan deltage")
        ),
        source="Opdigtet",
        effective_from=day,
    )
    own = yield Ask(meets, by=ANNA, at=_JUNE)
    begun = publication.Begin(
        key="eksempel",
        title="Opdigtet udgivelse",
        purpose="At blive citeret",
        initiative="programmet",
        hearing=False,
        approves=frozenset({ANNA.role}),
        source="Opdigtet",
        effective_from=day,
    )
    book = yield Ask(begun, by=ANNA)
    told = Inform(network=own, publication=book, version=1, effective_from=day)
    yield Ask(told, by=ANNA, refused=("publication.version_unknown",))
    draft = publication.Draft(
        publication=book, version=1, title="Opdigtet udgivelse", effective_from=day
    )
    yield Ask(draft, by=ANNA)
    yield Ask(told, by=ANNA, refused=("publication.not_published",))
    approve = publication.Approve(publication=book, version=1, effective_from=day)
    yield Ask(approve, by=ANNA)
    out = publication.Publish(publication=book, version=1, effective_from=day)
    yield Ask(out, by=ANNA)
    yield Ask(told, by=ANNA)
    yield Ask(told, by=ANNA, silent=True)
    nobody = attrs.evolve(told, network=StreamId("network/ingen"))
    yield Ask(nobody, by=ANNA, refused=("programmet-orientering.network_unknown",))


def a_course_is_completed() -> Story:
    """Somebody completes a made-up course; the plan of the workplace is to know."""
    yield from completed_by(ANNA)


EXAMPLES: Final = (
    the_programme_is_entered,
    a_network_is_told,
    a_course_is_completed,
)
"""All of them."""
