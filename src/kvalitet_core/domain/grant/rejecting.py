"""Sending accounts back, to be handed in again."""

from __future__ import annotations

import attrs

from kvalitet_core.aggregate import Context
from kvalitet_core.domain.grant.accounts import (
    accounts_of,
    accounts_rule,
    undecided,
)
from kvalitet_core.domain.grant.checks import live
from kvalitet_core.domain.grant.events import AccountsRejected, Event
from kvalitet_core.domain.grant.state import Grant
from kvalitet_core.domain.rules import refuse_for
from kvalitet_core.ids import StreamId, of_kind
from kvalitet_core.values import ReasonCode

__all__ = ["RejectAccounts"]


@attrs.frozen(kw_only=True)
class RejectAccounts:
    """Send accounts back; they are to be handed in again.

    Attributes:
        grant: The grant's stream: `grant/…`.
        accounts: Their number.
        reasons: Why, as codes; nothing about a person.
    """

    grant: StreamId = attrs.field(validator=of_kind("grant"))
    accounts: int
    reasons: tuple[ReasonCode, ...]

    def target(self, context: Context) -> StreamId:
        """The stream of the grant."""
        return self.grant

    def decide(self, state: Grant | None, context: Context) -> tuple[Event, ...]:
        """Send them back, unless they are.

        Raises:
            Refused: `grant.unknown`, `grant.closed`, `grant.accounts_unknown`; or
                `grant.accounts_decided`, `grant.reasons`.
        """
        known = live(state, self.grant)
        accounts = accounts_of(self.grant, known, self.accounts)
        if accounts.approved is False:
            return ()
        text = f"{self.grant}: $.reasons: expected why they are sent back, got none"
        refuse_for(
            undecided(self.grant, self.accounts, accounts),
            None if self.reasons else accounts_rule("reasons", text),
        )
        return (AccountsRejected(accounts=self.accounts, reasons=self.reasons),)
