"""Paying a grant: the plan, each instalment, what comes back, and stops."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.frame.handbook import COVERAGE, PAYMENT
from kvalitet_core.domain.grant.budget import total
from kvalitet_core.domain.grant.checks import (
    beyond_commitment,
    lapsed,
    live,
    not_positive,
    own_basis,
    posted,
    resting,
)
from kvalitet_core.domain.grant.events import (
    Event,
    InstalmentPaid,
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
    Money,
    ReasonCode,
    danish_date,
    instant_at,
    not_blank,
)

__all__ = ["Pay", "Plan", "ResumePayments", "ReturnPayment", "StopPayments"]


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
class Pay:
    """Pay an instalment to the recipient's NemKonto.

    Attributes:
        grant: The grant's stream: `grant/…`.
        instalment: Its number in the plan.
        amount: How much; as planned.
        paid_on: The day.
        despite: What is late, and does not stop it, by the codes of the duties.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    instalment: int
    amount: Money
    paid_on: date
    despite: frozenset[str] = frozenset()

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Pay it, unless it is paid.

        Raises:
            Refused: `grant.unknown`, `grant.closed`; or for everything that stands
                against it: `grant.instalment_paid`, `grant.amount`,
                `grant.instalment_unknown`, `grant.instalment_not_due`,
                `grant.instalment_amount`, `grant.paid_in_future`,
                `grant.not_acknowledged`, `grant.acknowledged_late`,
                `grant.condition_unmet`, `grant.stopped`, `grant.duty_late`,
                `grant.lapsed`, `grant.no_budget`, `grant.beyond_budget`,
                `grant.beyond_commitment`.
        """
        known = live(state, self.grant)
        made = known.payments.get(self.instalment)
        if made and (made.amount, made.paid_on) == (self.amount, self.paid_on):
            return ()
        refuse_for(
            *self._unplanned(known, made),
            *self._too_early(known, context),
            *self._held(known),
            *self._beyond(known),
        )
        decision = resting(context, known.planned or known.version)
        move = (Account.ADVANCE, Account.BANK, self.amount, Purpose.PAID)
        return (
            InstalmentPaid(
                instalment=self.instalment,
                amount=self.amount,
                paid_on=self.paid_on,
                despite=self.despite,
                postings=posted(move, decision=decision, on=self.paid_on),
            ),
        )

    def _unplanned(self, known: Grant, made: Payment | None) -> Iterator[Reason | None]:
        """What differs from the plan."""
        source = known.source
        yield not_positive(self.grant, "$.amount", self.amount, source=source)
        if made is not None:
            text = (
                f"{self.grant}: instalment {self.instalment}: is already paid, "
                f"{made.amount} on {made.paid_on}, got {self.amount} on {self.paid_on}"
            )
            yield Reason(code="grant.instalment_paid", text=text, source=source)
        planned = [each for each in known.instalments if each.number == self.instalment]
        if not planned:
            text = (
                f"{self.grant}: $.instalment: expected one of the plan's "
                f"{len(known.instalments)}, got {self.instalment}"
            )
            yield Reason(code="grant.instalment_unknown", text=text, source=source)
        for each in planned:
            if self.amount != each.amount:
                text = (
                    f"{self.grant}: $.amount: expected instalment {each.number} as "
                    f"planned, {each.amount}, got {self.amount}"
                )
                yield Reason(code="grant.instalment_amount", text=text, source=source)
            if self.paid_on < each.due:
                text = (
                    f"{self.grant}: $.paid_on: expected no earlier than instalment "
                    f"{each.number} is due, {each.due}, got {self.paid_on}"
                )
                yield Reason(code="grant.instalment_not_due", text=text, source=source)

    def _too_early(self, known: Grant, context: Context) -> Iterator[Reason]:
        """What must come first: the tilkendegivelse and some conditions."""
        day, got = self.paid_on, known.acknowledged
        if day > context.today:
            text = (
                f"{self.grant}: $.paid_on: expected no later than today, "
                f"{context.today}, got {day}"
            )
            yield Reason(code="grant.paid_in_future", text=text)
        if got is None or day < danish_date(got):
            when = "none is received" if got is None else f"it came {danish_date(got)}"
            text = (
                f"{self.grant}: expected the recipient's tilkendegivelse before a "
                f"payment on {day}, {when}"
            )
            yield _unpaid("not_acknowledged", text)
        elif not known.in_time:
            text = (
                f"{self.grant}: expected a tilkendegivelse by {known.acknowledge_by}, "
                f"it came {got.isoformat()}"
            )
            yield _unpaid("acknowledged_late", text)
        for each in known.conditions:
            met = known.met.get(each.code)
            if each.before_payment and (met is None or day < met):
                text = (
                    f"{self.grant}: expected condition {str(each.code)!r} to be met "
                    f"before a payment on {day}, it is met {met or 'never'}"
                )
                yield _unpaid("condition_unmet", text)

    def _held(self, known: Grant) -> Iterator[Reason]:
        """What stops payments."""
        if known.stopped is not None and known.stopped <= self.paid_on:
            text = f"{self.grant}: all payments are stopped from {known.stopped}"
            yield _unpaid("stopped", text)
        for duty in known.late(instant_at(self.paid_on, time.min)):
            if duty.code not in self.despite:
                text = (
                    f"{self.grant}: expected {str(duty.code)!r} by {duty.due}, it is "
                    f"not received on {self.paid_on}"
                )
                yield _unpaid("duty_late", text)

    def _beyond(self, known: Grant) -> Iterator[Reason | None]:
        """What goes beyond what is granted."""
        if self.amount > known.payable:
            yield lapsed(self.grant, known)
        yield beyond_commitment(self.grant, known, self.amount, "$.amount")
        if known.budget is None:
            yield _unpaid("no_budget", f"{self.grant}: no budget of it is approved")
            return
        after, granted = known.paid + self.amount, known.budget.granted()
        if after > granted:
            text = (
                f"{self.grant}: $.amount: expected payments of no more than the "
                f"approved budget has of the grant, {granted}, got {after} in all"
            )
            yield Reason(code="grant.beyond_budget", text=text, source=str(COVERAGE))


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
                `grant.returned_before_paid`, or `grant.demanded` where it is demanded
                back already.
        """
        known = live(state, self.grant)
        made = known.payments.get(self.instalment)
        noted = (self.instalment, self.returned_on) in known.returned
        if made is None and noted:
            return ()
        refuse_for(*self._against(known, made))
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
        """Stop them, unless they are stopped from that day.

        Raises:
            Refused: `grant.unknown`, `grant.closed` or `grant.not_begun`.
        """
        known = live(state, self.grant)
        if known.stopped == self.effective_from:
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
        """Let them, unless nothing stops them.

        Raises:
            Refused: `grant.unknown`, `grant.closed` or `grant.not_begun`.
        """
        known = live(state, self.grant)
        if known.stopped is None:
            return ()
        refuse_for(within(known.period, self.effective_from, stream=self.grant))
        resumed = PaymentsResumed(
            reason=self.reason, effective_from=self.effective_from
        )
        return (resumed,)


def _unpaid(rule: str, text: str) -> Reason:
    return Reason(code=f"grant.{rule}", text=text, source=str(PAYMENT))
