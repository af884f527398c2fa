"""A municipality as it is known: its state, and how each event changes it."""

from __future__ import annotations

from typing import assert_never

import attrs

from kvalitet_core.dated import Dated, Period
from kvalitet_core.domain.municipality.events import (
    Event,
    Left,
    Merged,
    Moved,
    Registered,
    Renamed,
)
from kvalitet_core.domain.rules import existing
from kvalitet_core.values import MunicipalityCode, RegionCode

__all__ = ["Municipality", "evolve"]


@attrs.frozen(kw_only=True)
class Municipality:
    """A municipality as it is known.

    Attributes:
        code: The municipality's four-digit code.
        period: When it is on the programme's list.
        name: What it is called when.
        region: Which region it lies in when.
        merged_into: The municipality that it became part of, if it did.
    """

    code: MunicipalityCode
    period: Period
    name: Dated[str]
    region: Dated[RegionCode]
    merged_into: MunicipalityCode | None = None


def evolve(state: Municipality | None, event: Event) -> Municipality:
    """Give the municipality as it is after the event."""
    if isinstance(event, Registered):
        return Municipality(
            code=event.code,
            period=Period(start=event.effective_from),
            name=Dated.of(event.name, event.effective_from),
            region=Dated.of(event.region, event.effective_from),
        )
    known = existing(state, event)
    match event:
        case Renamed(name=name, effective_from=from_, effective_to=to):
            return attrs.evolve(known, name=known.name.asserted(name, from_, to))
        case Moved(region=region, effective_from=from_, effective_to=to):
            return attrs.evolve(known, region=known.region.asserted(region, from_, to))
        case Merged(into=into, effective_from=day):
            period = attrs.evolve(known.period, end=day)
            return attrs.evolve(known, period=period, merged_into=into)
        case Left(effective_from=day):
            return attrs.evolve(known, period=attrs.evolve(known.period, end=day))
        case _:
            assert_never(event)
