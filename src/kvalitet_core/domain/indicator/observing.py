"""Observing figures, and putting right what was registered wrongly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.dated import later_than
from kvalitet_core.domain.fields import Whole
from kvalitet_core.domain.indicator.checks import (
    a_stream,
    defined,
    held,
    observed,
    on_scale,
    there,
)
from kvalitet_core.domain.indicator.events import (
    Corrected,
    Defined,
    Event,
    Observed,
    Withdrawn,
)
from kvalitet_core.domain.indicator.state import Indicator
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import Figure, ReasonCode, not_blank

__all__ = ["Correct", "Observe", "Withdraw"]


@attrs.frozen(kw_only=True)
class Observe:
    """Register a figure, for somebody and some days.

    Attributes:
        indicator: The indicator's stream: `indicator/…`.
        definition: The version of the definition that it was worked out by.
        of: Who it is for: `municipality/…`, `tilbud/…`, or another thing's stream.
        effective_from: The first day that it is about.
        effective_to: The first day that it is no longer about.
        value: The figure, as a text: `12.5`.
        source: Where it comes from.
        based_on: The survey that it was worked out from, if it was one.
    """

    indicator: StreamId = attrs.field(validator=of_kind("indicator"))
    definition: int = attrs.field(validator=Whole(of="definitions"))
    of: StreamId = attrs.field(validator=a_stream)
    effective_from: date
    effective_to: date = attrs.field(validator=later_than("effective_from"))
    value: Figure
    source: str = attrs.field(validator=not_blank)
    based_on: StreamId | None = attrs.field(default=None, validator=a_stream)

    def target(self, context: Context) -> StreamId:
        """The stream of the indicator."""
        return self.indicator

    def decide(self, state: Indicator | None, context: Context) -> tuple[Event, ...]:
        """Register it, unless it is registered.

        Raises:
            Refused: `indicator.unknown`, `indicator.definition_unknown`;
                `indicator.observed` with another figure, or from elsewhere; or for
                everything that cannot be: `indicator.superseded`,
                `indicator.definition_not_begun`, `indicator.not_over`,
                `indicator.of_unknown`, `indicator.of_not_in_force`,
                `indicator.decimals`, `indicator.off_scale`.
        """
        known, stream = registered(state, self.indicator), self.indicator
        definition = defined(known, self.definition, stream)
        before = observed(known, *_about(self))
        if before is not None:
            refuse_for(*_observed_otherwise(stream, before, self))
            return ()
        refuse_for(*self._against(known, definition, context))
        return (
            Observed(
                definition=self.definition,
                of=self.of,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
                value=self.value.with_places(definition.decimals),
                source=self.source,
                based_on=self.based_on,
                registered=context.today,
            ),
        )

    def _against(
        self, known: Indicator, definition: Defined, context: Context
    ) -> Iterator[Reason | None]:
        first, end, stream = self.effective_from, self.effective_to, self.indicator
        yield held(known, definition, first, end, stream)
        if end - timedelta(days=1) > context.today:
            text = (
                f"{stream}: expected days that are over by {context.today}, "
                f"got {first} until {end}"
            )
            yield Reason(code="indicator.not_over", text=text)
        yield there(self.of, first, end, context=context)
        yield from on_scale(self.value, definition, stream)


@attrs.frozen(kw_only=True)
class Correct:
    """Put a figure right that was registered wrongly.

    What reports said of it stays as they said it, and can be held against this.

    Attributes:
        indicator: The indicator's stream: `indicator/…`.
        definition: The version of the definition that it was worked out by.
        of: Who it is for.
        effective_from: The first day that it is about, as registered.
        effective_to: The first day that it is no longer about, as registered.
        value: The figure as it should have been.
        source: Where the right figure comes from.
        reason: Why, as a code; nothing about a person.
    """

    indicator: StreamId = attrs.field(validator=of_kind("indicator"))
    definition: int = attrs.field(validator=Whole(of="definitions"))
    of: StreamId = attrs.field(validator=a_stream)
    effective_from: date
    effective_to: date = attrs.field(validator=later_than("effective_from"))
    value: Figure
    source: str = attrs.field(validator=not_blank)
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the indicator."""
        return self.indicator

    def decide(self, state: Indicator | None, context: Context) -> tuple[Event, ...]:
        """Put it right, unless it stands so.

        Raises:
            Refused: `indicator.unknown`, `indicator.definition_unknown`,
                `indicator.not_observed`, `indicator.decimals` or
                `indicator.off_scale`.
        """
        known = registered(state, self.indicator)
        definition = defined(known, self.definition, self.indicator)
        before = _standing(self, known)
        same = before.value.decimal == self.value.decimal
        if same and before.source == self.source:
            return ()
        refuse_for(*on_scale(self.value, definition, self.indicator))
        return (
            Corrected(
                definition=self.definition,
                of=self.of,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
                value=self.value.with_places(definition.decimals),
                source=self.source,
                reason=self.reason,
                registered=context.today,
            ),
        )


@attrs.frozen(kw_only=True)
class Withdraw:
    """Take a figure back that should not have been registered at all.

    Attributes:
        indicator: The indicator's stream: `indicator/…`.
        definition: The version of the definition that it was worked out by.
        of: Who it was for.
        effective_from: The first day that it was about, as registered.
        effective_to: The first day that it was no longer about, as registered.
        reason: Why, as a code; nothing about a person.
    """

    indicator: StreamId = attrs.field(validator=of_kind("indicator"))
    definition: int = attrs.field(validator=Whole(of="definitions"))
    of: StreamId = attrs.field(validator=a_stream)
    effective_from: date
    effective_to: date = attrs.field(validator=later_than("effective_from"))
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the indicator."""
        return self.indicator

    def decide(self, state: Indicator | None, context: Context) -> tuple[Event, ...]:
        """Take it back, unless it is taken back.

        Raises:
            Refused: `indicator.unknown`, `indicator.definition_unknown` or
                `indicator.not_observed`.
        """
        known = registered(state, self.indicator)
        defined(known, self.definition, self.indicator)
        last = next(filter(self._is_it, reversed(known.statements)), None)
        if isinstance(last, Withdrawn):
            return ()
        _standing(self, known)
        return (
            Withdrawn(
                definition=self.definition,
                of=self.of,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
                reason=self.reason,
                registered=context.today,
            ),
        )

    def _is_it(self, said: Observed | Corrected | Withdrawn) -> bool:
        return _about(said) == _about(self)


def _about(
    said: Observe | Correct | Withdraw | Observed | Corrected | Withdrawn,
) -> tuple[int, StreamId, date, date]:
    """What tells one figure from another."""
    return said.definition, said.of, said.effective_from, said.effective_to


def _standing(command: Correct | Withdraw, known: Indicator) -> Observed | Corrected:
    """Give the figure that a command is about.

    Raises:
        Refused: `indicator.not_observed`.
    """
    found = observed(known, *_about(command))
    if found is None:
        text = (
            f"{command.indicator}: expected a figure that is registered, got none by "
            f"definition {command.definition} of {command.of} for "
            f"{command.effective_from} until {command.effective_to}"
        )
        raise Refused(Reason(code="indicator.not_observed", text=text))
    return found


def _observed_otherwise(
    stream: StreamId, before: Observed | Corrected, said: Observe
) -> Iterator[Reason]:
    """Say no to another figure, and to the same from elsewhere."""
    told: list[tuple[str, object, object]] = []
    if before.value.decimal != said.value.decimal:
        told.append(("", before.value, said.value))
    if before.source != said.source:
        told.append((" from", before.source, said.source))
    if isinstance(before, Observed) and before.based_on != said.based_on:
        told.append((" based on", before.based_on, said.based_on))
    for what, known, now in told:
        text = (
            f"{stream}: {before.of} has{what} {known} for {before.effective_from} "
            f"until {before.effective_to}, got {now}; correct what was registered "
            "wrongly"
        )
        yield Reason(code="indicator.observed", text=text)
