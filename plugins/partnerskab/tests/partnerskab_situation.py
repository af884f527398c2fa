"""What the tests begin with: made-up municipalities that apply in the pool's round."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs

from kvalitet_core import Actor
from kvalitet_core.domain import application, municipality
from kvalitet_core.domain import round as rounds
from kvalitet_core.domain.tilbud import ContactCard
from kvalitet_core.ids import PersonId, StreamId
from kvalitet_core.personal import Personal
from kvalitet_core.testing import given
from kvalitet_core.testing.given_when_then import Situation
from kvalitet_core.values import Answers, MunicipalityCode, RegionCode
from kvalitet_partnerskab import PLUGIN, selection
from kvalitet_partnerskab.call import ANNOUNCED, LEAST, MOST
from kvalitet_partnerskab.rounds import MOVED, POOL_2019, ROUND
from kvalitet_partnerskab.selection import selection_of
from kvalitet_partnerskab.sources import ANNOUNCEMENT

IN_TIME = datetime.fromisoformat("2019-09-10T09:00:00+02:00")
LATER = datetime.fromisoformat("2023-06-01T10:00:00+02:00")
SELECTION = selection_of(ROUND)
ANSWERS = Answers({"beloeb": 100_000, "budget": True, "budgetnoter": True})


def actor(role: str = "fagchef", id_: str = "b-02") -> Actor:
    """Somebody who acts in a role."""
    return Actor(id=id_, role=role, organisation="Eksempel", authority="Opdigtet")


def town(number: int) -> StreamId:
    """The stream of a made-up municipality."""
    return StreamId(f"municipality/{number:04}")


def applied(number: int) -> StreamId:
    """The stream of its application."""
    return StreamId(f"application/partnerskab-2019-09.{number:04}.1")


def registered(number: int) -> tuple[StreamId, list[Any]]:
    """The made-up municipality itself."""
    event = municipality.Registered(
        code=MunicipalityCode(f"{number:04}"),
        name=f"Opdigtet {number}",
        region=RegionCode("1089"),
        effective_from=date(2019, 1, 1),
    )
    return town(number), [event]


def submitted(number: int, **changes: Any) -> application.Submitted:
    """An application that is in order, but for what is changed."""
    event = application.Submitted(
        round=ROUND,
        applicant=town(number),
        received=IN_TIME,
        answers=ANSWERS,
        contact_id=PersonId(f"person-{number}"),
        contact=Personal(ContactCard(name="Pia Opdigt", email="pia@example.dk")),
        description=Personal("Vi vil gerne være med."),
    )
    return attrs.evolve(event, **changes)


def announced() -> tuple[StreamId, list[Any]]:
    """The pool's round, announced, open, and with its deadline moved."""
    fields = attrs.fields(rounds.Announced)
    said = rounds.Announced(
        **{each.name: getattr(POOL_2019, each.name) for each in fields}
    )
    moved = rounds.DeadlineChanged(
        deadline=MOVED.deadline,
        reason=MOVED.reason,
        effective_from=MOVED.effective_from,
    )
    return ROUND, [said, rounds.Opened(effective_from=ANNOUNCED), moved]


OPENED = selection.Opened(
    round=ROUND,
    least=LEAST,
    most=MOST,
    source=ANNOUNCEMENT,
    effective_from=ANNOUNCED,
)


def entered(number: int) -> selection.Entered:
    """A municipality that is selected from."""
    return selection.Entered(application=applied(number), applicant=town(number))


def chosen(number: int) -> selection.Selected:
    """A municipality that is selected."""
    return selection.Selected(
        application=applied(number), applicant=town(number), reasons=("Langt fremme.",)
    )


def select(number: int) -> selection.Select:
    """Select a municipality."""
    return selection.Select(
        selection=SELECTION, application=applied(number), reasons=("Langt fremme.",)
    )


_INSTALLED = given(plugins=[PLUGIN])


def known(*told: Any) -> Situation:
    """What has happened, with the plugin installed: taking it in takes some time."""
    return attrs.evolve(_INSTALLED, told=told)


def selecting(*events: Any, towns: int = 6) -> Situation:
    """So many have applied and entered, and this has happened since."""
    return known(
        OPENED,
        *(entered(number) for number in range(1, towns + 1)),
        *events,
        announced(),
        *((applied(number), [submitted(number)]) for number in range(1, towns + 1)),
    )
