"""Opening keys: which key store belongs to a journal, and whether it is its own.

The part of `opening` that is about keys.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kvalitet_core.errors import KeyUnavailable
from kvalitet_core.privacy.keyfile import KeyFile
from kvalitet_core.privacy.keystore import KeyStore, LateKeys
from kvalitet_core.privacy.sqlite_keys import SqliteKeys

__all__ = ["KEY_FILE", "POSTGRES", "KeyPlace"]

KEY_FILE: Final = "KVALITET_KEY_FILE"
"""The environment variable that names the file of the key-encryption key."""

POSTGRES: Final = ("postgresql://", "postgres://")
"""How the address of a PostgreSQL database begins."""


class KeyPlace:
    """Where a journal's keys are: as given, or beside the journal where it is a file.

    Attributes:
        given: What the host said, if anything.
        beside: The journal's own file, if it is one.
        database: The journal's own PostgreSQL database, if it is in one.
    """

    def __init__(
        self, given: str | None, *, beside: Path | None, database: str | None
    ) -> None:
        self.given = given
        self.beside = beside
        self.database = database

    def make(self) -> None:
        """Make the key store, if it is to be one and is not there.

        A bad one stops all before there is a journal.

        Raises:
            KeyUnavailable: It cannot be used.
        """
        made = self._opened(is_sealed=_never, read_only=False)
        if made is not None:
            made.close()

    def own(
        self, journal: str, place: str, *, is_sealed: Callable[[], bool]
    ) -> KeyStore | None:
        """Open the keys of this journal for use, binding new ones to it.

        Raises:
            KeyUnavailable: They are lost, or another journal's.
        """
        keys = self._opened(is_sealed=is_sealed, read_only=False)
        if keys is not None:
            keys.bind(journal)
            _require_own(keys, journal, place)
        return keys

    def found_late(self, journal: str, place: str) -> LateKeys:
        """The same for a reader: opened when a key is first asked for."""

        def open_now() -> KeyStore:
            keys = self._opened(is_sealed=_never, read_only=True)
            if keys is None:
                problem = "no key store was given, so personal data stays sealed"
                raise KeyUnavailable("none", problem)
            _require_own(keys, journal, place)
            return keys

        return LateKeys(self.given or f"{place}.keys", open_now)

    def _opened(
        self, *, is_sealed: Callable[[], bool], read_only: bool
    ) -> KeyStore | None:
        """Open the key store, whoever's it is.

        It is made only for a journal in which nothing is sealed yet: to make another
        for one that has lost its own would seal new data under second keys.
        """
        if self.given is not None and self.given.startswith(POSTGRES):
            return self._in_postgres(self.given, read_only=read_only)
        if self.given is not None:
            path = Path(self.given)
        elif self.beside is not None:
            path = Path(f"{self.beside}.keys")
        else:
            return None
        named = os.environ.get(KEY_FILE)
        key = KeyFile(Path(named) if named else _key_file_beside(path))
        if path.exists():
            if not read_only:
                key.key()
            return SqliteKeys(path, key, read_only=read_only)
        if read_only and self.given is None:
            return None
        if read_only or is_sealed():
            problem = "the key store is lost; restore it, and its key file"
            raise KeyUnavailable(str(path), problem)
        if named is None:
            key.make()
        key.key()
        return SqliteKeys(path, key)

    def _in_postgres(self, address: str, *, read_only: bool) -> KeyStore:
        from kvalitet_core.privacy.postgres_keys import PostgresKeys

        if KEY_FILE not in os.environ:
            problem = f"{KEY_FILE} names no file of the key-encryption key"
            raise KeyUnavailable("in PostgreSQL", problem)
        key = KeyFile(Path(os.environ[KEY_FILE]))
        return PostgresKeys(address, key, journal=self.database, create=not read_only)


def _never() -> bool:
    return False


def _require_own(keys: KeyStore, journal: str, place: str) -> None:
    if not keys.belongs_to(journal):
        keys.close()
        problem = f"they are the keys of another journal than {place}"
        raise KeyUnavailable(keys.place, problem)


def _key_file_beside(keys: Path) -> Path:
    """`a.db.key` beside `a.db.keys`, and `NAME.key` beside a store of another name."""
    if keys.suffix == ".keys":
        return keys.with_suffix(".key")
    return keys.with_name(f"{keys.name}.key")
