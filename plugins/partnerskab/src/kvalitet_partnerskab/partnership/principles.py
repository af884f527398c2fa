"""Working by the eight principles, which count only all together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.rules import refuse_for, registered
from kvalitet_core.errors import Malformed, Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import ReasonCode
from kvalitet_partnerskab.concept import PRINCIPLES, principle
from kvalitet_partnerskab.partnership.commands import not_begun
from kvalitet_partnerskab.partnership.events import (
    Event,
    PrincipleLaidDown,
    PrincipleTakenUp,
    Reorganised,
)
from kvalitet_partnerskab.partnership.state import ALL, KIND, Partnership
from kvalitet_partnerskab.sources import GUIDE

__all__ = ["DeclareReorganised", "LayDown", "TakeUp"]


@attrs.frozen
class _OneOfEight:
    """An attrs validator: the number of one of the eight principles."""

    @property
    def json_schema(self) -> dict[str, Any]:
        """What a schema says of such a field."""
        return {"minimum": 1, "maximum": len(PRINCIPLES)}

    def __call__(self, _: Any, attribute: attrs.Attribute[Any], number: object) -> None:
        """Refuse what is not the number of a principle."""
        if type(number) is not int or number not in ALL:
            problem = f"expected a principle, 1 to {len(PRINCIPLES)}"
            raise Malformed(f"{attribute.name} {number!r}", problem)


@attrs.frozen(kw_only=True)
class TakeUp:
    """Register that a municipality begins to work by one of the principles.

    Attributes:
        partnership: The partnership's stream: `partnerskab-partnership/…`.
        principle: Its number, from 1 to 8.
        effective_from: The first day.
    """

    partnership: StreamId = attrs.field(validator=of_kind(KIND))
    principle: int = attrs.field(validator=_OneOfEight())
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the partnership."""
        return self.partnership

    def decide(self, state: Partnership | None, context: Context) -> tuple[Event, ...]:
        """Register it, unless it works by it from that day on.

        Raises:
            Refused: `partnerskab-partnership.unknown` or
                `partnerskab-partnership.not_begun`.
        """
        known = registered(state, self.partnership)
        dated = known.principles.get(self.principle)
        if dated is not None and dated.holds(True, self.effective_from):  # noqa: FBT003
            return ()
        refuse_for(not_begun(self.partnership, known, self.effective_from))
        return (
            PrincipleTakenUp(
                principle=self.principle, effective_from=self.effective_from
            ),
        )


@attrs.frozen(kw_only=True)
class LayDown:
    """Register that a municipality works by one of the principles no longer.

    Attributes:
        partnership: The partnership's stream: `partnerskab-partnership/…`.
        principle: Its number, from 1 to 8.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day that it does not.
    """

    partnership: StreamId = attrs.field(validator=of_kind(KIND))
    principle: int = attrs.field(validator=_OneOfEight())
    reason: ReasonCode
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the partnership."""
        return self.partnership

    def decide(self, state: Partnership | None, context: Context) -> tuple[Event, ...]:
        """Register it, unless it works by it on no day from that one on.

        Raises:
            Refused: `partnerskab-partnership.unknown` or
                `partnerskab-partnership.not_begun`.
        """
        known = registered(state, self.partnership)
        day = self.effective_from
        dated = known.principles.get(self.principle)
        if dated is None or not any(
            span.value and (span.period.end is None or day < span.period.end)
            for span in dated.spans
        ):
            return ()
        refuse_for(not_begun(self.partnership, known, day))
        return (
            PrincipleLaidDown(
                principle=self.principle, reason=self.reason, effective_from=day
            ),
        )


@attrs.frozen(kw_only=True)
class DeclareReorganised:
    """Find that a municipality is reorganised: that it works by all eight principles.

    Attributes:
        partnership: The partnership's stream: `partnerskab-partnership/…`.
        effective_from: The day that this is found.
    """

    partnership: StreamId = attrs.field(validator=of_kind(KIND))
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the partnership."""
        return self.partnership

    def decide(self, state: Partnership | None, context: Context) -> tuple[Event, ...]:
        """Find it, unless it was found on that day. Seven of eight are not enough.

        Raises:
            Refused: `partnerskab-partnership.unknown`,
                `partnerskab-partnership.reorganised` on another day, or
                `partnerskab-partnership.principle_missing`, for each that is.
        """
        stream = self.partnership
        known = registered(state, stream)
        if known.reorganised == self.effective_from:
            return ()
        refuse_for(
            self._found_already(known), *_lacking(stream, known, self.effective_from)
        )
        return (
            Reorganised(
                principles=known.works_by(self.effective_from),
                source=GUIDE,
                effective_from=self.effective_from,
            ),
        )

    def _found_already(self, known: Partnership) -> Reason | None:
        if known.reorganised is None:
            return None
        text = (
            f"{self.partnership}: was found to be reorganised {known.reorganised}, got "
            f"{self.effective_from}"
        )
        return Reason(code=f"{KIND}.reorganised", text=text)


def _lacking(stream: StreamId, known: Partnership, day: date) -> Iterator[Reason]:
    """Say no for each principle that it does not work by on the day."""
    for number in sorted(ALL - known.works_by(day)):
        text = (
            f"{stream}: expected work by all eight principles on {day}, principle "
            f"{number} {principle(number).title!r} is missing"
        )
        yield Reason(code=f"{KIND}.principle_missing", text=text, source=GUIDE)
