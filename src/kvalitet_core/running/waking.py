"""Waking: a journal in PostgreSQL says when something was committed.

What is said between two waits is kept by the connection, so nothing is slept through.
Where it is lost, the runner looks again after a while all the same.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any, Self

from kvalitet_core.errors import JournalUnavailable

if TYPE_CHECKING:
    import psycopg

__all__ = ["Listening"]


class Listening:
    """Hears of commits to one journal in PostgreSQL, on a connection of its own.

    Call it to wait: it is what a runner takes as `wake`.
    """

    def __init__(self, url: str) -> None:
        """Begin to listen.

        Args:
            url: The journal's address, as it is opened by.

        Raises:
            JournalUnavailable: It cannot be reached.
        """
        import psycopg

        from kvalitet_core.journal.postgres.address import place_of, schema_of
        from kvalitet_core.journal.postgres.lock import CHANNEL

        conninfo, self._schema = schema_of(url)
        self._place = place_of(url)
        self._errors = psycopg.Error
        try:
            self._connection: psycopg.Connection[Any] = psycopg.connect(
                conninfo, autocommit=True, connect_timeout=10
            )
            self._connection.execute(f"LISTEN {CHANNEL}".encode())
        except psycopg.Error as error:
            raise self._unavailable(error) from error

    def _unavailable(self, error: Exception) -> JournalUnavailable:
        told = (str(error).strip() or "no answer").splitlines()[0]
        return JournalUnavailable(self._place, f"PostgreSQL says: {told}")

    def __call__(self, seconds: float) -> bool:
        """Wait for a commit, for so many seconds; whether there was one.

        Raises:
            JournalUnavailable: The connection was lost.
        """
        end = monotonic() + seconds
        try:
            while not self._heard(max(0.0, end - monotonic())):
                if monotonic() >= end:
                    return False
            while self._heard(0):
                pass
        except self._errors as error:
            raise self._unavailable(error) from error
        return True

    def _heard(self, seconds: float) -> bool:
        """Whether anything is said of this journal within so many seconds."""
        said = self._connection.notifies(timeout=seconds, stop_after=1)
        return any(notify.payload == self._schema for notify in said)

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
