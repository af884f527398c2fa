"""Approving accounts: what the grant covers of a year.

A transfer of unused money to the next year above the limit of the terms is approved
before the accounts of the year are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.frame.handbook import COVERAGE, ELIGIBLE, TRANSFER
from kvalitet_core.domain.grant.accounts import (
    accounts_of,
    accounts_rule,
    undecided,
)
from kvalitet_core.domain.grant.budget import GRANT, AccountLine, Disallowed, total
from kvalitet_core.domain.grant.checks import (
    NOTHING,
    live,
    own_basis,
    posted,
    settled,
    terms_on,
)
from kvalitet_core.domain.grant.events import AccountsApproved, ChangeKind, Event
from kvalitet_core.domain.grant.ledger import Account, Purpose
from kvalitet_core.domain.grant.reporting import unapproved
from kvalitet_core.domain.grant.state import Accounts, Grant
from kvalitet_core.domain.rules import refuse_for, within
from kvalitet_core.errors import Reason
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import Money

__all__ = ["ApproveAccounts"]

_DAY: Final = timedelta(days=1)


@attrs.frozen(kw_only=True)
class ApproveAccounts:
    """Approve accounts: what the grant covers of them, and what is kept for next year.

    Attributes:
        grant: The grant's stream: `grant/…`.
        accounts: Their number.
        used: What the grant covers of them: all of it that is not disallowed.
        disallowed: What it does not cover, and why.
        carried: What of the rest the recipient keeps for the next year, by post.
        effective_from: The first day that the approval holds.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    accounts: int
    used: Money
    disallowed: tuple[Disallowed, ...] = ()
    carried: tuple[AccountLine, ...] = ()
    effective_from: date

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Approve them, unless they are approved.

        Raises:
            Refused: `grant.unknown`, `grant.closed`, `grant.accounts_unknown`; or for
                everything that stands against it: `grant.accounts_decided`,
                `grant.year_settled`, `grant.not_begun`, `grant.unsigned`,
                `grant.audit`, `grant.post_not_approved`, `grant.change_not_approved`,
                `grant.amount`, `grant.used`, `grant.disallowed`, `grant.beyond_budget`,
                `grant.beyond_commitment`, `grant.carried`, `grant.outside_period`,
                `grant.transfer_undecided`, `grant.transfer_not_approved`.
        """
        known = live(state, self.grant)
        accounts = accounts_of(self.grant, known, self.accounts)
        kept = total(line.amount for line in self.carried)
        if accounts.approved and (accounts.used, accounts.carried) == (self.used, kept):
            return ()
        year = accounts.received.year
        unused = _granted(known, year) - self.used
        refuse_for(
            undecided(self.grant, self.accounts, accounts),
            settled(self.grant, known, year) if accounts.approved is None else None,
            within(known.period, self.effective_from, stream=self.grant),
            *self._incomplete(known, accounts),
            *unapproved(self.grant, known, year, accounts.received.lines),
            *self._overspent(known, accounts),
            *self._beyond(known, accounts, unused),
            *self._carried(known, year, unused, kept),
        )
        move = (Account.COMMITMENT, Account.ADVANCE, self.used, Purpose.SETTLED)
        basis = own_basis(context, known)
        return (
            AccountsApproved(
                accounts=self.accounts,
                used=self.used,
                disallowed=self.disallowed,
                unused=unused,
                carried=self.carried,
                effective_from=self.effective_from,
                postings=posted(move, decision=basis, on=self.effective_from),
            ),
        )

    def _incomplete(self, known: Grant, accounts: Accounts) -> Iterator[Reason]:
        """What is missing: the signature, or an audit as the amount asks for."""
        given = accounts.received
        if given.signed_on is None:
            text = f"{self.grant}: accounts {given.number}: are not signed"
            yield accounts_rule("unsigned", text)
        terms = terms_on(known, self.effective_from)
        level = terms.audit_level(known.committed)
        if level is None:
            return
        done = given.audit
        if done is None or not (done.statement and done.long_form):
            text = (
                f"{self.grant}: accounts {given.number}: expected an auditor's "
                f"statement and long-form report, by {level}"
            )
            yield Reason(code="grant.audit", text=text, source=str(level.hjemmel))
        elif not level.met_by(done.auditor, performance=done.performance):
            also = " with a performance audit" if done.performance else ""
            text = (
                f"{self.grant}: accounts {given.number}: expected an audit by {level}, "
                f"got {done.auditor}{also}, for a grant of {known.committed}"
            )
            yield Reason(code="grant.audit", text=text, source=str(level.hjemmel))

    def _overspent(self, known: Grant, accounts: Accounts) -> Iterator[Reason]:
        """Each post on which more was spent than approved, beyond the limit."""
        limit = terms_on(known, self.effective_from).change
        year = accounts.received.year
        if limit is None or known.budget is None:
            return
        posts, costs = known.budget.posts(year), known.budget.costs(year)
        for line in accounts.received.lines:
            post = posts.get(line.post, NOTHING)
            over = line.amount - post
            if limit.exceeded_by(over, post=post, year=costs, all_=known.committed):
                text = (
                    f"{self.grant}: accounts {self.accounts}: {line.post}: expected "
                    f"no more above the approved {post} than {limit}, got {over}; "
                    "ask for a change of the budget"
                )
                source = str(limit.hjemmel)
                yield Reason(code="grant.change_not_approved", text=text, source=source)

    def _beyond(
        self, known: Grant, accounts: Accounts, unused: Money
    ) -> Iterator[Reason]:
        """What goes beyond the accounts, the budget or the commitment."""
        told = total(
            each.amount for each in accounts.received.income if each.source == GRANT
        )
        if self.used < NOTHING:
            text = f"{self.grant}: $.used: expected 0,00 kr. or more, got {self.used}"
            yield accounts_rule("amount", text)
        less = total(each.amount for each in self.disallowed)
        if self.used != told - less:
            text = (
                f"{self.grant}: $.used: expected what the accounts have of the grant, "
                f"{told}, less what is disallowed, {less}, got {self.used}"
            )
            yield Reason(code="grant.used", text=text, source=str(ELIGIBLE))
        posts = [line.post for line in accounts.received.lines]
        for place, each in enumerate(self.disallowed):
            if each.amount <= NOTHING or each.post not in posts:
                text = (
                    f"{self.grant}: $.disallowed[{place}]: expected more than nothing "
                    f"of a post of the accounts, got {each.amount} of "
                    f"{str(each.post)!r}"
                )
                yield Reason(code="grant.disallowed", text=text, source=str(ELIGIBLE))
        if unused < NOTHING:
            text = (
                f"{self.grant}: $.used: expected no more than the approved budget has "
                f"of the grant for {accounts.received.year}, "
                f"{unused + self.used}, got {self.used}"
            )
            yield Reason(code="grant.beyond_budget", text=text, source=str(COVERAGE))
        left = NOTHING - known.balances[Account.COMMITMENT]
        if self.used > left:
            text = (
                f"{self.grant}: $.used: expected no more than is committed and not "
                f"settled, {left}, got {self.used}"
            )
            source = str(COVERAGE)
            yield Reason(code="grant.beyond_commitment", text=text, source=source)

    def _carried(
        self, known: Grant, year: int, unused: Money, kept: Money
    ) -> Iterator[Reason]:
        """What cannot be kept for the next year."""
        for request in known.requests.values():
            if request.approved is None and request.asked.kind is ChangeKind.TRANSFER:
                text = (
                    f"{self.grant}: request {request.asked.number}: a transfer is "
                    f"decided before the accounts of {year} are approved"
                )
                yield _transfer("transfer_undecided", text)
        if any(line.amount <= NOTHING for line in self.carried) or kept > max(
            unused, NOTHING
        ):
            text = (
                f"{self.grant}: $.carried: expected amounts that come to no more than "
                f"is unused, {unused}, got {kept}"
            )
            yield _transfer("carried", text)
        if self.carried and year >= (known.ends - _DAY).year:
            text = (
                f"{self.grant}: $.carried: expected nothing after the last year, "
                f"{year}, got {kept}"
            )
            yield _transfer("outside_period", text)
        yield from self._beyond_limit(known, year, kept)

    def _beyond_limit(self, known: Grant, year: int, kept: Money) -> Iterator[Reason]:
        if not self.carried or known.budget is None:
            return
        limit = terms_on(known, self.effective_from).change
        posts, costs = known.budget.posts(year), known.budget.costs(year)
        for line in self.carried:
            post = posts.get(line.post, NOTHING)
            if limit is None or limit.exceeded_by(
                line.amount, post=post, year=costs, all_=known.committed
            ):
                text = (
                    f"{self.grant}: $.carried: {line.post}: expected no more than "
                    f"{limit or 'what is approved'}, got {line.amount}; a transfer "
                    f"is approved before the accounts of {year}"
                )
                yield _transfer("transfer_not_approved", text)
        together = limit is not None and limit.exceeded_by(
            kept, post=costs, year=costs, all_=known.committed
        )
        if together and len(self.carried) > 1:
            text = (
                f"{self.grant}: $.carried: expected no more than {limit} in all, got "
                f"{kept}; a transfer is approved before the accounts of {year}"
            )
            yield _transfer("transfer_not_approved", text)


def _granted(known: Grant, year: int) -> Money:
    """What the grant can cover of a year: its budget, and what was kept for it."""
    before = known.approved(year - 1)
    granted = known.budget.granted(year) if known.budget else NOTHING
    return granted + (before.carried if before else NOTHING)


def _transfer(rule: str, text: str) -> Reason:
    return Reason(code=f"grant.{rule}", text=text, source=str(TRANSFER))
