"""When a checkpoint was signed, and when an anchor came back, as far as that shows.

The time stands in a column. It must be the one that is signed, where one is; it cannot
be before the rows that it is of, nor yet to come. Within that, only the database says
so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from kvalitet_core.errors import KvalitetError, Malformed
from kvalitet_core.evidence.checking.said import Said
from kvalitet_core.evidence.checking.signatures import Verified
from kvalitet_core.journal import layout
from kvalitet_core.journal.instants import instant, written
from kvalitet_core.journal.own_events import Opened
from kvalitet_core.journal.paging import log_rows
from kvalitet_core.journal.sections import recorded_at
from kvalitet_core.journal.store import Store

__all__ = ["LEEWAY", "Times", "is_simulated", "moment", "read_time", "recorded_in"]

LEEWAY: Final = timedelta(minutes=5)
"""So far a clock may be behind another: the journal itself accepts no more."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST: Final = 253_402_300_799


class Times:
    """Holds times that are kept against what they are of."""

    def __init__(self, store: Store, *, now: datetime | None) -> None:
        """Take in what time it is.

        Args:
            store: The journal.

            now: What time it is; None where that is not known.
        """
        self._store = store
        self._simulated = is_simulated(store)
        self._now = None if self._simulated else now
        self._signed: dict[int, tuple[datetime, str]] = {}

    def odd(
        self,
        kept: object,
        *,
        size: int,
        signed: int | None = None,
        before: datetime | None = None,
    ) -> Said | None:
        """Why a time cannot be right; None where it can.

        Args:
            kept: The time as it is kept.

            size: Of how many rows that is which it is the time of.

            signed: The second that is signed, where one is.

            before: The time of what came before it, if that is known.
        """
        at = read_time(kept)
        if at is None:
            return Said.of("instant", at=repr(kept))
        if signed is not None and (at - _EPOCH) // timedelta(seconds=1) != signed:
            then = written(moment(signed))
            return Said.of("time_signed", at=kept, signed=then)
        last = None if self._simulated else recorded_in(self._store, size)
        if last is not None and at < last - LEEWAY:
            return Said.of("time_row", at=kept, then=written(last))
        if before is not None and at < before - LEEWAY:
            return Said.of("time_before", at=kept, then=written(before))
        if self._now is not None and at > self._now + LEEWAY:
            return Said.of("time_ahead", at=kept)
        return None

    def hold(self, size: int, signatures: Iterable[Verified]) -> None:
        """Take in when rows that are there were signed: what came after is no older.

        Args:
            size: How many rows.

            signatures: Signatures that hold, of who signs for when it is, or not.
        """
        told = [
            (moment(each.seconds), each.key.name)
            for each in signatures
            if each.seconds is not None
        ]
        if told:
            self._signed[size] = max(*told, self._signed.get(size, told[0]))

    def earlier(self) -> Iterator[tuple[int, Said]]:
        """Rows that say they are older than what was signed before they came."""
        done = 0
        for size, (then, who) in (
            () if self._simulated else sorted(self._signed.items())
        ):
            for position, at in self._recorded(max(size, done)):
                if at is None or at >= then - LEEWAY:
                    break
                facts = {"who": who, "size": size, "then": written(then)}
                yield position, Said.of("time_earlier", at=written(at), **facts)
                done = position

    def _recorded(self, after: int) -> Iterator[tuple[int, datetime | None]]:
        """When each row was recorded; few are asked for, unless some are odd."""
        for row in log_rows(self._store, after=after, first=1):
            at = None
            with suppress(KvalitetError, TypeError, AttributeError):
                at = recorded_at(row[4])
            yield row[0], at


def moment(seconds: int) -> datetime:
    """A second since 1970; one beyond the last that can be written is that one."""
    return _EPOCH + timedelta(seconds=min(seconds, _LATEST))


def read_time(kept: object) -> datetime | None:
    """A time as it is kept; None where it is none."""
    with suppress(Malformed):
        return instant(kept) if isinstance(kept, str) else None
    return None


def recorded_in(store: Store, position: int) -> datetime | None:
    """When the row at a position was recorded; None where that cannot be told."""
    with suppress(KvalitetError, TypeError, AttributeError):
        for row in store.log(after=position - 1, upto=position, limit=1):
            return recorded_at(row[4])
    return None


def is_simulated(store: Store) -> bool:
    """Whether a program gave the journal its times, as its first row has it."""
    with suppress(KvalitetError, msgspec.DecodeError, UnicodeDecodeError, TypeError):
        for row in store.log(upto=1, limit=1):
            opened = msgspec.json.decode(layout.split(row[4]).d, type=Opened)
            return opened.clock == "simulated"
    return False
