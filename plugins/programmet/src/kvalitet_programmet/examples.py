"""The programme is entered, and gets a contact; the person is made up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.domain import programme
from kvalitet_core.domain.tilbud import ContactCard
from kvalitet_core.ids import PersonId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import Ask, Story
from kvalitet_core.values import Money
from kvalitet_programmet.budgets import UNKNOWN
from kvalitet_programmet.catalogue import facts
from kvalitet_programmet.sources import PROGRAMME

__all__ = ["ANNA", "EXAMPLES", "the_programme_is_entered"]

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


EXAMPLES: Final = (the_programme_is_entered,)
"""All of them."""
