"""Getting money back: demands, each on a ground, and what is repaid of them.

What is demanded is taken from what is paid and not accounted for; where that is not
enough, from what approved accounts had settled. The recipient asks no more for either.
"""

from __future__ import annotations

from datetime import date, time
from typing import Final

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.frame.handbook import RECOVERY
from kvalitet_core.domain.grant.checks import (
    NOTHING,
    Move,
    later_than_today,
    live,
    not_positive,
    own_basis,
    posted,
    resting,
)
from kvalitet_core.domain.grant.events import (
    Event,
    RecoveryGround,
    Repaid,
    RepaymentDemanded,
)
from kvalitet_core.domain.grant.ledger import Account, Purpose
from kvalitet_core.domain.grant.plan import DutyKind
from kvalitet_core.domain.grant.state import Claim, Grant
from kvalitet_core.domain.rules import reachable, refuse_for, within
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import Deadline, Money, ReasonCode, instant_at, not_blank

__all__ = ["Demand", "Repay"]

_UNUSED: Final = (RecoveryGround.UNUSED, RecoveryGround.NOT_TRANSFERRED)


@attrs.frozen(kw_only=True)
class Demand:
    """Demand something back.

    Attributes:
        grant: The grant's stream: `grant/…`.
        ground: Why.
        of: The duty or the condition that it is about, by its code, where it is one.
        amount: How much.
        due: The last time to repay it.
        effective_from: The first day that the demand holds.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    ground: RecoveryGround
    of: ReasonCode | None = None
    amount: Money
    due: Deadline
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Demand it, unless it is demanded.

        Raises:
            Refused: `grant.unknown`, `grant.closed`; or `grant.not_begun`,
                `grant.deadline_unreachable`, `grant.amount`, `grant.ground` where the
                ground is not there, `grant.beyond_paid`.
        """
        known = live(state, self.grant)
        said = (self.ground, self.of, self.amount, self.due)
        for claim in known.claims.values():
            if (claim.ground, claim.of, claim.amount, claim.due) == said:
                return ()
        refuse_for(
            within(known.period, self.effective_from, stream=self.grant),
            reachable(self.due, stream=self.grant),
            not_positive(self.grant, "$.amount", self.amount, source=str(RECOVERY)),
            self._no_ground(known),
            self._beyond_paid(known),
        )
        basis = own_basis(context, known)
        moves = _claimed(known, self.amount)
        return (
            RepaymentDemanded(
                number=len(known.claims) + 1,
                ground=self.ground,
                of=self.of,
                amount=self.amount,
                due=self.due,
                effective_from=self.effective_from,
                postings=posted(*moves, decision=basis, on=self.effective_from),
            ),
        )

    def _beyond_paid(self, known: Grant) -> Reason | None:
        advance = max(known.balances[Account.ADVANCE], NOTHING)
        left = advance if self.ground in _UNUSED else known.paid - known.demanded
        if self.amount <= left:
            return None
        which = "accounted for" if self.ground in _UNUSED else "demanded back"
        text = (
            f"{self.grant}: $.amount: expected no more than is paid and not {which}, "
            f"{left}, got {self.amount}"
        )
        return _rule("beyond_paid", text)

    def _no_ground(self, known: Grant) -> Reason | None:
        if self._is_there(known):
            return None
        text = (
            f"{self.grant}: $.of: expected what the ground {str(self.ground)!r} is "
            f"about, and that it is so on {self.effective_from}, "
            f"got {str(self.of) if self.of else 'nothing'!r}"
        )
        return _rule("ground", text)

    def _is_there(self, known: Grant) -> bool:
        if self.ground in _UNUSED:
            return self.of is None
        if self.ground is RecoveryGround.CONDITION_BREACHED:
            return self.of in [each.code for each in known.conditions]
        duty = known.duties.get(self.of) if self.of else None
        if duty is None:
            return False
        missing = duty in known.late(instant_at(self.effective_from, time.min))
        if self.ground is RecoveryGround.LATE:
            received = known.handed_in.get(duty.code)
            return missing or (received is not None and not duty.due.met_by(received))
        incomplete = any(
            each.received.duty == duty.code and not each.is_complete
            for each in known.accounts.values()
        )
        return duty.kind is DutyKind.ACCOUNTS and (missing or incomplete)


@attrs.frozen(kw_only=True)
class Repay:
    """Note that something of a claim was repaid.

    Attributes:
        grant: The grant's stream: `grant/…`.
        claim: Its number.
        amount: How much.
        reference: What the bank calls the payment; another one each time.
        received_on: The day.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    claim: int
    amount: Money
    reference: str = attrs.field(validator=not_blank)
    received_on: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Note it, unless this payment is noted.

        Raises:
            Refused: `grant.unknown`, `grant.closed`, `grant.claim_unknown`; or
                `grant.amount`, `grant.beyond_claim`, `grant.not_begun`,
                `grant.day_in_future`.
        """
        known = live(state, self.grant)
        claim = claim_of(self.grant, known, self.claim)
        if self.reference in claim.repayments:
            return ()
        refuse_for(
            within(known.period, self.received_on, stream=self.grant),
            later_than_today(self.grant, "$.received_on", self.received_on, context),
            not_positive(self.grant, "$.amount", self.amount),
            self._beyond(claim),
        )
        move = (Account.BANK, Account.CLAIM, self.amount, Purpose.REPAID)
        decision = resting(context, claim.version)
        return (
            Repaid(
                claim=self.claim,
                amount=self.amount,
                reference=self.reference,
                received_on=self.received_on,
                postings=posted(move, decision=decision, on=self.received_on),
            ),
        )

    def _beyond(self, claim: Claim) -> Reason | None:
        if self.amount <= claim.left:
            return None
        text = (
            f"{self.grant}: $.amount: expected no more than is left of claim "
            f"{self.claim}, {claim.left}, got {self.amount}"
        )
        return _rule("beyond_claim", text)


def _claimed(known: Grant, amount: Money) -> tuple[Move, ...]:
    """Where what is demanded is taken from."""
    advance = min(amount, max(known.balances[Account.ADVANCE], NOTHING))
    return (
        (Account.CLAIM, Account.ADVANCE, advance, Purpose.CLAIMED),
        (Account.COMMITMENT, Account.COST, advance, Purpose.WITHDRAWN),
        (Account.CLAIM, Account.COST, amount - advance, Purpose.CLAIMED),
    )


def claim_of(stream: StreamId, known: Grant, number: int) -> Claim:
    """Give a claim by its number.

    Raises:
        Refused: There is none.
    """
    found = known.claims.get(number)
    if found is not None:
        return found
    text = (
        f"{stream}: $.claim: expected one of its {len(known.claims)} claims, "
        f"got {number}"
    )
    raise Refused(_rule("claim_unknown", text))


def _rule(rule: str, text: str) -> Reason:
    return Reason(code=f"grant.{rule}", text=text, source=str(RECOVERY))
