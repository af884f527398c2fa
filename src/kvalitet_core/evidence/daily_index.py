"""The case index of the day: logged when something new is first sealed on a day.

So a case can be proved whole as of yesterday at the latest, without anybody asking.
"""

from __future__ import annotations

from typing import Final

from kvalitet_core.evidence.kept_index import logged_index, newest_index
from kvalitet_core.journal.clock import Clock, instant_of
from kvalitet_core.journal.instants import written
from kvalitet_core.journal.sections import recorded_at
from kvalitet_core.journal.store import Store

__all__ = ["DailyIndex"]

_DAY: Final = len("1970-01-01")


class DailyIndex:
    """Logs a journal's case index once a day (UTC), where it has grown since the last.

    Days are those of the rows: a clock that is behind them logs no second one.
    """

    def __init__(self, store: Store, journal_id: str, *, clock: Clock) -> None:
        """Make it; nothing is read before it is asked.

        Args:
            store: The journal.

            journal_id: Its id.

            clock: Says what day it is.
        """
        self._store = store
        self._journal_id = journal_id
        self._clock = clock
        self._done = ""

    def is_due(self) -> bool:
        """Whether the index of the day is still to be logged."""
        today = self._today()
        if today <= self._done:
            return False
        fence = self._store.fence()
        newest = newest_index(self._store, self._journal_id, upto=fence)
        if newest is None:
            return fence > 0
        row, _ = newest
        last = written(recorded_at(row[4]))[:_DAY]
        if last >= today:
            self._done = last
            return False
        return fence > row[0]

    def log(self) -> int:
        """Log it; gives its position.

        Raises:
            Malformed: A row cannot be read.
            JournalUnavailable: The journal cannot be read or written.
        """
        position = logged_index(self._store, self._journal_id, clock=self._clock)
        self.put_off()
        return position

    def put_off(self) -> None:
        """Ask no more today: it cannot be logged from here."""
        self._done = self._today()

    def _today(self) -> str:
        return written(instant_of(self._clock))[:_DAY]
