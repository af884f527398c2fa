"""The PostgreSQL store, how its users meet: writers at a lock, listeners at a channel.

Every writer takes the lock before it looks, and so the order of positions is the order
of commits. Only gives the statements; whoever runs them is in a transaction.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import Final

__all__ = ["CHANNEL", "lock", "lock_and_notify", "lock_key"]

CHANNEL: Final = "kvalitet_journal"
"""The channel that is notified, with the schema as payload, when a commit is made."""


def lock_key(schema: str) -> int:
    """The key of the advisory lock that the writers of a schema take."""
    digest = sha256(f"kvalitet-core/{schema}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


@cache
def lock(schema: str) -> str:
    """Take the writers' lock, until the transaction ends."""
    return f"SELECT pg_advisory_xact_lock({lock_key(schema)})"


@cache
def lock_and_notify(schema: str) -> str:
    """Take the writers' lock; listeners hear of it when the commit is made."""
    return f"{lock(schema)}, pg_notify('{CHANNEL}', '{schema}')"
