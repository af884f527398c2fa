"""The access store: who was shown what of persons, when, and for what purpose.

An SQLite file of its own, never the journal: it is pruned, and a journal is not. A
look is noted before anything is shown, and what cannot be noted is not shown.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kvalitet_core.actor import Actor
from kvalitet_core.errors import AccessUnavailable, Malformed
from kvalitet_core.privacy.look import (
    Look,
    Pruned,
    actor_of,
    instant_text,
    who_text,
)
from kvalitet_core.sqlitefile import opened, without_remnants

__all__ = ["APPLICATION_ID", "FORMAT", "AccessStore", "Look", "Pruned"]

FORMAT: Final = 1
"""The number of the format that looks are kept in."""

APPLICATION_ID: Final = 0x4B56_4131
"""Names an SQLite file as an access store (`KVA1`)."""

_TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS accesses (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    purpose TEXT NOT NULL,
    command_line TEXT NOT NULL,
    streams TEXT NOT NULL
)""",
    """CREATE TABLE IF NOT EXISTS prunings (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    before TEXT NOT NULL,
    removed INTEGER NOT NULL
)""",
    "CREATE INDEX IF NOT EXISTS accesses_at ON accesses (at)",
)
_LATER: Final = {"persons": "[]", "how": "", "journal": ""}
"""Columns that the first stores lack, and what stands there for their looks."""

_OLDEST: Final = datetime.min.replace(tzinfo=UTC)
_NEWEST: Final = datetime.max.replace(tzinfo=UTC)


class AccessStore:
    """Keeps looks in a file, each on the disk before `note` comes back."""

    def __init__(self, place: Path, *, busy_seconds: float = 30.0) -> None:
        self.place = place
        self._busy_seconds = busy_seconds

    def note(self, look: Look) -> None:
        """Keep a look; only then may anything be shown. The file is made, if need be.

        Raises:
            AccessUnavailable: It cannot be kept.
        """
        row = {
            "at": instant_text(look.at),
            "who": who_text(look.by),
            "purpose": look.purpose,
            "command_line": look.asked,
            "streams": json.dumps(sorted(look.streams)),
            "persons": json.dumps(sorted(look.persons)),
            "how": look.how,
            "journal": look.journal,
        }
        names, places = ", ".join(row), ", ".join("?" * len(row))
        with self._writing(create=True) as store:
            statement = f"INSERT INTO accesses ({names}) VALUES ({places})"  # noqa: S608 - names of our own
            store.execute(statement, (*row.values(),))

    def looks(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        by: str | None = None,
        stream: str | None = None,
        person: str | None = None,
    ) -> Iterator[Look]:
        """Give what was noted, the oldest first; None lets all pass.

        Args:
            since: Only looks at this instant, or later.

            until: Only looks at this instant, or earlier.

            by: Only looks by the actor of this id, or by this user of the host.

            stream: Only looks at this stream.

            person: Only looks at this person.

        Raises:
            AccessUnavailable: There is no store, or it cannot be read.
        """
        period = instant_text(since or _OLDEST), instant_text(until or _NEWEST)
        with self._reading() as store:
            rows = store.execute(
                "SELECT * FROM accesses WHERE at BETWEEN ? AND ? ORDER BY number",
                period,
            )
            for row in rows:
                look = _look(row)
                if (
                    by in (None, look.who)
                    and (stream is None or stream in look.streams)
                    and (person is None or person in look.persons)
                ):
                    yield look

    def prune(self, *, before: datetime, at: datetime, by: Actor | str) -> Pruned:
        """Remove the looks from before an instant, and keep that it was done.

        Args:
            before: The instant.

            at: When it is done; not before that instant.

            by: Who does it.

        Raises:
            Malformed: The instant is still to come.
            AccessUnavailable: There is no store, or it cannot be written.
        """
        if before > at:
            text = f"expected an instant that is over at {instant_text(at)}"
            raise Malformed("prune", f"before: {text}, got {instant_text(before)}")
        with self._writing(create=False) as store:
            gone = store.execute(
                "DELETE FROM accesses WHERE at < ?", (instant_text(before),)
            ).rowcount
            if gone:
                without_remnants(store, "accesses")
                store.execute(
                    "INSERT INTO prunings (at, who, before, removed)"
                    " VALUES (?, ?, ?, ?)",
                    (instant_text(at), who_text(by), instant_text(before), gone),
                )
        return Pruned(at=at, by=by, before=before, removed=gone)

    def pruned(self) -> tuple[Pruned, ...]:
        """Each time that looks were removed, the first one first.

        Raises:
            AccessUnavailable: There is no store, or it cannot be read.
        """
        with self._reading() as store:
            if not _columns(store, "prunings"):
                return ()
            return tuple(
                Pruned(
                    at=datetime.fromisoformat(row["at"]),
                    by=actor_of(row["who"]),
                    before=datetime.fromisoformat(row["before"]),
                    removed=row["removed"],
                )
                for row in store.execute("SELECT * FROM prunings ORDER BY number")
            )

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        if not self.place.exists():
            problem = "is not there: nobody was shown a person, or it is kept elsewhere"
            raise AccessUnavailable(str(self.place), problem)
        with (
            self._explained("read"),
            closing(
                opened(self.place, read_only=True, busy_seconds=self._busy_seconds)
            ) as store,
        ):
            store.row_factory = sqlite3.Row
            self._require_own(store)
            yield store

    @contextmanager
    def _writing(self, *, create: bool) -> Iterator[sqlite3.Connection]:
        """Lend the store in one transaction; only its owner may read who looked."""
        with self._explained("written"):
            mode = os.O_RDWR | (os.O_CREAT if create else 0)
            os.close(os.open(self.place, mode, 0o600))
            with closing(
                opened(self.place, read_only=False, busy_seconds=self._busy_seconds)
            ) as store:
                store.execute("BEGIN IMMEDIATE")
                self._require_own(store)
                _prepare(store)
                yield store
                store.execute("COMMIT")

    @contextmanager
    def _explained(self, done: str) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            problem = getattr(error, "strerror", None) or str(error)
            text = f"cannot be {done}: {problem}"
            raise AccessUnavailable(str(self.place), text) from error

    def _require_own(self, store: sqlite3.Connection) -> None:
        """Refuse a file that is kept for something else, or by a later version."""
        own, number = (
            store.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version")
        )
        tables = {
            row[0]
            for row in store.execute("SELECT name FROM sqlite_schema")
            if not row[0].startswith("sqlite_")
        }
        if own != APPLICATION_ID and (own or tables - {"accesses"}):
            raise AccessUnavailable(str(self.place), "is no access store")
        if number > FORMAT:
            text = f"its format is {number}, this version knows {FORMAT}"
            raise AccessUnavailable(str(self.place), f"{text}: upgrade kvalitet-core")


def _prepare(store: sqlite3.Connection) -> None:
    """Make what is missing; a store of the first form is brought up to this one."""
    if store.execute("PRAGMA user_version").fetchone()[0] == FORMAT:
        return
    for statement in _TABLES:
        store.execute(statement)
    for name in _LATER.keys() - _columns(store, "accesses"):
        store.execute(
            f"ALTER TABLE accesses ADD COLUMN {name} TEXT NOT NULL"
            f" DEFAULT '{_LATER[name]}'"
        )
    store.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    store.execute(f"PRAGMA user_version = {FORMAT}")


def _columns(store: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in store.execute(f"PRAGMA table_info({table})")}


def _look(row: sqlite3.Row) -> Look:
    said = _LATER | dict(row)
    return Look(
        at=datetime.fromisoformat(said["at"]),
        by=actor_of(said["who"]),
        purpose=said["purpose"],
        how=said["how"],
        asked=said["command_line"],
        journal=said["journal"],
        streams=tuple(json.loads(said["streams"])),
        persons=tuple(json.loads(said["persons"])),
    )
