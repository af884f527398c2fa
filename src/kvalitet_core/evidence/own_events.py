"""Events of the journal's own about its evidence: case indexes, changes of key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import Clock, instant_of
from kvalitet_core.journal.drafting import TICK, own_draft
from kvalitet_core.journal.sections import recorded_at
from kvalitet_core.journal.store import Reader, Store

__all__ = ["log_own"]


def log_own(
    store: Store,
    journal_id: str,
    name: str,
    make: Callable[[Reader], Any],
    *,
    clock: Clock,
) -> int:
    """Append an event to the journal's own stream; gives its position.

    Args:
        store: The journal.

        journal_id: Its id.

        name: The event's stored name.

        make: Gives the event, while nobody else can write.

        clock: Says when.

    Raises:
        JournalUnavailable: The journal cannot be read or written.
    """
    stream = StreamId(f"journal/{journal_id}")
    with store.writing([stream]) as (writer, versions, newest):
        event = make(writer)
        now = instant_of(clock)
        if newest is not None:
            now = max(now, recorded_at(newest[4]) + TICK)
        row = own_draft(stream, name, event, now=now).row(now)
        return writer.insert([row._replace(version=versions[stream] + 1)])[0]
