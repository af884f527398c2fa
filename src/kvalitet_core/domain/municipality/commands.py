"""What may be asked of a municipality on the list."""

from __future__ import annotations

from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.dated import later_than
from kvalitet_core.domain.municipality.events import (
    Event,
    Left,
    Merged,
    Moved,
    Registered,
    Renamed,
)
from kvalitet_core.domain.municipality.state import Municipality
from kvalitet_core.domain.region import Region
from kvalitet_core.domain.rules import (
    ending,
    in_force,
    refuse_for,
    registered,
    within,
)
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId, stream_id
from kvalitet_core.values import MunicipalityCode, RegionCode, not_blank

__all__ = ["Leave", "Merge", "Move", "Register", "Rename"]


@attrs.frozen(kw_only=True)
class Register:
    """Enter a municipality in the programme's list.

    Attributes:
        code: The municipality's four-digit code.
        name: Its short name, as the register has it: `Vesthimmerlands`.
        region: The region it lies in.
        effective_from: The first day that the record speaks of it.
    """

    code: MunicipalityCode
    name: str = attrs.field(validator=not_blank)
    region: RegionCode
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the municipality with this code."""
        return stream_id("municipality", self.code)

    def decide(self, state: Municipality | None, context: Context) -> tuple[Event, ...]:
        """Register it, unless it is registered.

        Raises:
            Refused: `municipality.registered` with another name, in another region or
                from another day; `municipality.region_unknown` or
                `municipality.region_not_in_force`.
        """
        if state is not None:
            return self._again(state, context)
        refuse_for(_region_there(self.region, self.effective_from, context))
        return (
            Registered(
                code=self.code,
                name=self.name,
                region=self.region,
                effective_from=self.effective_from,
            ),
        )

    def _again(self, state: Municipality, context: Context) -> tuple[Event, ...]:
        start = state.period.start
        name, region = state.name.on(start), state.region.on(start)
        if (self.name, self.region, self.effective_from) == (name, region, start):
            return ()
        text = (
            f"{self.target(context)}: is already registered "
            f"as {name!r} in region {region!r} from {start}, "
            f"got {self.name!r} in region {self.region!r} from {self.effective_from}"
        )
        raise Refused(Reason(code="municipality.registered", text=text))


@attrs.frozen(kw_only=True)
class Rename:
    """Give a municipality another name.

    Attributes:
        code: The municipality's four-digit code.
        name: The name.
        effective_from: The first day it has the name; it may be in the past.
        effective_to: The first day it no longer has it; None where none is known.
    """

    code: MunicipalityCode
    name: str = attrs.field(validator=not_blank)
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the municipality with this code."""
        return stream_id("municipality", self.code)

    def decide(self, state: Municipality | None, context: Context) -> tuple[Event, ...]:
        """Rename it, unless that is its name on all those days.

        Raises:
            Refused: `municipality.unknown`, `municipality.not_begun` or
                `municipality.closed`.
        """
        stream = self.target(context)
        known = registered(state, stream)
        if known.name.holds(self.name, self.effective_from, self.effective_to):
            return ()
        refuse_for(within(known.period, self.effective_from, stream=stream))
        return (
            Renamed(
                name=self.name,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
            ),
        )


@attrs.frozen(kw_only=True)
class Move:
    """Place a municipality in another region.

    Attributes:
        code: The municipality's four-digit code.
        region: The region.
        effective_from: The first day it lies there; it may be in the past.
        effective_to: The first day it no longer does; None where none is known.
    """

    code: MunicipalityCode
    region: RegionCode
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the municipality with this code."""
        return stream_id("municipality", self.code)

    def decide(self, state: Municipality | None, context: Context) -> tuple[Event, ...]:
        """Move it, unless it lies in that region on all those days.

        Raises:
            Refused: `municipality.unknown`, `municipality.not_begun`,
                `municipality.closed`, `municipality.region_unknown` or
                `municipality.region_not_in_force`.
        """
        stream = self.target(context)
        known = registered(state, stream)
        if known.region.holds(self.region, self.effective_from, self.effective_to):
            return ()
        refuse_for(
            within(known.period, self.effective_from, stream=stream),
            _region_there(self.region, self.effective_from, context),
        )
        return (
            Moved(
                region=self.region,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
            ),
        )


@attrs.frozen(kw_only=True)
class Merge:
    """Make a municipality part of another.

    Attributes:
        code: The four-digit code of the municipality that ends.
        into: The municipality that goes on.
        effective_from: The first day that it is part of the other.
    """

    code: MunicipalityCode
    into: MunicipalityCode
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the municipality that ends."""
        return stream_id("municipality", self.code)

    def decide(self, state: Municipality | None, context: Context) -> tuple[Event, ...]:
        """Merge it, unless it is part of the other from that day.

        Raises:
            Refused: `municipality.unknown`, `municipality.closed`,
                `municipality.not_begun`, `municipality.into_itself`,
                `municipality.into_unknown` or `municipality.into_not_in_force`.
        """
        stream = self.target(context)
        known = registered(state, stream)
        if (known.merged_into, known.period.end) == (self.into, self.effective_from):
            return ()
        refuse_for(
            ending(known.period, self.effective_from, stream=stream),
            self._other_there(context),
        )
        return (Merged(into=self.into, effective_from=self.effective_from),)

    def _other_there(self, context: Context) -> Reason | None:
        other = stream_id("municipality", self.into)
        if self.into == self.code:
            text = f"{other}: expected another municipality to merge into, got itself"
            return Reason(code="municipality.into_itself", text=text)
        return in_force(
            context.get(Municipality, other),
            self.effective_from,
            stream=other,
            code="municipality.into",
        )


@attrs.frozen(kw_only=True)
class Leave:
    """Let a municipality leave the programme.

    Attributes:
        code: The municipality's four-digit code.
        effective_from: The first day that it takes no part.
    """

    code: MunicipalityCode
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the municipality with this code."""
        return stream_id("municipality", self.code)

    def decide(self, state: Municipality | None, context: Context) -> tuple[Event, ...]:
        """Let it leave, unless it has left from that day.

        Raises:
            Refused: `municipality.unknown`, `municipality.closed` or
                `municipality.not_begun`.
        """
        stream = self.target(context)
        known = registered(state, stream)
        if (known.merged_into, known.period.end) == (None, self.effective_from):
            return ()
        refuse_for(ending(known.period, self.effective_from, stream=stream))
        return (Left(effective_from=self.effective_from),)


def _region_there(region: RegionCode, day: date, context: Context) -> Reason | None:
    stream = stream_id("region", region)
    found = context.get(Region, stream)
    return in_force(found, day, stream=stream, code="municipality.region")
