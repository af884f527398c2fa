"""Leases: who works on what, so that several share the work instead of vying for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, or_, select, update

from kvalitet_core.running.inserting import insert_if_absent
from kvalitet_core.running.run import Lease
from kvalitet_core.running.tables import LEASES

__all__ = ["Leasing"]

_FARTHEST: Final = 10
"""How many times as long as one is asked for a lease may still last to be believed.

One that lasts longer was taken before the clock was set back.
"""


class Leasing:
    """What a transaction can do about leases."""

    connection: Connection
    now: datetime

    def lease(self, name: str, owner: str, until: datetime) -> bool:
        """Say that one works on a job; False while someone else does."""
        farthest = self.now + _FARTHEST * (until - self.now)
        taken = self.connection.execute(
            update(LEASES)
            .where(
                LEASES.c.name == name,
                or_(
                    LEASES.c.owner == owner,
                    LEASES.c.until <= self.now,
                    LEASES.c.until > farthest,
                ),
            )
            .values(owner=owner, until=until)
        )
        if taken.rowcount == 1:
            return True
        values = {"name": name, "owner": owner, "until": until}
        return insert_if_absent(self.connection, LEASES, values)

    def renew(self, names: Sequence[str], owner: str, until: datetime) -> None:
        """Keep one's leases for longer; one that someone else has taken is theirs."""
        self.connection.execute(
            update(LEASES)
            .where(LEASES.c.name.in_(list(names)), LEASES.c.owner == owner)
            .values(until=until)
        )

    def release(self, names: Sequence[str], owner: str) -> None:
        """Say that one no longer works on some jobs."""
        self.connection.execute(
            delete(LEASES).where(
                LEASES.c.name.in_(list(names)), LEASES.c.owner == owner
            )
        )

    def leases(self) -> Mapping[str, Lease]:
        """Who works on what."""
        found = self.connection.execute(select(LEASES))
        return {row.name: Lease(**row._mapping) for row in found}  # noqa: SLF001 - public
