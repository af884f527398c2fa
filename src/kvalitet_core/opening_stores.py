"""Opening, the part about where a journal is: the store that an address names.

Makes and migrates a journal; joins no rooms, and needs no keys.
"""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Final

from kvalitet_core.errors import FormatMismatch, JournalUnavailable
from kvalitet_core.ids import StreamId, time_ordered_id
from kvalitet_core.journal.clock import Clock, host_clock, instant_of
from kvalitet_core.journal.drafting import own_draft
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.own_events import Opened
from kvalitet_core.journal.reading import Records
from kvalitet_core.journal.registry import Registry
from kvalitet_core.journal.sqlite.store import SqliteStore
from kvalitet_core.journal.store import FORMAT, NewRow, Store
from kvalitet_core.opening_keys import POSTGRES
from kvalitet_core.privacy.sealing import Sealer

__all__ = ["first_row", "is_there", "migrate", "opened_in", "path_of", "store_at"]

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*://")


def store_at(url: str, *, read_only: bool = False, busy_seconds: float = 30.0) -> Store:
    """The store that an address names."""
    if url.startswith(POSTGRES):
        try:
            from kvalitet_core.journal.postgres.store import PostgresStore
        except ModuleNotFoundError as missing:
            problem = "install kvalitet-core[postgres] to open it"
            raise JournalUnavailable("in PostgreSQL", problem) from missing
        return PostgresStore(url, read_only=read_only, busy_seconds=busy_seconds)
    return SqliteStore(path_of(url), read_only=read_only, busy_seconds=busy_seconds)


def migrate(url: str, *, busy_seconds: float = 30.0) -> list[str]:
    """Bring a journal of an older format up to today's; names what was done.

    Raises:
        JournalUnavailable: There is no journal.
        FormatMismatch: It is kept in a newer format.
    """
    store = store_at(url, busy_seconds=busy_seconds)
    if store.format() is None:
        raise JournalUnavailable(store.place, "there is no journal")
    done = list(store.migrate())
    store.close()
    return done


def path_of(url: str) -> Path:
    """The path in `sqlite:///relative`, `sqlite:////absolute`, or a path as it is.

    Raises:
        JournalUnavailable: It is an address of another kind, or its folder is missing.
    """
    text = url.removeprefix("sqlite:///")
    if _SCHEME.match(text):
        problem = "expected memory:, a path, sqlite:///path or postgresql://…"
        raise JournalUnavailable(url.partition("@")[0], problem)
    path = Path(text).expanduser()
    if not path.parent.is_dir():
        raise JournalUnavailable(str(path), "there is no such folder")
    return path


def is_there(store: Store) -> bool:
    """Whether there is a journal, in the format that this code knows."""
    found = store.format()
    if found not in (None, FORMAT):
        raise FormatMismatch(store.place, found=found, known=FORMAT)
    return found is not None


def first_row(clock: Clock | None) -> NewRow:
    """What a journal begins with: its own new id, and whether its time is real."""
    now = instant_of(clock or host_clock)
    journal = time_ordered_id(now, secrets.token_bytes(10))
    opened = Opened(
        clock="simulated" if clock else "real", format=FORMAT, journal=journal
    )
    stream = StreamId(f"journal/{journal}")
    draft = own_draft(stream, "journal.opened/1", opened, now=now)
    return draft.row(now)


def opened_in(store: Store, registry: Registry) -> Opened:
    """What a journal began with, read from its first row.

    Raises:
        JournalUnavailable: Its first row is something else.
    """
    rows = store.log(limit=1)
    if not rows or rows[0][3] != "journal.opened/1":
        problem = "is damaged: its first event is not the opening of a journal"
        raise JournalUnavailable(store.place, problem)
    event = Records(Folder(store, registry, Sealer("", None))).recorded(rows[0]).event
    assert isinstance(event, Opened)  # noqa: S101 - by its stored name
    if rows[0][1] != f"journal/{event.journal}":
        problem = (
            f"is damaged: its first event opens {event.journal} in {rows[0][1]} "
            "(see kvalitet verify)"
        )
        raise JournalUnavailable(store.place, problem)
    return event
