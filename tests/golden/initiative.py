"""A made-up programme, with tracks, goals, sub-initiatives and those to ask."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import attrs
from tests.golden.telling import BIRK, SIGNE, Teller, card

from kvalitet_core.domain import programme
from kvalitet_core.domain.programme import PageSection
from kvalitet_core.values import Money, ReasonCode

__all__ = ["initiative"]

_DAY: Final = date(2020, 10, 1)
_LATER: Final = date(2021, 1, 1)
_PAPER: Final = "Opdigtet aftale, side 1"
_PLAN: Final = "Opdigtet plan, side 2"


def initiative(teller: Teller) -> None:
    """Let a programme be entered, and told of; some of it is put right."""
    establish = programme.Establish(
        key="opdigtet-indsats",
        title="En opdigtet indsats",
        also_called=("Indsatsen",),
        authority="Den Opdigtede Styrelse",
        agreement="Opdigtet aftale",
        target_groups=("Voksne, der er opdigtede",),
        headings=("Formål", "Indhold"),
        source=_PAPER,
        effective_from=_DAY,
        effective_to=date(2023, 1, 1),
    )
    where = teller.do(establish)
    teller.refused(attrs.evolve(establish, authority="En anden styrelse"))
    teller.do(attrs.evolve(establish, key="opdigtet-uden-ende", effective_to=None))
    what: dict[str, Any] = {"programme": where, "source": _PLAN}
    track = programme.StateTrack(number=1, title="Viden", effective_from=_DAY, **what)
    for command in (
        programme.ChangeEnd(effective_to=None, reason=ReasonCode("extended"), **what),
        programme.ChangeAuthority(
            authority="Den Nye Opdigtede Styrelse", effective_from=_LATER, **what
        ),
        track,
        track,
        attrs.evolve(track, title="Viden om praksis", effective_from=_LATER),
        programme.StateGoal(
            number=1,
            text="Flere opdigtede borgere trives.",
            effective_from=_DAY,
            **what,
        ),
    ):
        teller.do(command)
    _sub_initiative(teller, what)
    _contacts(teller, what)


def _sub_initiative(teller: Teller, what: dict[str, Any]) -> None:
    part = programme.StateSubInitiative(
        number=1,
        title="Et opdigtet delinitiativ",
        track=1,
        plugin="opdigtet",
        begins=_DAY,
        ends=date(2022, 1, 1),
        effective_from=_DAY,
        **what,
    )
    budget = programme.StateBudget(
        sub_initiative=1,
        post=ReasonCode("pulje"),
        amount=None,
        effective_from=_DAY,
        **what,
    )
    page = programme.StatePage(
        sub_initiative=1,
        sections=(PageSection(heading="Formål", text="At prøve noget af."),),
        effective_from=_DAY,
        **what,
    )
    more = PageSection(heading="Indhold", text="Et forløb på tolv måneder.")
    teller.refused(attrs.evolve(part, track=9))
    for command in (
        part,
        attrs.evolve(part, ends=date(2023, 1, 1), effective_from=_LATER),
        attrs.evolve(part, number=2, title="Et til", plugin=None, ends=None),
        budget,
        attrs.evolve(budget, amount=Money(oere=1_000_000_00)),
        page,
        attrs.evolve(
            page,
            sections=(*page.sections, more),
            updated=_LATER,
            effective_from=_LATER,
        ),
    ):
        teller.do(command)


def _contacts(teller: Teller, what: dict[str, Any]) -> None:
    named = programme.NameContact(
        programme=what["programme"],
        contact=SIGNE,
        card=card("Signe Ærø"),
        effective_from=_DAY,
    )
    teller.do(named)
    teller.do(
        attrs.evolve(
            named,
            contact=BIRK,
            card=card("Birk Bæk"),
            sub_initiative=1,
            effective_to=date(2022, 1, 1),
        )
    )
    remove = programme.RemoveContact(
        programme=what["programme"], contact=SIGNE, effective_from=_LATER
    )
    teller.refused(attrs.evolve(remove, contact=BIRK))
    teller.do(remove)
    teller.do(attrs.evolve(remove, contact=BIRK, sub_initiative=1))
