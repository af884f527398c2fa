"""The evidence of one journal: sealing it, verifying it, and proving what is in it.

A part a module: `account_sealing`, `account_verifying` and `account_giving`; and in
`account_of` what each of them knows.
"""

from __future__ import annotations

from kvalitet_core.evidence.account_giving import AccountGiving
from kvalitet_core.evidence.account_sealing import AccountSealing

__all__ = ["Account"]


class Account(AccountSealing, AccountGiving):
    """What proves one journal. Not to be used from several threads at a time."""
