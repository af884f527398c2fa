"""The key store's tables and statements, without a dialect; and how a key is wrapped.

Opens no database: whoever does lends a transaction.
"""

from __future__ import annotations

import secrets
import threading
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import Any

from kvalitet_core.errors import KeyUnavailable
from kvalitet_core.privacy.keyfile import KeyEncryptionKey
from kvalitet_core.privacy.keystore import DataKey, Destroyed

__all__ = ["FORMAT", "TABLES", "SqlKeys"]

_KEY_LENGTH = 32

TABLES = (
    (
        "CREATE TABLE IF NOT EXISTS data_keys"
        " (subject TEXT PRIMARY KEY, key_id TEXT NOT NULL, wrapped {blob} NOT NULL)"
    ),
    (
        "CREATE TABLE IF NOT EXISTS bound_to"
        " (one INTEGER PRIMARY KEY CHECK (one = 1), journal TEXT NOT NULL,"
        " format INTEGER NOT NULL)"
    ),
    (
        "CREATE TABLE IF NOT EXISTS destroyed_keys"
        " (subject TEXT PRIMARY KEY, key_id TEXT, decision {blob} NOT NULL,"
        " wiped INTEGER NOT NULL DEFAULT 0)"
    ),
)

FORMAT = 1
"""The number of the format that keys are kept in."""

_BOUND_TO = "SELECT journal, format FROM bound_to"


class SqlKeys(ABC):
    """The statements, written with `?` and without a dialect."""

    place: str

    def __init__(self, key_encryption_key: KeyEncryptionKey) -> None:
        self._kek = key_encryption_key
        self._lock = threading.Lock()

    @abstractmethod
    def _transaction(self) -> AbstractContextManager[Any]:
        """Lend `execute(statement, values)`, in a transaction of its own."""

    @abstractmethod
    def _rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """What one statement reads."""

    def belongs_to(self, journal: str) -> bool:
        """Whether these are the keys of this journal."""
        bound = [tuple(row) for row in self._rows(_BOUND_TO)]
        for _, found in bound:
            if found != FORMAT:
                problem = f"their format is {found}, this version knows {FORMAT}"
                raise KeyUnavailable(self.place, problem)
        return bound == [(journal, FORMAT)]

    def bind(self, journal: str) -> None:
        """Make these the keys of this journal, if they are nobody's yet."""
        if not self._rows(_BOUND_TO):
            with self._lock, self._transaction() as execute:
                execute(
                    "INSERT INTO bound_to VALUES (1, ?, ?)"
                    " ON CONFLICT (one) DO NOTHING",
                    (journal, FORMAT),
                )

    def key_for(self, subject: str) -> DataKey | Destroyed:
        """The person's key, made now and durable if there was none."""
        from cryptography.hazmat.primitives.keywrap import aes_key_wrap

        found = self.find(subject)
        if found is not None:
            return found
        key = secrets.token_bytes(_KEY_LENGTH)
        made = DataKey(key, sha256(key).hexdigest())
        wrapped = aes_key_wrap(self._kek.key(), key)
        with self._lock, self._transaction() as execute:
            any_other = execute("SELECT key_id, wrapped FROM data_keys LIMIT 1", ())
            for key_id, other in any_other.fetchall():
                self._unwrapped(key_id, other)
            execute(
                "INSERT INTO data_keys SELECT ?, ?, ?"
                " WHERE NOT EXISTS (SELECT 1 FROM destroyed_keys WHERE subject = ?)"
                " ON CONFLICT (subject) DO NOTHING",
                (subject, made.id, wrapped, subject),
            )
        kept = self.find(subject)
        if kept is None:
            raise KeyUnavailable(self.place, f"the key of {subject} was not kept")
        return kept

    def find(self, subject: str) -> DataKey | Destroyed | None:
        """The person's key, that it was destroyed, or None when it is not here."""
        keys = self._rows(
            "SELECT key_id, wrapped FROM data_keys WHERE subject = ?", (subject,)
        )
        gone = self._rows(
            "SELECT decision, wiped FROM destroyed_keys WHERE subject = ?", (subject,)
        )
        for decision, wiped in gone:
            return Destroyed(subject, bytes(decision), wiped=bool(wiped))
        for key_id, wrapped in keys:
            return self._unwrapped(key_id, wrapped)
        return None

    def _unwrapped(self, key_id: str, wrapped: bytes) -> DataKey:
        from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

        try:
            key = aes_key_unwrap(self._kek.key(), bytes(wrapped))
        except InvalidUnwrap as error:
            problem = (
                f"the key file {self._kek.place} does not open it: "
                "it is another journal's key file"
            )
            raise KeyUnavailable(self.place, problem) from error
        if sha256(key).hexdigest() != key_id:
            problem = f"a key is not the one it was stored as, {key_id}"
            raise KeyUnavailable(self.place, problem)
        return DataKey(key, key_id)

    def destroy(self, subject: str, decision: bytes) -> None:
        """Destroy the key for good, and keep the decision in its place."""
        with self._lock, self._transaction() as execute:
            execute(
                "INSERT INTO destroyed_keys (subject, key_id, decision) SELECT ?,"
                " (SELECT key_id FROM data_keys WHERE subject = ?), ?"
                " WHERE true ON CONFLICT (subject) DO NOTHING",
                (subject, subject, decision),
            )
            execute("DELETE FROM data_keys WHERE subject = ?", (subject,))

    def mark_wiped(self, subject: str) -> None:
        """Note that nothing of the person is left on the disk."""
        with self._lock, self._transaction() as execute:
            execute("UPDATE destroyed_keys SET wiped = 1 WHERE subject = ?", (subject,))

    def destroyed(self) -> Sequence[Destroyed]:
        """Everyone whose key was destroyed, by their ids."""
        rows = self._rows(
            "SELECT subject, decision, wiped FROM destroyed_keys ORDER BY subject"
        )
        return [
            Destroyed(subject, bytes(decision), wiped=bool(wiped))
            for subject, decision, wiped in rows
        ]
