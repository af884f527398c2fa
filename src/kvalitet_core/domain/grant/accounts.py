"""Accounts that were handed in, by their number: what deciding them shares."""

from __future__ import annotations

from kvalitet_core.domain.frame.handbook import ACCOUNTS
from kvalitet_core.domain.grant.state import Accounts, Grant
from kvalitet_core.errors import Reason, Refused
from kvalitet_core.ids import StreamId

__all__ = ["accounts_of", "accounts_rule", "undecided"]


def accounts_of(stream: StreamId, known: Grant, number: int) -> Accounts:
    """Give accounts by their number.

    Raises:
        Refused: There are none.
    """
    found = known.accounts.get(number)
    if found is not None:
        return found
    text = (
        f"{stream}: $.accounts: expected one of the {len(known.accounts)} received, "
        f"got {number}"
    )
    raise Refused(accounts_rule("accounts_unknown", text))


def undecided(stream: StreamId, number: int, accounts: Accounts) -> Reason | None:
    """Say no to deciding accounts that are decided."""
    if accounts.approved is None:
        return None
    came_to = "approved" if accounts.approved else "sent back"
    return accounts_rule(
        "accounts_decided", f"{stream}: accounts {number}: are {came_to}"
    )


def accounts_rule(rule: str, text: str) -> Reason:
    """A reason that comes from the rules for accounts."""
    return Reason(code=f"grant.{rule}", text=text, source=str(ACCOUNTS))
