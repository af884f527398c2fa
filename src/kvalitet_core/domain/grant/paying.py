"""Paying a grant: the plan, each instalment, what comes back, and stops."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.frame.handbook import COVERAGE, PAYMENT
from kvalitet_core.domain.grant.checks import (
    beyond_commitment,
    lapsed,
    live,
    not_positive,
    posted,
    resting,
)
from kvalitet_core.domain.grant.events import (
    Event,
    InstalmentPaid,
)
from kvalitet_core.domain.grant.ledger import Account, Purpose
from kvalitet_core.domain.grant.state import Grant, Payment
from kvalitet_core.domain.rules import refuse_for, within
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import (
    Money,
    danish_date,
    instant_at,
)

__all__ = ["Pay"]


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
                `grant.instalment_amount`, `grant.paid_in_future`, `grant.not_begun`,
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
            within(known.period, self.paid_on, stream=self.grant),
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
        for span in known.stops.spans:
            if span.period.contains(self.paid_on):
                text = f"{self.grant}: all payments are stopped {span.period}"
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
        if self.amount > known.owing:
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


def _unpaid(rule: str, text: str) -> Reason:
    return Reason(code=f"grant.{rule}", text=text, source=str(PAYMENT))
