"""A region: one of the five that Denmark is divided into; they may merge."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias, assert_never

import attrs

from kvalitet_core.aggregate import Aggregate, Context
from kvalitet_core.dated import Dated, Period, later_than
from kvalitet_core.domain.rules import ending, existing, refuse_for, registered, within
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId, stream_id
from kvalitet_core.values import RegionCode, not_blank

__all__ = [
    "AGGREGATE",
    "Close",
    "Closed",
    "Event",
    "Region",
    "Register",
    "Registered",
    "Rename",
    "Renamed",
    "evolve",
]

# These names and fields are stored. Do not rename; add a version.


@attrs.frozen(kw_only=True)
class Registered:
    """A region was entered in the record.

    Attributes:
        code: The region's four-digit code.
        name: Its name, as `Region Midtjylland`.
        effective_from: The first day that the record speaks of it.
    """

    code: RegionCode
    name: str
    effective_from: date


@attrs.frozen(kw_only=True)
class Renamed:
    """A region got another name.

    Attributes:
        name: The name.
        effective_from: The first day it has the name.
        effective_to: The first day it no longer has it; None where none is known.
    """

    name: str
    effective_from: date
    effective_to: date | None = None


@attrs.frozen(kw_only=True)
class Closed:
    """A region ceased to be, for example by merging.

    Attributes:
        effective_from: The first day without it.
    """

    effective_from: date


Event: TypeAlias = Registered | Renamed | Closed


@attrs.frozen(kw_only=True)
class Region:
    """A region as it is known.

    Attributes:
        code: The region's four-digit code.
        period: When it is there.
        name: What it is called when; a name is kept after the region is closed.
    """

    code: RegionCode
    period: Period
    name: Dated[str]


def evolve(state: Region | None, event: Event) -> Region:
    """Give the region as it is after the event."""
    if isinstance(event, Registered):
        return Region(
            code=event.code,
            period=Period(start=event.effective_from),
            name=Dated.of(event.name, event.effective_from),
        )
    region = existing(state, event)
    match event:
        case Renamed(name=name, effective_from=from_, effective_to=to):
            return attrs.evolve(region, name=region.name.asserted(name, from_, to))
        case Closed(effective_from=day):
            return attrs.evolve(region, period=attrs.evolve(region.period, end=day))
        case _:
            assert_never(event)


@attrs.frozen(kw_only=True)
class Register:
    """Enter a region in the record.

    Attributes:
        code: The region's four-digit code.
        name: Its name, as `Region Midtjylland`.
        effective_from: The first day that the record speaks of it.
    """

    code: RegionCode
    name: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the region with this code."""
        return stream_id("region", self.code)

    def decide(self, state: Region | None, context: Context) -> tuple[Event, ...]:
        """Register it, unless it is registered.

        Raises:
            Refused: `region.registered`, with another name or from another day.
        """
        if state is not None:
            start = state.period.start
            if (self.name, self.effective_from) == (state.name.on(start), start):
                return ()
            text = (
                f"{self.target(context)}: is already registered "
                f"as {state.name.on(start)!r} from {start}, "
                f"got {self.name!r} from {self.effective_from}"
            )
            raise Refused(Reason(code="region.registered", text=text))
        return (
            Registered(
                code=self.code, name=self.name, effective_from=self.effective_from
            ),
        )


@attrs.frozen(kw_only=True)
class Rename:
    """Give a region another name.

    Attributes:
        code: The region's four-digit code.
        name: The name.
        effective_from: The first day it has the name; it may be in the past.
        effective_to: The first day it no longer has it; None where none is known.
    """

    code: RegionCode
    name: str = attrs.field(validator=not_blank)
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the region with this code."""
        return stream_id("region", self.code)

    def decide(self, state: Region | None, context: Context) -> tuple[Event, ...]:
        """Rename it, unless that is its name on all those days.

        Raises:
            Refused: `region.unknown`, `region.not_begun` or `region.closed`.
        """
        stream = self.target(context)
        region = registered(state, stream)
        if region.name.holds(self.name, self.effective_from, self.effective_to):
            return ()
        refuse_for(within(region.period, self.effective_from, stream=stream))
        return (
            Renamed(
                name=self.name,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
            ),
        )


@attrs.frozen(kw_only=True)
class Close:
    """Close a region, for example because it merges with another.

    Attributes:
        code: The region's four-digit code.
        effective_from: The first day without it.
    """

    code: RegionCode
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the region with this code."""
        return stream_id("region", self.code)

    def decide(self, state: Region | None, context: Context) -> tuple[Event, ...]:
        """Close it, unless it is closed from that day.

        Raises:
            Refused: `region.unknown`, `region.not_begun` or `region.closed`.
        """
        stream = self.target(context)
        region = registered(state, stream)
        if region.period.end == self.effective_from:
            return ()
        refuse_for(ending(region.period, self.effective_from, stream=stream))
        return (Closed(effective_from=self.effective_from),)


AGGREGATE = Aggregate(
    kind="region",
    state=Region,
    evolve=evolve,
    events={
        "region.registered/1": Registered,
        "region.renamed/1": Renamed,
        "region.closed/1": Closed,
    },
    commands={
        "region.register/1": Register,
        "region.rename/1": Rename,
        "region.close/1": Close,
    },
)
