"""What may be asked of a budget frame; money is committed by the grant it goes to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.fields import SomeText, Whole, Written
from kvalitet_core.domain.frame.events import (
    AmountChanged,
    Corrected,
    Event,
    Registered,
    TermsSet,
)
from kvalitet_core.domain.frame.state import Frame, evolve
from kvalitet_core.domain.frame.terms import GrantTerms
from kvalitet_core.domain.rules import refuse_for, registered, within
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind, stream_id
from kvalitet_core.values import Money, ReasonCode, not_blank

__all__ = ["ChangeAmount", "Correct", "Register", "SetTerms"]


@attrs.frozen(kw_only=True)
class Register:
    """Register a budget frame that grants can be given from.

    Attributes:
        key: What its stream is called by: `recovery-2019`.
        title: What people call it.
        amount: How much there is to give.
        finance_act_account: The account in the finance act: `§ 15.75.55.10`.
        year: The year of the finance act.
        call: The call that the money is given through, where there is one: `round/…`.
        source: The document that all this comes from.
        effective_from: The first day that grants can be given from it.
    """

    key: str = attrs.field(
        validator=Written("[a-z0-9][a-z0-9-]{0,59}", "a-z, 0-9 and -, 60 at most")
    )
    title: str = attrs.field(validator=not_blank)
    amount: Money
    finance_act_account: str = attrs.field(validator=not_blank)
    year: int = attrs.field(validator=Whole(of="years"))
    call: StreamId | None = attrs.field(
        default=None, validator=attrs.validators.optional(of_kind("round"))
    )
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the frame with this key."""
        return stream_id("frame", self.key)

    def decide(self, state: Frame | None, context: Context) -> tuple[Event, ...]:
        """Register it, unless it is registered.

        Raises:
            Refused: `frame.registered`, for each thing that was registered otherwise;
                or `frame.amount`.
        """
        stream = self.target(context)
        fields = attrs.fields(Registered)
        said = Registered(**{each.name: getattr(self, each.name) for each in fields})
        if state is not None:
            refuse_for(*_otherwise(stream, state.registered, said))
            return ()
        refuse_for(_no_amount(stream, self.amount, self.source))
        return (said,)


@attrs.frozen(kw_only=True)
class ChangeAmount:
    """Change the amount of a frame; never below what is committed.

    Attributes:
        frame: The frame's stream: `frame/…`.
        amount: How much there is to give.
        reason: Why, as a code; nothing about a person.
        source: The document that it comes from.
        effective_from: The first day that this amount holds.
    """

    frame: StreamId = attrs.field(validator=of_kind("frame"))
    amount: Money
    reason: ReasonCode
    source: str = attrs.field(validator=not_blank)
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the frame."""
        return self.frame

    def decide(self, state: Frame | None, context: Context) -> tuple[Event, ...]:
        """Change it, unless it holds from that day on.

        Raises:
            Refused: `frame.unknown`, `frame.not_begun`, `frame.amount` or
                `frame.below_committed`.
        """
        known = registered(state, self.frame)
        if known.amount.holds(self.amount, self.effective_from):
            return ()
        refuse_for(
            within(known.period, self.effective_from, stream=self.frame),
            _no_amount(self.frame, self.amount, self.source),
            self._below(known),
        )
        return (
            AmountChanged(
                amount=self.amount,
                reason=self.reason,
                source=self.source,
                effective_from=self.effective_from,
            ),
        )

    def _below(self, known: Frame) -> Reason | None:
        if known.committed <= self.amount:
            return None
        text = (
            f"{self.frame}: $.amount: expected no less than what is committed, "
            f"{known.committed}, got {self.amount}"
        )
        return Reason(code="frame.below_committed", text=text, source=known.source)


@attrs.frozen(kw_only=True)
class SetTerms:
    """Set the terms that grants of a frame are given on, from a day on.

    A grant is given on the terms that hold when its commitment begins, and keeps them.

    Attributes:
        frame: The frame's stream: `frame/…`.
        terms: The terms.
        effective_from: The first day that they hold.
    """

    frame: StreamId = attrs.field(validator=of_kind("frame"))
    terms: GrantTerms
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the frame."""
        return self.frame

    def decide(self, state: Frame | None, context: Context) -> tuple[Event, ...]:
        """Set them, unless they hold from that day on.

        Raises:
            Refused: `frame.unknown`, `frame.not_begun`, or `frame.audit_levels` where
                two begin at the same amount.
        """
        known = registered(state, self.frame)
        if known.terms.holds(self.terms, self.effective_from):
            return ()
        refuse_for(
            within(known.period, self.effective_from, stream=self.frame),
            *self._ambiguous(),
        )
        return (TermsSet(terms=self.terms, effective_from=self.effective_from),)

    def _ambiguous(self) -> Iterator[Reason]:
        for amount in self.terms.twice():
            text = (
                f"{self.frame}: $.terms.audit: expected one audit level above each "
                f"amount, got several above {amount}"
            )
            source = self.terms.source
            yield Reason(code="frame.audit_levels", text=text, source=source)


@attrs.frozen(kw_only=True)
class Correct:
    """Put right what was registered wrongly of a frame; what is not named stands.

    Attributes:
        frame: The frame's stream: `frame/…`.
        reason: Why, as a code; nothing about a person.
        title: What people call it.
        finance_act_account: The account in the finance act.
        year: The year of the finance act.
        call: The call that the money is given through.
        source: The document that it comes from.
    """

    frame: StreamId = attrs.field(validator=of_kind("frame"))
    reason: ReasonCode
    title: str | None = attrs.field(default=None, validator=SomeText())
    finance_act_account: str | None = attrs.field(default=None, validator=SomeText())
    year: int | None = attrs.field(default=None, validator=Whole(of="years"))
    call: StreamId | None = attrs.field(
        default=None, validator=attrs.validators.optional(of_kind("round"))
    )
    source: str | None = attrs.field(default=None, validator=SomeText())

    def target(self, context: Context) -> StreamId:
        """The stream of the frame."""
        return self.frame

    def decide(self, state: Frame | None, context: Context) -> tuple[Event, ...]:
        """Put it right, unless it stands so.

        Raises:
            Refused: `frame.unknown`.
        """
        known = registered(state, self.frame)
        fields = attrs.fields(Corrected)
        event = Corrected(**{each.name: getattr(self, each.name) for each in fields})
        return () if evolve(known, event) == known else (event,)


def _no_amount(stream: StreamId, amount: Money, source: str) -> Reason | None:
    if amount.oere > 0:
        return None
    text = f"{stream}: $.amount: expected more than 0,00 kr., got {amount}"
    return Reason(code="frame.amount", text=text, source=source)


def _otherwise(
    stream: StreamId, known: Registered, said: Registered
) -> Iterator[Reason]:
    for field in attrs.fields(Registered):
        before, now = getattr(known, field.name), getattr(said, field.name)
        if before != now:
            text = (
                f"{stream}: is already registered with {field.name} "
                f"{str(before)!r}, got {str(now)!r}"
            )
            yield Reason(code="frame.registered", text=text, source=known.source)
