"""Opening: the only place that joins the rooms together.

Turns an address into a store, finds the keys, checks the format, and makes what a
journal needs to begin.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Final

from kvalitet_core.domain import municipality, region, tilbud
from kvalitet_core.errors import FormatMismatch, JournalUnavailable, KeyUnavailable
from kvalitet_core.ids import StreamId, time_ordered_id
from kvalitet_core.journal.clock import Clock, host_clock, instant_of
from kvalitet_core.journal.drafting import own_draft
from kvalitet_core.journal.engine import Engine, Settings
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.journal import Journal, Wiring
from kvalitet_core.journal.memory import MemoryStore
from kvalitet_core.journal.reading import Records
from kvalitet_core.journal.records import Opened
from kvalitet_core.journal.registry import Registry
from kvalitet_core.journal.sqlite import SqliteStore
from kvalitet_core.journal.store import FORMAT, NewRow, Store
from kvalitet_core.plugins import Plugin
from kvalitet_core.privacy import person
from kvalitet_core.privacy.keyfile import KeyFile, KeyInMemory
from kvalitet_core.privacy.keystore import KeyStore, SqliteKeys
from kvalitet_core.privacy.sealing import Sealer

__all__ = ["CORE", "KEY_FILE", "MEMORY", "migrate", "open_journal", "store_at"]

KEY_FILE: Final = "KVALITET_KEY_FILE"
"""The environment variable that names the file of the key-encryption key."""

CORE: Final = Plugin(
    name="core",
    version=version("kvalitet-core"),
    aggregates=(
        municipality.AGGREGATE,
        person.AGGREGATE,
        region.AGGREGATE,
        tilbud.AGGREGATE,
    ),
)
"""What every journal knows."""

MEMORY: Final = "memory:"
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*://")
_POSTGRES: Final = ("postgresql://", "postgres://")


def open_journal(
    url: str,
    *,
    plugins: Iterable[Plugin] = (),
    keys: str | None = None,
    clock: Clock | None = None,
    create: bool | None = None,
    read_only: bool = False,
    busy_seconds: float = 30.0,
    settings: Settings | None = None,
) -> Journal:
    """Open a journal; see `Journal.open`."""
    registry = Registry((CORE, *plugins))
    memory = MemoryStore(busy_seconds=busy_seconds) if url == MEMORY else None
    in_memory = (
        SqliteKeys(None, KeyInMemory(secrets.token_bytes(32))) if memory else None
    )

    def store() -> Store:
        return memory or store_at(url, read_only=read_only, busy_seconds=busy_seconds)

    def wire() -> Wiring:
        made = store()
        opened = _opened(made, registry)
        if clock is not None and opened.clock == "real":
            problem = "was opened with the host's clock and accepts no other"
            raise JournalUnavailable(made.place, problem)
        key_store = in_memory or _keys(
            url, keys, sealed=made.has_sections(), read_only=read_only
        )
        _require_own(key_store, opened.journal, made, read_only=read_only)
        engine = Engine(
            made,
            registry,
            Sealer(opened.journal, key_store),
            clock=clock or host_clock,
            settings=settings or Settings(),
        )
        return Wiring(store=made, keys=key_store, engine=engine, opened=opened)

    first = store()
    if not _is_there(first):
        may_create = not url.startswith(_POSTGRES) if create is None else create
        if read_only or not may_create:
            raise JournalUnavailable(first.place, "there is no journal; make one first")
        if memory is None:
            _make_keys(url, keys)
        first.create(_opening(clock))
    if memory is None:
        first.close()
    journal = Journal(wire, place=first.place)
    if not read_only:
        journal.reapply_erasures()
    return journal


def store_at(url: str, *, read_only: bool = False, busy_seconds: float = 30.0) -> Store:
    """The store that an address names."""
    if url.startswith(_POSTGRES):
        try:
            from kvalitet_core.journal.postgres import PostgresStore
        except ModuleNotFoundError as missing:
            problem = "install kvalitet-core[postgres] to open it"
            raise JournalUnavailable("in PostgreSQL", problem) from missing
        return PostgresStore(url, read_only=read_only, busy_seconds=busy_seconds)
    return SqliteStore(_path(url), read_only=read_only, busy_seconds=busy_seconds)


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


def _path(url: str) -> Path:
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


def _is_there(store: Store) -> bool:
    """Whether there is a journal, in the format that this code knows."""
    found = store.format()
    if found not in (None, FORMAT):
        raise FormatMismatch(store.place, found=found, known=FORMAT)
    return found is not None


def _opening(clock: Clock | None) -> NewRow:
    now = instant_of(clock or host_clock)
    journal = time_ordered_id(now, secrets.token_bytes(10))
    opened = Opened(
        clock="simulated" if clock else "real", format=FORMAT, journal=journal
    )
    stream = StreamId(f"journal/{journal}")
    return own_draft(stream, "journal.opened/1", opened, now=now).row(now)


def _opened(store: Store, registry: Registry) -> Opened:
    rows = store.log(limit=1)
    if not rows or rows[0][3] != "journal.opened/1":
        problem = "is damaged: its first event is not the opening of a journal"
        raise JournalUnavailable(store.place, problem)
    event = Records(Folder(store, registry, Sealer("", None))).recorded(rows[0]).event
    assert isinstance(event, Opened)  # noqa: S101 - by its stored name
    return event


def _make_keys(url: str, keys: str | None) -> None:
    """Make the key store first: a bad one stops all before there is a journal."""
    made = _keys(url, keys, sealed=False, read_only=False)
    if made is not None:
        made.close()


def _require_own(
    keys: KeyStore | None, journal: str, store: Store, *, read_only: bool
) -> None:
    """Bind new keys to this journal, and refuse those of another."""
    if keys is None:
        return
    if not read_only:
        keys.bind(journal)
    if not keys.belongs_to(journal):
        problem = f"they are the keys of another journal than {store.place}"
        raise KeyUnavailable(keys.place, problem)


def _keys(
    url: str, keys: str | None, *, sealed: bool, read_only: bool
) -> KeyStore | None:
    """The key store: as given, or beside an SQLite journal.

    A key store is made only for a journal in which nothing is sealed yet: to make
    another for one that has lost its own would seal new data under second keys.
    """
    if keys is None and url.startswith(_POSTGRES):
        return None
    if keys is not None and keys.startswith(_POSTGRES):
        return _postgres_keys(url, keys, read_only=read_only)
    path = Path(keys) if keys else _path(f"{url}.keys")
    named = os.environ.get(KEY_FILE)
    key = KeyFile(Path(named or path.with_name(path.name.removesuffix("s"))))
    if path.exists():
        if not read_only:
            key.key()
        return SqliteKeys(path, key, read_only=read_only)
    if read_only and keys is None:
        return None
    if read_only or sealed:
        problem = "the key store is lost; restore it, and its key file"
        raise KeyUnavailable(str(path), problem)
    if named is None:
        key.make()
    key.key()
    return SqliteKeys(path, key)


def _postgres_keys(url: str, keys: str, *, read_only: bool) -> KeyStore:
    from kvalitet_core.privacy.postgres_keys import PostgresKeys

    journal = None
    if url.startswith(_POSTGRES):
        from kvalitet_core.journal.postgres import schema_of

        journal, _ = schema_of(url)
    if KEY_FILE not in os.environ:
        problem = f"{KEY_FILE} names no file of the key-encryption key"
        raise KeyUnavailable("in PostgreSQL", problem)
    key = KeyFile(Path(os.environ[KEY_FILE]))
    return PostgresKeys(keys, key, journal=journal, create=not read_only)
