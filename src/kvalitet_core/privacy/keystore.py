"""The key store port: one data key a person; and who was forgotten, by what decision.

Apart from the journal, so that destroying a key is not undone by a backup of the
journal. A key is durable when `key_for` returns it. Two adapters over the statements of
`sql_keys`: `sqlite_keys`, a file, and `postgres_keys`, a database that is not the
journal's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

__all__ = ["DataKey", "Destroyed", "KeyStore", "Keys", "LateKeys"]


class DataKey(NamedTuple):
    """One person's key, and its id: SHA-256 of the key, in hex."""

    key: bytes
    id: str


class Destroyed(NamedTuple):
    """A key that was destroyed on purpose, and the recorded decision to do so.

    `wiped` says whether its bytes are known to be gone from the disk as well.
    """

    subject: str
    decision: bytes
    wiped: bool


class Keys(Protocol):
    """Where keys can be found."""

    place: str

    def find(self, subject: str) -> DataKey | Destroyed | None:
        """The person's key, that it was destroyed, or None when it is not here."""

    def close(self) -> None:
        """Let go of the connection."""


class KeyStore(Keys, Protocol):
    """Where keys live, and are made and destroyed."""

    def belongs_to(self, journal: str) -> bool:
        """Whether these are the keys of this journal."""

    def bind(self, journal: str) -> None:
        """Make these the keys of this journal, if they are nobody's yet."""

    def key_for(self, subject: str) -> DataKey | Destroyed:
        """The person's key, made now and durable if there was none."""

    def destroy(self, subject: str, decision: bytes) -> None:
        """Destroy the key for good, and keep the decision in its place."""

    def scrub(self) -> bool:
        """Remove what deleted keys left behind; False while something prevents it."""

    def mark_wiped(self, subject: str) -> None:
        """Note that nothing of the person is left on the disk."""

    def destroyed(self) -> Sequence[Destroyed]:
        """Everyone whose key was destroyed, by their ids."""


class LateKeys:
    """A key store that is opened when it is first asked: masked reading never does."""

    def __init__(self, place: str, open_now: Callable[[], KeyStore]) -> None:
        self.place = place
        self._open_now = open_now
        self._opened: KeyStore | None = None

    def find(self, subject: str) -> DataKey | Destroyed | None:
        """The person's key, that it was destroyed, or None when it is not here."""
        if self._opened is None:
            self._opened = self._open_now()
        return self._opened.find(subject)

    def close(self) -> None:
        """Let go of the connection, if there is one."""
        if self._opened is not None:
            self._opened.close()
