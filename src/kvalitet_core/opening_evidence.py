"""Opening, the part about evidence: where the signing key of a journal is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from kvalitet_core.errors import FormatMismatch, JournalUnavailable, KeyUnavailable
from kvalitet_core.evidence.account import Account
from kvalitet_core.evidence.append_key import changes_in, counting
from kvalitet_core.evidence.append_keyring import AppendKeyring
from kvalitet_core.evidence.first_row import journal_signed_for, journal_told
from kvalitet_core.ids import StreamId
from kvalitet_core.journal.clock import Clock, host_clock
from kvalitet_core.journal.store import FORMAT, Store
from kvalitet_core.opening_appends import AppendKeyPlace
from kvalitet_core.opening_keys import POSTGRES

__all__ = [
    "SIGNING_KEY",
    "account_at",
    "append_keys_at",
    "journal_id_in",
    "keyring_at",
    "signing_key_at",
]

SIGNING_KEY: Final = "KVALITET_SIGNING_KEY"
"""The environment variable that names the file of the key that signs."""


def signing_key_at(url: str, given: Literal[True] | str | Path | None) -> Path:
    """The file of the key that signs for a journal.

    Args:
        url: The journal's address.

        given: As given to `Journal.open`; True or None takes the environment's, or the
            one beside the journal.

    Raises:
        KeyUnavailable: None is given, and the journal is no file.
    """
    if isinstance(given, str | Path):
        return Path(given)
    if SIGNING_KEY in os.environ:
        return Path(os.environ[SIGNING_KEY])
    if url == "memory:" or url.startswith(POSTGRES):
        problem = f"the journal is no file: give its path, or set {SIGNING_KEY}"
        raise KeyUnavailable("none", problem)
    path = Path(url.removeprefix("sqlite:///")).expanduser()
    return path.with_name(f"{path.name}.signing-key")


@contextmanager
def account_at(
    url: str,
    *,
    key: str | Path | None = None,
    append_key: str | Path | None = None,
    keys: str | None = None,
    clock: Clock | None = None,
    read_only: bool = False,
    busy_seconds: float = 30.0,
) -> Iterator[Account]:
    """The evidence of the journal at an address, without its plugins and its keys.

    Args:
        url: The journal's address, as for `Journal.open`.

        key: The file of the key that signs; the one beside the journal by default.

        append_key: The file of this machine's append key; as for `Journal.open`.

        keys: The key store's address, if it is not beside the journal.

        clock: Gives the time, for a journal that is simulated.

        read_only: Whether to refuse every write.

        busy_seconds: How long to wait for another writer.

    Raises:
        JournalUnavailable: There is no journal, or it cannot be used.
        FormatMismatch: It is kept in a newer or an older format.
        KeyUnavailable: The journal is no file, and no key is given to write with.
    """
    with _store(url, read_only=read_only, busy_seconds=busy_seconds) as store:
        try:
            signing_key: Path | None = signing_key_at(url, key)
        except KeyUnavailable:
            if not read_only:
                raise
            signing_key = None
        signed_for = journal_signed_for(store, signing_key) if read_only else None
        journal_id = signed_for or journal_id_in(store)
        place = AppendKeyPlace(url, given=append_key, keys=keys)
        yield Account(
            store,
            journal_id,
            key=signing_key,
            clock=clock or host_clock,
            append_key=place.path(journal_id),
        )


@contextmanager
def keyring_at(
    url: str,
    *,
    append_key: str | Path | None = None,
    keys: str | None = None,
    busy_seconds: float = 30.0,
) -> Iterator[AppendKeyring]:
    """The append keys of the journal at an address.

    Args:
        url: The journal's address, as for `Journal.open`.

        append_key: The file of this machine's append key; as for `Journal.open`.

        keys: The key store's address, if it is not beside the journal.

        busy_seconds: How long to wait for another writer.

    Raises:
        JournalUnavailable: There is no journal, or it cannot be used.
        FormatMismatch: It is kept in a newer or an older format.
        KeyUnavailable: There is no place for this machine's key.
    """
    with _store(url, read_only=False, busy_seconds=busy_seconds) as store:
        place = AppendKeyPlace(url, given=append_key, keys=keys)
        yield place.keyring(store, journal_id_in(store))


def append_keys_at(url: str, *, busy_seconds: float = 30.0) -> dict[str, int]:
    """The append keys that count in the journal at an address, and from where on each.

    Args:
        url: The journal's address, as for `Journal.open`.

        busy_seconds: How long to wait for another writer.

    Raises:
        JournalUnavailable: There is no journal, or it cannot be used.
        FormatMismatch: It is kept in a newer or an older format.
    """
    with _store(url, read_only=True, busy_seconds=busy_seconds) as store:
        stream = StreamId(f"journal/{journal_id_in(store)}")
        return counting(changes_in(store, stream))


@contextmanager
def _store(url: str, *, read_only: bool, busy_seconds: float) -> Iterator[Store]:
    from kvalitet_core.opening_stores import store_at

    store = store_at(url, read_only=read_only, busy_seconds=busy_seconds)
    try:
        found = store.format()
        if found is None:
            raise JournalUnavailable(store.place, "there is no journal")
        if found != FORMAT:
            raise FormatMismatch(store.place, found=found, known=FORMAT)
        yield store
    finally:
        store.close()


def journal_id_in(store: Store) -> str:
    """A journal's own id, as its first event has it.

    Raises:
        JournalUnavailable: Its first event is another.
    """
    told = journal_told(store)
    if told is None:
        problem = "is damaged: its first event is not the opening of a journal"
        raise JournalUnavailable(store.place, problem)
    return told
