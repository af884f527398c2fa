"""When a grant is paid, what came back, and what stops or resumes payments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.grant.budget import total
from kvalitet_core.domain.grant.checks import (
    beyond_commitment,
    lapsed,
    later_than_today,
    live,
    not_positive,
    own_basis,
    posted,
)
from kvalitet_core.domain.grant.events import (
    Event,
    InstalmentsPlanned,
    PaymentReturned,
    PaymentsResumed,
    PaymentsStopped,
)
from kvalitet_core.domain.grant.ledger import Account, Purpose
from kvalitet_core.domain.grant.plan import Instalment
from kvalitet_core.domain.grant.state import Grant, Payment
from kvalitet_core.domain.rules import refuse_for, within
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import (
    ReasonCode,
    not_blank,
)

__all__ = [
    "Plan",
    "ResumePayments",
    "ReturnPayment",
    "StopPayments",
]


@attrs.frozen(kw_only=True)
class Plan:
    """Decide when the grant is paid, as the tilskudsbrev says.

    Attributes:
        grant: The grant's stream: `grant/…`.
        instalments: Every instalment; those that are paid stand as they were.
        source: The tilskudsbrev, or what changed it.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    instalments: tuple[Instalment, ...]
    source: str = attrs.field(validator=not_blank)

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Decide it, unless it stands so.

        Raises:
            Refused: `grant.unknown`, `grant.closed`; or `grant.lapsed`,
                `grant.instalment_number`, `grant.amount`, `grant.instalment_paid`,
                `grant.beyond_commitment`.
        """
        known = live(state, self.grant)
        if known.instalments == self.instalments:
            return ()
        refuse_for(lapsed(self.grant, known), *self._ill_told(), *self._against(known))
        planned = InstalmentsPlanned(instalments=self.instalments, source=self.source)
        return (planned,)

    def _ill_told(self) -> Iterator[Reason | None]:
        numbers = [each.number for each in self.instalments]
        if numbers != list(range(1, len(numbers) + 1)):
            text = (
                f"{self.grant}: $.instalments: expected the numbers 1 to "
                f"{len(numbers)} in order, got {', '.join(map(str, numbers))}"
            )
            yield Reason(code="grant.instalment_number", text=text, source=self.source)
        for place, each in enumerate(self.instalments):
            path = f"$.instalments[{place}].amount"
            yield not_positive(self.grant, path, each.amount, source=self.source)

    def _against(self, known: Grant) -> Iterator[Reason | None]:
        told = {each.number: each for each in self.instalments}
        for number, payment in known.payments.items():
            now = told.get(number)
            if now is None or now.amount != payment.amount:
                text = (
                    f"{self.grant}: instalment {number}: expected {payment.amount}, "
                    f"which is paid, got {now.amount if now else 'none'}"
                )
                yield Reason(code="grant.instalment_paid", text=text)
        unpaid = total(
            each.amount for n, each in told.items() if n not in known.payments
        )
        yield beyond_commitment(self.grant, known, unpaid, "$.instalments")


@attrs.frozen(kw_only=True)
class ReturnPayment:
    """Note that a payment came back, or was never made; it can be paid again.

    Attributes:
        grant: The grant's stream: `grant/…`.
        instalment: Its number in the plan.
        reason: Why, as a code; nothing about a person.
        returned_on: The day.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    instalment: int
    reason: ReasonCode
    returned_on: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Note it, unless it is noted and not paid since.

        Raises:
            Refused: `grant.unknown`, `grant.closed`; or `grant.instalment_unpaid`,
                `grant.returned_before_paid`, `grant.day_in_future`, or
                `grant.demanded` where it is demanded back already.
        """
        known = live(state, self.grant)
        made = known.payments.get(self.instalment)
        noted = (self.instalment, self.returned_on) in known.returned
        if made is None and noted:
            return ()
        refuse_for(
            later_than_today(self.grant, "$.returned_on", self.returned_on, context),
            *self._against(known, made),
        )
        assert made is not None  # noqa: S101 - the refusal above is for that
        move = (Account.BANK, Account.ADVANCE, made.amount, Purpose.RETURNED)
        basis = own_basis(context, known)
        return (
            PaymentReturned(
                instalment=self.instalment,
                reason=self.reason,
                returned_on=self.returned_on,
                postings=posted(move, decision=basis, on=self.returned_on),
            ),
        )

    def _against(self, known: Grant, made: Payment | None) -> Iterator[Reason]:
        if made is None:
            text = f"{self.grant}: instalment {self.instalment}: is not paid"
            yield Reason(code="grant.instalment_unpaid", text=text)
            return
        if self.returned_on < made.paid_on:
            text = (
                f"{self.grant}: $.returned_on: expected no earlier than it was paid, "
                f"{made.paid_on}, got {self.returned_on}"
            )
            yield Reason(code="grant.returned_before_paid", text=text)
        if known.paid - made.amount < known.demanded:
            text = (
                f"{self.grant}: instalment {self.instalment}: expected payments left "
                f"that cover what is demanded back, {known.demanded}, got "
                f"{known.paid - made.amount}"
            )
            yield Reason(code="grant.demanded", text=text)


@attrs.frozen(kw_only=True)
class StopPayments:
    """Stop all payments.

    Attributes:
        grant: The grant's stream: `grant/…`.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day that nothing is paid.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    reason: ReasonCode
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Stop them, unless they are stopped from that day on.

        Raises:
            Refused: `grant.unknown`, `grant.closed` or `grant.not_begun`.
        """
        known = live(state, self.grant)
        if known.stops.holds(self.reason, self.effective_from):
            return ()
        refuse_for(within(known.period, self.effective_from, stream=self.grant))
        stopped = PaymentsStopped(
            reason=self.reason, effective_from=self.effective_from
        )
        return (stopped,)


@attrs.frozen(kw_only=True)
class ResumePayments:
    """Let payments go on.

    Attributes:
        grant: The grant's stream: `grant/…`.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day that they may.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    reason: ReasonCode
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Let them, unless nothing stops them from that day on.

        What was stopped before that day stays so: nothing is paid as of then.

        Raises:
            Refused: `grant.unknown`, `grant.closed` or `grant.not_begun`.
        """
        known = live(state, self.grant)
        if known.stops.ends_by(self.effective_from):
            return ()
        refuse_for(within(known.period, self.effective_from, stream=self.grant))
        resumed = PaymentsResumed(
            reason=self.reason, effective_from=self.effective_from
        )
        return (resumed,)
