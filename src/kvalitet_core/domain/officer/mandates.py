"""What may be asked of an officer's mandates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.dated import Dated, Period, later_than
from kvalitet_core.domain.officer.checks import begun, ever, registered_from
from kvalitet_core.domain.officer.events import (
    Event,
    MandateCode,
    MandateCorrected,
    MandateEnded,
    MandateGiven,
)
from kvalitet_core.domain.officer.naming import OfficerId, officer_stream
from kvalitet_core.domain.officer.state import Mandate, Officer, evolve, others_than
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.errors import Malformed, Reason, Refused
from kvalitet_core.ids import ActorId, StreamId
from kvalitet_core.values import Money, ReasonCode, not_blank

__all__ = ["CorrectMandate", "EndMandate", "GiveMandate"]


def _no_debt(_: Any, attribute: attrs.Attribute[Any], ceiling: Money | None) -> None:
    if ceiling is not None and ceiling.oere < 0:
        raise Malformed(f"{attribute.name} {ceiling}", "expected 0,00 kr. or more")


@attrs.frozen(kw_only=True)
class GiveMandate:
    """Give an officer a mandate to decide something, up to an amount.

    Another ceiling begins when the mandate with the former one has ended.

    Attributes:
        officer: The officer's id in the host system; never a name.
        mandate: What may be decided, as a code.
        ceiling: The highest amount; None where there is no ceiling.
        effective_from: The first day of the mandate; it may be in the past.
        effective_to: The first day without it; None where none is known.
        source: The document of delegation.
    """

    officer: ActorId = attrs.field(validator=OfficerId())
    mandate: MandateCode
    ceiling: Money | None = attrs.field(validator=_no_debt)
    effective_from: date
    effective_to: date | None = attrs.field(
        default=None, validator=later_than("effective_from")
    )
    source: str = attrs.field(validator=not_blank)

    def target(self, context: Context) -> StreamId:
        """The stream of the officer."""
        return officer_stream(self.officer)

    def decide(self, state: Officer | None, context: Context) -> tuple[Event, ...]:
        """Give it, unless it is given for all those days.

        Raises:
            Refused: `officer.mandate_overlaps`, for each run of days on which the
                officer has it with another ceiling.
        """
        known = _days_of(state, self.mandate)
        given = Mandate(code=self.mandate, ceiling=self.ceiling, source=self.source)
        period = Period(start=self.effective_from, end=self.effective_to)
        if known.holds(given, period.start, period.end):
            return ()
        refuse_for(*_overlapping(self.target(context), known, given, period))
        return (
            MandateGiven(
                mandate=self.mandate,
                ceiling=self.ceiling,
                effective_from=self.effective_from,
                effective_to=self.effective_to,
                source=self.source,
            ),
        )


@attrs.frozen(kw_only=True)
class EndMandate:
    """Take a mandate from an officer.

    Whatever was to begin later does not begin either.

    Attributes:
        officer: The officer's id in the host system; never a name.
        mandate: What may no longer be decided, as a code.
        effective_from: The first day without the mandate; it may be in the past.
        reason: Why, as a code; nothing about a person.
    """

    officer: ActorId = attrs.field(validator=OfficerId())
    mandate: MandateCode
    effective_from: date
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the officer."""
        return officer_stream(self.officer)

    def decide(self, state: Officer | None, context: Context) -> tuple[Event, ...]:
        """End it, unless it is over by that day.

        Raises:
            Refused: `officer.mandate_unknown` where there is nothing to end, or
                `officer.mandate_not_begun`.
        """
        stream = self.target(context)
        known = _days_of(state, self.mandate)
        if not known.spans:
            text = f"{stream}: expected a mandate that was given, got {self.mandate!r}"
            raise Refused.because("officer.mandate_unknown", text)
        if known.ends_by(self.effective_from):
            return ()
        what = f"mandate {self.mandate!r}"
        day = self.effective_from
        refuse_for(begun(known, day, stream=stream, what=what, code="mandate"))
        return (
            MandateEnded(mandate=self.mandate, effective_from=day, reason=self.reason),
        )


@attrs.frozen(kw_only=True)
class CorrectMandate:
    """Put right what is registered wrongly of an officer's mandate: all of it is told.

    It was always so, and decisions that are taken stand until they are taken anew.

    Attributes:
        officer: The officer's id in the host system; never a name.
        mandate: What may be decided, as a code.
        was_from: The first day as it is registered: which of the runs of days it is.
        ceiling: The highest amount as it is right; None where there is no ceiling.
        effective_from: The first day as it is right; None where it was never given.
        effective_to: The first day without it; None where none is known.
        source: The document of delegation, or what shows that there is none.
        reason: Why it is corrected, as a code; nothing about a person.
    """

    officer: ActorId = attrs.field(validator=OfficerId())
    mandate: MandateCode
    was_from: date
    ceiling: Money | None = attrs.field(validator=[_no_debt, ever])
    effective_from: date | None
    effective_to: date | None = attrs.field(
        default=None, validator=[later_than("effective_from"), ever]
    )
    source: str = attrs.field(validator=not_blank)
    reason: ReasonCode

    def target(self, context: Context) -> StreamId:
        """The stream of the officer."""
        return officer_stream(self.officer)

    def decide(self, state: Officer | None, context: Context) -> tuple[Event, ...]:
        """Put it right, unless it stands so.

        Raises:
            Refused: For everything that keeps it from being so:
                `officer.mandate_unknown` where nothing is registered from that day, and
                `officer.mandate_overlaps`.
        """
        fields = attrs.fields(MandateCorrected)
        event = MandateCorrected(
            **{each.name: getattr(self, each.name) for each in fields}
        )
        if evolve(state, event) == state:
            return ()
        refuse_for(*self._against(_days_of(state, self.mandate), context))
        return (event,)

    def _against(
        self, known: Dated[Mandate], context: Context
    ) -> Iterator[Reason | None]:
        """Everything that keeps it from being put right so."""
        stream = self.target(context)
        what = f"mandate {self.mandate!r}"
        yield registered_from(
            known, self.was_from, stream=stream, what=what, code="mandate"
        )
        if self.effective_from is not None:
            right = Mandate(code=self.mandate, ceiling=self.ceiling, source=self.source)
            period = Period(start=self.effective_from, end=self.effective_to)
            others = others_than(known, self.was_from)
            yield from _overlapping(stream, others, right, period)


def _days_of(state: Officer | None, code: MandateCode) -> Dated[Mandate]:
    held = state.held(code) if state else None
    return held.mandate if held else Dated()


def _overlapping(
    stream: StreamId, known: Dated[Mandate], given: Mandate, period: Period
) -> Iterator[Reason]:
    """A reason for each run of days on which the mandate has another ceiling."""
    for span in known.spans:
        if span.period.overlaps(period) and span.value.ceiling != given.ceiling:
            text = (
                f"{stream}: has mandate {given.code!r} up to "
                f"{_up_to(span.value)} {span.period}, got {_up_to(given)} {period}"
            )
            code = "officer.mandate_overlaps"
            yield Reason(code=code, text=text, source=span.value.source)


def _up_to(mandate: Mandate) -> str:
    return "any amount" if mandate.ceiling is None else str(mandate.ceiling)
