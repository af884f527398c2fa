"""Getting money back: demands, each on a ground, and how far collecting them has come.

What is demanded is taken from what is paid and not accounted for; where that is not
enough, from what approved accounts had settled. The recipient asks no more for either.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Final

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.frame.handbook import RECOVERY
from kvalitet_core.domain.frame.terms import DeMinimis
from kvalitet_core.domain.grant.checks import (
    NOTHING,
    Move,
    live,
    not_positive,
    own_basis,
    posted,
    resting,
    terms_on,
)
from kvalitet_core.domain.grant.events import (
    ClaimLetGo,
    Collected,
    Collection,
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

__all__ = ["Collect", "Demand", "LetGo", "Repay"]

_UNUSED: Final = (RecoveryGround.UNUSED, RecoveryGround.NOT_TRANSFERRED)
_STEPS: Final = tuple(Collection)


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
class Collect:
    """Take the collection of a claim a step further: an invoice, then Gældsstyrelsen.

    Attributes:
        grant: The grant's stream: `grant/…`.
        claim: Its number.
        step: How it is collected now.
        effective_from: The first day that it is.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    claim: int
    step: Collection
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Take it there, unless it is there.

        Raises:
            Refused: `grant.unknown`, `grant.closed`, `grant.claim_unknown`; or
                `grant.claim_settled`, `grant.collection_step`, `grant.claim_not_due`,
                `grant.de_minimis`.
        """
        known = live(state, self.grant)
        claim = _claim(self.grant, known, self.claim)
        if claim.step is self.step:
            return ()
        refuse_for(
            _settled(self.grant, self.claim, claim), *self._against(known, claim)
        )
        collected = Collected(
            claim=self.claim, step=self.step, effective_from=self.effective_from
        )
        return (collected,)

    def _against(self, known: Grant, claim: Claim) -> Iterator[Reason]:
        following = _STEPS[_STEPS.index(claim.step) + 1 :][:1]
        if self.step not in following:
            step = following[0] if following else "none"
            text = (
                f"{self.grant}: $.step: expected {step}"
                f" after {claim.step}, got {self.step}"
            )
            yield _rule("collection_step", text)
        if not self._is_over(claim.due):
            text = (
                f"{self.grant}: claim {self.claim}: can be repaid until {claim.due}, "
                f"so it is not collected on {self.effective_from}"
            )
            yield _rule("claim_not_due", text)
        limit = terms_on(known, self.effective_from).de_minimis
        if limit is not None and limit.covers(claim.left):
            text = (
                f"{self.grant}: claim {self.claim}: expected more than the least that "
                f"is collected, {limit.amount}, got {claim.left}"
            )
            source = str(limit.hjemmel)
            yield Reason(code="grant.de_minimis", text=text, source=source)

    def _is_over(self, due: Deadline) -> bool:
        return not due.met_by(instant_at(self.effective_from, time.min))


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
                `grant.amount`, `grant.beyond_claim`, `grant.not_begun`.
        """
        known = live(state, self.grant)
        claim = _claim(self.grant, known, self.claim)
        if self.reference in claim.references:
            return ()
        refuse_for(
            within(known.period, self.received_on, stream=self.grant),
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


@attrs.frozen(kw_only=True)
class LetGo:
    """Let what is left of a claim go, since it is too little to collect.

    Attributes:
        grant: The grant's stream: `grant/…`.
        claim: Its number.
        effective_from: The first day that it is no longer owed.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    claim: int
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Let it go, unless it is let go.

        Raises:
            Refused: `grant.unknown`, `grant.closed`, `grant.claim_unknown`; or
                `grant.claim_settled`, `grant.not_begun`, `grant.above_de_minimis`.
        """
        known = live(state, self.grant)
        claim = _claim(self.grant, known, self.claim)
        if claim.let_go > NOTHING:
            return ()
        limit = terms_on(known, self.effective_from).de_minimis
        refuse_for(
            _settled(self.grant, self.claim, claim),
            within(known.period, self.effective_from, stream=self.grant),
            self._too_much(claim, limit),
        )
        move = (Account.LOSS, Account.CLAIM, claim.left, Purpose.LET_GO)
        basis = own_basis(context, known)
        return (
            ClaimLetGo(
                claim=self.claim,
                amount=claim.left,
                effective_from=self.effective_from,
                postings=posted(move, decision=basis, on=self.effective_from),
            ),
        )

    def _too_much(self, claim: Claim, limit: DeMinimis | None) -> Reason | None:
        if limit is not None and limit.covers(claim.left):
            return None
        least = limit.amount if limit else "an amount, which the terms do not have"
        text = (
            f"{self.grant}: claim {self.claim}: expected less than {least}, "
            f"got {claim.left}"
        )
        source = str(limit.hjemmel) if limit else None
        return Reason(code="grant.above_de_minimis", text=text, source=source)


def _claimed(known: Grant, amount: Money) -> tuple[Move, ...]:
    """Where what is demanded is taken from."""
    advance = min(amount, max(known.balances[Account.ADVANCE], NOTHING))
    return (
        (Account.CLAIM, Account.ADVANCE, advance, Purpose.CLAIMED),
        (Account.COMMITMENT, Account.COST, advance, Purpose.WITHDRAWN),
        (Account.CLAIM, Account.COST, amount - advance, Purpose.CLAIMED),
    )


def _claim(stream: StreamId, known: Grant, number: int) -> Claim:
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


def _settled(stream: StreamId, number: int, claim: Claim) -> Reason | None:
    if claim.left > NOTHING:
        return None
    return _rule("claim_settled", f"{stream}: claim {number}: nothing of it is left")


def _rule(rule: str, text: str) -> Reason:
    return Reason(code=f"grant.{rule}", text=text, source=str(RECOVERY))
