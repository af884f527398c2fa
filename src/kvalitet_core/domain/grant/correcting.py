"""Putting right what was registered wrongly of a grant, with what it had posted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.fields import SomeText
from kvalitet_core.domain.grant.accounts import accounts_of
from kvalitet_core.domain.grant.budget import total
from kvalitet_core.domain.grant.checks import (
    in_future,
    later_than_today,
    live,
    own_basis,
    posted,
)
from kvalitet_core.domain.grant.committing import (
    RECIPIENTS,
    not_granted,
    other_applicant,
    recipient_there,
)
from kvalitet_core.domain.grant.events import (
    AccountsReopened,
    Corrected,
    Event,
    RepaymentReturned,
)
from kvalitet_core.domain.grant.folding import evolve
from kvalitet_core.domain.grant.ledger import Account, Purpose
from kvalitet_core.domain.grant.recovering import claim_of
from kvalitet_core.domain.grant.state import Accounts, Claim, Grant
from kvalitet_core.domain.rules import refuse_for, within
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind, of_kinds
from kvalitet_core.values import Instant, ReasonCode, not_blank

__all__ = ["Correct", "ReopenAccounts", "ReturnRepayment"]


@attrs.frozen(kw_only=True)
class Correct:
    """Put right what was registered wrongly of a grant; what is not named stands.

    Attributes:
        grant: The grant's stream: `grant/…`.
        reason: Why, as a code; nothing about a person.
        title: What people call it.
        recipient: Who it is given to.
        application: The application that it answers.
        source: The tilskudsbrev.
        acknowledged: When the tilkendegivelse was received; it is received already.
        begun: The first day of the project; it has begun already.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    reason: ReasonCode
    title: str | None = attrs.field(default=None, validator=SomeText())
    recipient: StreamId | None = attrs.field(
        default=None, validator=attrs.validators.optional(of_kinds(RECIPIENTS))
    )
    application: StreamId | None = None
    source: str | None = attrs.field(default=None, validator=SomeText())
    acknowledged: Instant | None = None
    begun: date | None = None

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Put it right, unless it stands so.

        Raises:
            Refused: `grant.unknown`, `grant.closed`; or `grant.recipient_unknown`,
                `grant.recipient_not_in_force`, `grant.application_not_granted`,
                `grant.other_applicant`,
                `grant.received_in_future`, `grant.unacknowledged`, `grant.unbegun`.
        """
        known = live(state, self.grant)
        got = self.acknowledged
        event = Corrected(
            reason=self.reason,
            title=self.title,
            recipient=self.recipient,
            application=self.application,
            source=self.source,
            acknowledged=got,
            in_time=None if got is None else known.acknowledge_by.met_by(got),
            begun=self.begun,
        )
        if attrs.evolve(evolve(known, event), version=known.version) == known:
            return ()
        refuse_for(*self._against(known, context))
        return (event,)

    def _against(self, known: Grant, context: Context) -> Iterator[Reason | None]:
        if self.recipient is not None:
            yield recipient_there(self.recipient, known.effective_from, context)
        yield not_granted(self.application, context)
        asked = self.application or known.application
        recipient = self.recipient or known.recipient
        if self.application or self.recipient:
            yield other_applicant(self.grant, asked, recipient, context)
        if self.acknowledged is not None:
            yield in_future(self.grant, self.acknowledged, context)
            if known.acknowledged is None:
                text = f"{self.grant}: no tilkendegivelse is received to be put right"
                yield Reason(code="grant.unacknowledged", text=text)
        if self.begun is not None and known.begun is None:
            text = f"{self.grant}: has not begun, so its day cannot be put right"
            yield Reason(code="grant.unbegun", text=text)


@attrs.frozen(kw_only=True)
class ReopenAccounts:
    """Take the approval of accounts back; they wait to be decided anew.

    Attributes:
        grant: The grant's stream: `grant/…`.
        accounts: Their number.
        reason: Why, as a code; nothing about a person.
        effective_from: The first day that they are not approved.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    accounts: int
    reason: ReasonCode
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Take it back, unless they are not decided.

        Raises:
            Refused: `grant.unknown`, `grant.closed`, `grant.accounts_unknown`; or
                `grant.not_begun`, `grant.accounts_decided` where they were sent back,
                `grant.demanded` where something of them is demanded back, and
                `grant.year_settled` where the next year could use what was kept.
        """
        known = live(state, self.grant)
        accounts = accounts_of(self.grant, known, self.accounts)
        if accounts.approved is None:
            return ()
        refuse_for(
            within(known.period, self.effective_from, stream=self.grant),
            *self._against(known, accounts),
        )
        move = (Account.ADVANCE, Account.COMMITMENT, accounts.used, Purpose.REOPENED)
        basis = own_basis(context, known)
        return (
            AccountsReopened(
                accounts=self.accounts,
                reason=self.reason,
                effective_from=self.effective_from,
                postings=posted(move, decision=basis, on=self.effective_from),
            ),
        )

    def _against(self, known: Grant, accounts: Accounts) -> Iterator[Reason]:
        if accounts.approved is False:
            text = f"{self.grant}: accounts {self.accounts}: were sent back"
            yield Reason(code="grant.accounts_decided", text=text)
        left = total(each.used for each in known.accounts.values()) - accounts.used
        taken = total(
            entry.posting.amount
            for entry in known.ledger
            if (entry.posting.debit, entry.posting.credit)
            == (Account.CLAIM, Account.COST)
        )
        if taken > left:
            text = (
                f"{self.grant}: accounts {self.accounts}: expected other accounts to "
                f"cover what is demanded back of them, {taken}, they have {left}"
            )
            yield Reason(code="grant.demanded", text=text)
        year = accounts.received.year
        if accounts.carried.oere and known.approved(year + 1) is not None:
            text = (
                f"{self.grant}: accounts {self.accounts}: {accounts.carried} was kept "
                f"for {year + 1}, whose accounts are approved"
            )
            yield Reason(code="grant.year_settled", text=text)


@attrs.frozen(kw_only=True)
class ReturnRepayment:
    """Note that a repayment went back, or never came; it can be noted again.

    Attributes:
        grant: The grant's stream: `grant/…`.
        claim: The number of its claim.
        reference: What the bank calls the payment.
        reason: Why, as a code; nothing about a person.
        returned_on: The day.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    claim: int
    reference: str = attrs.field(validator=not_blank)
    reason: ReasonCode
    returned_on: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Note it, unless it is noted and not repaid since.

        Raises:
            Refused: `grant.unknown`, `grant.closed`, `grant.claim_unknown`; or
                `grant.not_begun`, `grant.day_in_future`, `grant.repayment_unknown`.
        """
        known = live(state, self.grant)
        claim = claim_of(self.grant, known, self.claim)
        made = claim.repayments.get(self.reference)
        if made is None and (self.reference, self.returned_on) in claim.returned:
            return ()
        refuse_for(
            within(known.period, self.returned_on, stream=self.grant),
            later_than_today(self.grant, "$.returned_on", self.returned_on, context),
            self._unknown(claim),
        )
        assert made is not None  # noqa: S101 - the refusal above is for that
        move = (Account.CLAIM, Account.BANK, made, Purpose.UNREPAID)
        basis = own_basis(context, known)
        return (
            RepaymentReturned(
                claim=self.claim,
                reference=self.reference,
                reason=self.reason,
                returned_on=self.returned_on,
                postings=posted(move, decision=basis, on=self.returned_on),
            ),
        )

    def _unknown(self, claim: Claim) -> Reason | None:
        if self.reference in claim.repayments:
            return None
        there = ", ".join(sorted(claim.repayments)) or "of which it has none"
        text = (
            f"{self.grant}: $.reference: expected one of the repayments of claim "
            f"{self.claim}, {there}, got {self.reference!r}"
        )
        return Reason(code="grant.repayment_unknown", text=text)
