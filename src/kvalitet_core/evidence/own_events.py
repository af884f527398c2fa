"""Events of the journal's own about its evidence: case indexes, anchors, keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import Clock, instant_of
from kvalitet_core.journal.drafting import TICK, instants, own_draft
from kvalitet_core.journal.sections import recorded_at
from kvalitet_core.journal.store import Reader, Store, Writer

__all__ = ["log_every", "log_own"]


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
    return log_every(
        store, journal_id, name, lambda writer: [make(writer)], clock=clock
    )[0]


def log_every(
    store: Store,
    journal_id: str,
    name: str,
    make: Callable[[Writer], Sequence[Any]],
    *,
    clock: Clock,
) -> Sequence[int]:
    """Append events to the journal's own stream, in one transaction; as `log_own`.

    Gives their positions. What makes them may write beside them; it may give none.
    """
    stream = StreamId(f"journal/{journal_id}")
    with store.writing([stream]) as (writer, versions, newest):
        events = make(writer)
        now = instant_of(clock)
        if newest is not None:
            now = max(now, recorded_at(newest[4]) + TICK)
        times = instants(now, len(events))
        rows = [
            own_draft(stream, name, event, now=at).row(at)._replace(version=version)
            for version, (event, at) in enumerate(
                zip(events, times, strict=False), versions[stream] + 1
            )
        ]
        return writer.insert(rows) if rows else ()
