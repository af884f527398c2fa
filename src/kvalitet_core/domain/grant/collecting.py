"""Collecting what is owed, step by step, or letting go what is too little for that."""

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
    live,
    own_basis,
    posted,
    terms_on,
)
from kvalitet_core.domain.grant.events import (
    ClaimLetGo,
    Collected,
    Collection,
    Event,
)
from kvalitet_core.domain.grant.ledger import Account, Purpose
from kvalitet_core.domain.grant.recovering import claim_of
from kvalitet_core.domain.grant.state import Claim, Grant
from kvalitet_core.domain.rules import refuse_for, within
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import Deadline, instant_at

__all__ = [
    "Collect",
    "LetGo",
]

_STEPS: Final = tuple(Collection)


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
        claim = claim_of(self.grant, known, self.claim)
        if claim.step is self.step:
            return ()
        refuse_for(settled(self.grant, self.claim, claim), *self._against(known, claim))
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
        claim = claim_of(self.grant, known, self.claim)
        if claim.let_go > NOTHING and claim.left == NOTHING:
            return ()
        limit = terms_on(known, self.effective_from).de_minimis
        refuse_for(
            settled(self.grant, self.claim, claim),
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


def settled(stream: StreamId, number: int, claim: Claim) -> Reason | None:
    if claim.left > NOTHING:
        return None
    return _rule("claim_settled", f"{stream}: claim {number}: nothing of it is left")


def _rule(rule: str, text: str) -> Reason:
    return Reason(code=f"grant.{rule}", text=text, source=str(RECOVERY))
