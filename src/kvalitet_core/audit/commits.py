"""The commits of a share: how their rows lie, and what their commands say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kvalitet_core.audit.asked import Asked
from kvalitet_core.audit.laid import Laid
from kvalitet_core.audit.lying import Lying
from kvalitet_core.audit.reacting import Reacting
from kvalitet_core.audit.replayed_part import ReplayedPart
from kvalitet_core.audit.timing import TIMERS
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.store import Row

__all__ = ["Commits"]


class Commits:
    """Reads those of a journal's rows that are a share's commits."""

    def __init__(
        self,
        folder: Folder,
        between: tuple[int, int],
        *,
        part: ReplayedPart,
        reacting: Reacting | None,
        lying: Callable[[Folder, Callable[[int, str, Asked], None]], Lying | Laid],
    ) -> None:
        """Begin before the first row.

        Args:
            folder: Where the rows are from.

            between: The positions after which they begin, and at which they end.

            part: Is given what they come to.

            reacting: Is given the commands that answer an event; None where nobody
                asks for that.

            lying: Makes what looks at how rows lie.
        """
        self._registry = folder.registry
        self._between = between
        self._part = part
        self._reacting = reacting
        self._known: dict[str, bool] = {}
        self._lying = lying(folder, self._asked)

    def take(self, rows: Sequence[Row]) -> None:
        """Look at those of some rows, in the order of the log."""
        after, upto = self._between
        if rows[-1][0] <= after:
            self._lying.pass_over(rows[-1])
        elif rows[0][0] > after and rows[-1][0] <= upto:
            self._lying.take(rows)
        elif rows[0][0] <= upto:
            before = [row for row in rows if row[0] <= after]
            if before:
                self._lying.pass_over(before[-1])
            self._lying.take([row for row in rows if after < row[0] <= upto])

    def end(self) -> None:
        """Note what is still to come, now that nothing does."""
        self._lying.end()
        self._part.commands = self._lying.commands

    def _asked(self, position: int, stream: str, record: Asked) -> None:
        """Take a command's record."""
        name = record.name
        if name not in self._known:
            self._known[name] = self._registry.is_known(name)
        if not self._known[name]:
            self._part.unknown[name] += 1
        if self._reacting is None:
            return
        if record.cause is not None or record.reaction is not None:
            self._reacting.command(position, stream, record)
        self._part.deployments.name(record.deployment, position, stream)
        if name in TIMERS:
            self._part.ticks.command(position, stream, record)
