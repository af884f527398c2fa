"""Indicators over time: their figures as known now, and as reports gave them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from kvalitet_core.domain import indicator
from kvalitet_core.domain.indicator import (
    Defined,
    Indicator,
    Observation,
    Reported,
    ReportedFigure,
    Statement,
    TargetSet,
    Withdrawn,
)
from kvalitet_core.ids import StreamId
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import Change, Column, Delete, Table, Upsert, View

__all__ = ["INDICATORS"]

_OF: Final = (
    Column(name="indicator", type="text", title="Nøgletal"),
    Column(name="of", type="text", title="Gælder"),
    Column(name="effective_from", type="date", title="Fra"),
    Column(name="effective_to", type="date", title="Til"),
    Column(name="definition", type="integer", title="Definition"),
)
_ABOUT: Final = tuple(column.name for column in _OF)
_VALUE: Final = Column(name="value", type="text", title="Tal")

_FIGURES: Final = Table(
    name="figures",
    columns=(
        *_OF,
        _VALUE,
        Column(name="scaled", type="integer", title="Tal uden punktum"),
        Column(name="target", type="text", title="Mål", nullable=True),
        Column(name="source", type="text", title="Kilde"),
        Column(name="registered", type="date", title="Registreret"),
        Column(name="corrections", type="integer", title="Antal rettelser"),
    ),
    key=_ABOUT,
    indexes=(("of", "effective_from"),),
)
_DEFINITIONS: Final = Table(
    name="definitions",
    columns=(
        Column(name="indicator", type="text", title="Nøgletal"),
        Column(name="definition", type="integer", title="Definition"),
        Column(name="name", type="text", title="Navn"),
        Column(name="unit", type="text", title="Enhed"),
        Column(name="decimals", type="integer", title="Decimaler"),
        Column(name="direction", type="text", title="Bedste vej"),
        Column(name="computation", type="text", title="Opgørelse"),
        Column(name="source", type="text", title="Kilde"),
        Column(name="valid_from", type="date", title="Gælder fra"),
        Column(name="valid_to", type="date", title="Gælder til", nullable=True),
    ),
    key=("indicator", "definition"),
)
_REPORTS: Final = Table(
    name="reports",
    columns=(
        *_OF,
        Column(name="report", type="text", title="Rapport"),
        Column(name="known_on", type="date", title="Kendt den"),
        _VALUE,
        Column(name="target", type="text", title="Mål", nullable=True),
        Column(name="now", type="text", title="Tal, som det kendes nu", nullable=True),
    ),
    key=("indicator", "report", *_ABOUT[1:]),
)


def _project(recorded: Recorded, state: Indicator) -> tuple[Change, ...]:
    stream, event = recorded.stream, recorded.event
    if isinstance(event, Defined):
        return tuple(_definitions(stream, state))
    if isinstance(event, TargetSet):
        return tuple(
            Upsert(table="figures", row=_figure(stream, state, each))
            for each in state.known()
            if each.definition == event.definition
        )
    if isinstance(event, Reported):
        return tuple(
            Upsert(table="reports", row=_reported(stream, state, event, each))
            for each in event.figures
        )
    return tuple(_stated(stream, state, event))


def _definitions(stream: StreamId, state: Indicator) -> Iterator[Change]:
    for each in state.definitions:
        row = {
            "indicator": stream,
            "definition": each.version,
            "name": each.name,
            "unit": each.unit,
            "decimals": each.decimals,
            "direction": each.direction,
            "computation": each.computation,
            "source": each.source,
            "valid_from": each.valid_from,
            "valid_to": state.valid_to(each.version),
        }
        yield Upsert(table="definitions", row=row)


def _stated(stream: StreamId, state: Indicator, event: Statement) -> Iterator[Change]:
    """A figure as it is known after it was observed, corrected or taken back."""
    about = _about(stream, event)
    if isinstance(event, Withdrawn):
        yield Delete(table="figures", where=about)
    else:
        known = _now(state, event)
        if known is not None:
            yield Upsert(table="figures", row=_figure(stream, state, known))
    for report in state.reports:
        if any(_about(stream, each) == about for each in report.figures):
            now = None if isinstance(event, Withdrawn) else event.value
            row = {**about, "report": report.report, "now": now}
            yield Upsert(table="reports", row=row)


def _figure(stream: StreamId, state: Indicator, each: Observation) -> dict[str, Any]:
    last = each.effective_to - timedelta(days=1)
    return {
        **_about(stream, each),
        "value": each.value,
        "scaled": each.value.scaled,
        "target": state.target(each.definition, each.of, last),
        "source": each.source,
        "registered": each.registered,
        "corrections": each.corrections,
    }


def _reported(
    stream: StreamId, state: Indicator, report: Reported, each: ReportedFigure
) -> dict[str, Any]:
    known = _now(state, each)
    return {
        **_about(stream, each),
        "report": report.report,
        "known_on": report.known_on,
        "value": each.value,
        "target": each.target,
        "now": known.value if known is not None else None,
    }


def _now(state: Indicator, what: Statement | ReportedFigure) -> Observation | None:
    """The figure for the same ones and days, as it is known now."""
    wanted = _about(StreamId(""), what)
    for each in state.known():
        if _about(StreamId(""), each) == wanted:
            return each
    return None


def _about(
    stream: StreamId, each: Statement | Observation | ReportedFigure
) -> dict[str, Any]:
    """What tells one figure from another."""
    return {"indicator": stream} | {name: getattr(each, name) for name in _ABOUT[1:]}


INDICATORS: Final = View(
    name="core.indicators",
    title="Nøgletal over tid",
    tables=(_FIGURES, _DEFINITIONS, _REPORTS),
    events=frozenset(indicator.AGGREGATE.events),
    project=_project,
    state=Indicator,
)
"""A row a figure, its definitions, and what reports said beside what is known now."""
