"""The access store: who looked at persons, when and why. Never the journal.

A small SQLite file beside the journal, or where KVALITET_ACCESS says. A person is shown
only once the row is durable; where it cannot be written, nobody is shown.
"""

from __future__ import annotations

import getpass
import json
import os
import shlex
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Final

import attrs

from kvalitet_cli.inputs import actor_from
from kvalitet_cli.making import on_server
from kvalitet_core.attachments.masking import without_passwords
from kvalitet_core.errors import Unavailable
from kvalitet_core.journal.clock import host_clock
from kvalitet_core.journal.records import written

__all__ = ["AccessUnavailable", "note", "place_beside", "who"]

ACCESS: Final = "KVALITET_ACCESS"

_TABLE: Final = """CREATE TABLE IF NOT EXISTS accesses (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    purpose TEXT NOT NULL,
    command_line TEXT NOT NULL,
    streams TEXT NOT NULL
)"""


class AccessUnavailable(Unavailable):
    """The access store cannot be used, so no person is shown.

    Attributes:
        place: Where it was looked for.
    """

    def __init__(self, place: str, problem: str) -> None:
        self.place = place
        super().__init__(f"access store {place}: {problem}; no person is shown")


def place_beside(journal: str) -> str:
    """Where the access store of a journal is.

    Raises:
        AccessUnavailable: The journal is no file, and nothing else says where.
    """
    named = os.environ.get(ACCESS)
    if named:
        return named
    if on_server(journal):
        missing = "not named"
        raise AccessUnavailable(missing, f"set {ACCESS} to the path of a file")
    return f"{journal.removeprefix('sqlite:///')}.access"


def note(
    place: str,
    *,
    by: str | None,
    purpose: str,
    arguments: Iterable[str],
    streams: Iterable[str],
) -> None:
    """Keep that persons are about to be shown.

    Raises:
        AccessUnavailable: It cannot be kept.
    """
    typed = map(without_passwords, arguments)
    row = (
        written(host_clock()),
        who(by),
        purpose,
        shlex.join(["kvalitet", *typed]),
        json.dumps(sorted(streams)),
    )
    try:
        _make(place)
        with closing(sqlite3.connect(place)) as store, store:
            store.execute("PRAGMA synchronous=FULL")
            store.execute(_TABLE)
            store.execute(
                "INSERT INTO accesses (at, who, purpose, command_line, streams)"
                " VALUES (?, ?, ?, ?, ?)",
                row,
            )
    except (sqlite3.Error, OSError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise AccessUnavailable(place, f"cannot be written: {problem}") from error


def _make(place: str) -> None:
    """Only its owner may read who looked at whom."""
    os.close(os.open(place, os.O_RDWR | os.O_CREAT, 0o600))


def who(by: str | None) -> str:
    """Who looks: the actor that was named, or the user of the host."""
    if by is not None:
        fields = attrs.asdict(actor_from(by))
        return json.dumps(fields, ensure_ascii=False, sort_keys=True)
    try:
        return f"user {getpass.getuser()} of the host"
    except (KeyError, OSError):
        return f"user {os.getuid()} of the host"
