"""Indicators over time: their figures as known now, and as reports gave them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from kvalitet_core.domain import indicator
from kvalitet_core.domain.indicator import (
    Corrected,
    Defined,
    Indicator,
    Observation,
    Observed,
    Reported,
    ReportedFigure,
    Statement,
    TargetSet,
    Withdrawn,
)
from kvalitet_core.ids import StreamId
from kvalitet_core.recorded import Recorded
from kvalitet_core.values import Figure
from kvalitet_core.view import Change, Column, Delete, Increment, Table, Upsert, View

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
    match event:
        case Defined():
            return tuple(_definitions(stream, state))
        case TargetSet():
            return tuple(_aimed_at(stream, state, event))
        case Reported():
            return tuple(_reported(stream, state, event))
        case _:
            return (*_stated(stream, state, event), *_now(stream, state, event))


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
        return
    row = {
        **about,
        "value": event.value,
        "scaled": event.value.scaled,
        "target": _target(state, event),
        "source": event.source,
        "registered": event.registered,
    }
    if isinstance(event, Corrected):
        yield Upsert(table="figures", row=row)
        yield Increment(table="figures", key=about, by={"corrections": 1})
    else:
        yield Upsert(table="figures", row={**row, "corrections": 0})


def _aimed_at(stream: StreamId, state: Indicator, event: TargetSet) -> Iterator[Change]:
    """What is aimed at by each figure of the definition, now that a target is set."""
    for each in state.known():
        if each.definition == event.definition:
            row = {**_about(stream, each), "target": _target(state, each)}
            yield Upsert(table="figures", row=row)


def _target(
    state: Indicator, each: Observed | Corrected | Observation
) -> Figure | None:
    """What was aimed at on the last day that a figure is about."""
    last = each.effective_to - timedelta(days=1)
    return state.target(each.definition, each.of, last)


def _reported(stream: StreamId, state: Indicator, report: Reported) -> Iterator[Change]:
    now = {_key(each): each.value for each in state.known()}
    for each in report.figures:
        row = {
            **_about(stream, each),
            "report": report.report,
            "known_on": report.known_on,
            "value": each.value,
            "target": each.target,
            "now": now.get(_key(each)),
        }
        yield Upsert(table="reports", row=row)


def _now(stream: StreamId, state: Indicator, event: Statement) -> Iterator[Change]:
    """What is known now beside each report that gave the figure."""
    now = None if isinstance(event, Withdrawn) else event.value
    for report in state.reports:
        if any(_key(each) == _key(event) for each in report.figures):
            row = {**_about(stream, event), "report": report.report, "now": now}
            yield Upsert(table="reports", row=row)


def _about(
    stream: StreamId, each: Statement | Observation | ReportedFigure
) -> dict[str, Any]:
    """What tells one figure from another."""
    return {"indicator": stream} | {name: getattr(each, name) for name in _ABOUT[1:]}


def _key(each: Statement | Observation | ReportedFigure) -> tuple[Any, ...]:
    return tuple(getattr(each, name) for name in _ABOUT[1:])


INDICATORS: Final = View(
    name="core.indicators",
    title="Nøgletal over tid",
    tables=(_FIGURES, _DEFINITIONS, _REPORTS),
    events=frozenset(indicator.AGGREGATE.events),
    project=_project,
    state=Indicator,
)
"""A row a figure, its definitions, and what reports said beside what is known now."""
