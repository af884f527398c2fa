"""Defining an indicator, and what is aimed at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.dated import later_than
from kvalitet_core.domain.fields import Whole
from kvalitet_core.domain.indicator.checks import (
    LABEL,
    a_stream,
    defined,
    held,
    on_scale,
    there,
)
from kvalitet_core.domain.indicator.events import Defined, Direction, Event, TargetSet
from kvalitet_core.domain.indicator.state import Indicator
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind, stream_id
from kvalitet_core.values import Figure, not_blank

__all__ = ["Define", "SetTarget"]

_DECIMALS: Final = range(7)
"""How many decimals a figure can have."""


@attrs.frozen(kw_only=True)
class Define:
    """Define an indicator, for the first time or anew.

    Attributes:
        key: What tells it from all other indicators: `recovery-trivsel`.
        version: Which of its definitions it is: 1, or the one after the newest.
        name: What people call it.
        unit: What is counted: `pct.` or `borgere`.
        decimals: How many decimals its figures have, 0 to 6.
        least: The lowest figure that there can be, if any.
        most: The highest figure that there can be, if any.
        direction: Which way is better.
        computation: How a figure is worked out, for people.
        source: The document that the definition comes from.
        valid_from: The first day that it holds, and the one before it no longer.
    """

    key: str = attrs.field(validator=LABEL)
    version: int = attrs.field(default=1, validator=Whole(of="definitions"))
    name: str = attrs.field(validator=not_blank)
    unit: str = attrs.field(validator=not_blank)
    decimals: int
    least: Figure | None = None
    most: Figure | None = None
    direction: Direction
    computation: str = attrs.field(validator=not_blank)
    source: str = attrs.field(validator=not_blank)
    valid_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the indicator with this key."""
        return stream_id("indicator", self.key)

    def decide(self, state: Indicator | None, context: Context) -> tuple[Event, ...]:
        """Define it, unless this version of it is defined so.

        Raises:
            Refused: `indicator.defined`, for each thing that was defined otherwise; or
                for everything that cannot be: `indicator.version`,
                `indicator.valid_from`, `indicator.decimals`, `indicator.scale`.
        """
        stream = self.target(context)
        fields = attrs.fields(Defined)
        said = Defined(**{each.name: getattr(self, each.name) for each in fields})
        before = state.definition(self.version) if state is not None else None
        if before is not None:
            refuse_for(*_defined_otherwise(stream, before, said))
            return ()
        known = state.definitions if state is not None else ()
        refuse_for(*_next(stream, known, said), *_scale(stream, said))
        return (said,)


@attrs.frozen(kw_only=True)
class SetTarget:
    """Lay down which figure is aimed at.

    Attributes:
        indicator: The indicator's stream: `indicator/…`.
        definition: The version of the definition that the figure is of.
        of: Who aims at it; None for all.
        value: The figure that is aimed at.
        source: The document that says so.
        effective_from: The first day that it is aimed at; it may be in the past.
        effective_to: The first day that it is no longer; None while it is.
    """

    indicator: StreamId = attrs.field(validator=of_kind("indicator"))
    definition: int = attrs.field(validator=Whole(of="definitions"))
    of: StreamId | None = attrs.field(default=None, validator=a_stream)
    value: Figure
    source: str = attrs.field(validator=not_blank)
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )

    def target(self, context: Context) -> StreamId:
        """The stream of the indicator."""
        return self.indicator

    def decide(self, state: Indicator | None, context: Context) -> tuple[Event, ...]:
        """Lay it down, unless it was the last that was laid down for them.

        Raises:
            Refused: `indicator.unknown`, `indicator.definition_unknown`; or for
                everything that cannot be: `indicator.definition_not_begun`,
                `indicator.superseded`, `indicator.of_unknown`,
                `indicator.of_not_in_force`, `indicator.decimals`,
                `indicator.off_scale`.
        """
        known, first = registered(state, self.indicator), self.effective_from
        definition = defined(known, self.definition, self.indicator)
        refuse_for(
            held(known, definition, first, first, self.indicator),
            there(self.of, first, self.effective_to or date.max, context=context),
            *on_scale(self.value, definition, self.indicator),
        )
        event = TargetSet(
            definition=self.definition,
            of=self.of,
            value=self.value.with_places(definition.decimals),
            source=self.source,
            effective_from=self.effective_from,
            effective_to=self.effective_to,
        )
        same = [e for e in known.targets if (e.definition, e.of) == _whose(event)]
        return () if same and same[-1] == event else (event,)


def _whose(event: TargetSet) -> tuple[int, StreamId | None]:
    return event.definition, event.of


def _defined_otherwise(
    stream: StreamId, known: Defined, said: Defined
) -> Iterator[Reason]:
    for field in attrs.fields(Defined):
        before, now = getattr(known, field.name), getattr(said, field.name)
        if before != now:
            text = (
                f"{stream}: definition {known.version} is already given with "
                f"{field.name} {str(before)!r}, got {str(now)!r}; give it another "
                "version"
            )
            yield Reason(code="indicator.defined", text=text, source=known.source)


def _next(
    stream: StreamId, known: tuple[Defined, ...], said: Defined
) -> Iterator[Reason]:
    """Say no to a definition that does not follow the newest one."""
    expected = len(known) + 1
    if said.version != expected:
        text = f"{stream}: expected version {expected} next, got {said.version}"
        yield Reason(code="indicator.version", text=text, source=said.source)
    if known and said.valid_from <= known[-1].valid_from:
        text = (
            f"{stream}: expected it to hold from a day later than version "
            f"{known[-1].version}, {known[-1].valid_from}, got {said.valid_from}"
        )
        yield Reason(code="indicator.valid_from", text=text, source=said.source)


def _scale(stream: StreamId, said: Defined) -> Iterator[Reason]:
    if said.decimals not in _DECIMALS:
        text = (
            f"{stream}: expected {_DECIMALS[0]} to {_DECIMALS[-1]} decimals, "
            f"got {said.decimals}"
        )
        yield Reason(code="indicator.decimals", text=text, source=said.source)
    least, most = said.least, said.most
    if least is not None and most is not None and most.decimal <= least.decimal:
        text = f"{stream}: expected most higher than least, {least}, got {most}"
        yield Reason(code="indicator.scale", text=text, source=said.source)
