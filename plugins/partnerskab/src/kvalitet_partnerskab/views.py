"""Who is selected, invited and joined; and how far each partnership has come."""

from __future__ import annotations

from typing import Any, Final

from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Table, Upsert, View
from kvalitet_partnerskab import partnership, selection
from kvalitet_partnerskab.partnership import Partnership
from kvalitet_partnerskab.selection import Opened, Published, Selection
from kvalitet_partnerskab.sources import NAME

__all__ = ["CANDIDATES", "PARTNERSHIPS", "VIEWS"]


def _candidate(recorded: Recorded, state: Selection) -> tuple[Change, ...]:
    event = recorded.event
    if isinstance(event, Opened | Published):
        return ()
    found = state.candidate(event.application)
    if found is None:
        return ()
    row: dict[str, Any] = {
        "selection": recorded.stream,
        "application": found.application,
        "applicant": found.applicant,
        "standing": str(found.standing),
        "answered": found.answered,
    }
    return (Upsert(table="candidates", row=row),)


def _partnership(recorded: Recorded, state: Partnership) -> tuple[Change, ...]:
    team = state.team.newest
    phases = list(state.phases)
    row: dict[str, Any] = {
        "partnership": recorded.stream,
        "municipality": state.municipality,
        "begun": state.effective_from,
        "phase": str(phases[-1]) if phases else None,
        "phase_since": state.phases[phases[-1]] if phases else None,
        "team_lacks": ", ".join(sorted(team.missing)) if team else None,
        "principles": sum(bool(each.newest) for each in state.principles.values()),
        "reorganised": state.reorganised,
    }
    return (Upsert(table="partnerships", row=row),)


CANDIDATES: Final = View(
    name=f"{NAME}.candidates",
    title="Ansøgerne, og hvad udvælgelsen blev til",
    tables=(
        Table(
            name="candidates",
            columns=(
                Column(name="selection", type="text", title="Udvælgelse"),
                Column(name="application", type="text", title="Ansøgning"),
                Column(name="applicant", type="text", title="Kommune"),
                Column(name="standing", type="text", title="Hvor langt den er nået"),
                Column(name="answered", type="date", title="Svaret", nullable=True),
            ),
            key=("selection", "application"),
            indexes=(("standing",),),
        ),
    ),
    events=frozenset(selection.AGGREGATE.events),
    project=_candidate,
    state=Selection,
)
"""Each who applied, as the selection stands."""

PARTNERSHIPS: Final = View(
    name=f"{NAME}.partnerships",
    title="Partnerskaberne: fase, implementeringsteam og principper",
    tables=(
        Table(
            name="partnerships",
            columns=(
                Column(name="partnership", type="text", title="Partnerskab"),
                Column(name="municipality", type="text", title="Kommune"),
                Column(name="begun", type="date", title="Begyndt"),
                Column(name="phase", type="text", title="Fase", nullable=True),
                Column(name="phase_since", type="date", title="Siden", nullable=True),
                Column(
                    name="team_lacks",
                    type="text",
                    title="Teamet mangler",
                    nullable=True,
                ),
                Column(name="principles", type="integer", title="Principper af otte"),
                Column(name="reorganised", type="date", title="Omlagt", nullable=True),
            ),
            key=("partnership",),
        ),
    ),
    events=frozenset(partnership.AGGREGATE.events),
    project=_partnership,
    state=Partnership,
)
"""Each partnership as it was told last; a team that nobody has named lacks nothing yet.

Fewer than eight principles are not an omlægning, whatever the number.
"""

VIEWS: Final = (CANDIDATES, PARTNERSHIPS)
"""Both."""
