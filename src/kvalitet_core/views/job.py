"""The job over one view, as the runner runs it: made ready, then given events."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from kvalitet_core.journal.clock import Clock, host_clock
from kvalitet_core.journal.journal import Journal
from kvalitet_core.plugins import Plugin
from kvalitet_core.recorded import Recorded
from kvalitet_core.view import View
from kvalitet_core.views.applying import Applying
from kvalitet_core.views.followed import views_of
from kvalitet_core.views.forgetting import wipe
from kvalitet_core.views.makings import Making, begin, making
from kvalitet_core.views.rebuilding import Rebuilding, RebuildProgress
from kvalitet_core.views.tables import indexed

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs
    from kvalitet_core.running.transaction import Run, Transaction

__all__ = ["KIND", "ViewJob", "view_jobs"]

KIND: Final = "view"
"""What the names of these jobs begin with."""


class ViewJob(Applying):
    """What the runner runs of one view.

    A view whose tables are not there has them made; one that is declared otherwise
    than its tables is made anew, before it follows anything.
    """

    def __init__(
        self,
        view: View,
        plugin: Plugin,
        *,
        journal: Journal,
        runs: Runs,
        clock: Clock = host_clock,
    ) -> None:
        super().__init__(
            view, plugin, journal=journal, runs=runs, kind=KIND, everywhere=True
        )
        beside = Applying(
            view, plugin, journal=journal, runs=runs, kind="rebuild", everywhere=False
        )
        self._rebuilding = Rebuilding(
            beside,
            name=self.name,
            journal=journal,
            runs=runs,
            clock=clock,
        )
        self._ready = False

    def prepare(self, stop: threading.Event) -> str | None:
        """See that its tables are there, and are those that are declared now.

        Returns:
            Who is making them anew, if that is not done; None when they are ready.
        """
        if self._ready:
            return None
        with self._runs.reading() as transaction:
            found = self._found(transaction, transaction.run(self.name))
        if found is None:
            found = self._begun()
        if found is None:
            other = self._rebuilding.attempt(stop=stop)
            if other is not None:
                return other
        elif found.remnants:
            wipe(self._runs, [found])
        self._ready = True
        return None

    def rebuild(
        self, *, progress: Callable[[RebuildProgress], object] = lambda _: None
    ) -> None:
        """Make the view's tables anew, beside those that are there.

        Raises:
            RunsUnavailable: Someone else is at it, or the database cannot be used.
        """
        self._rebuilding.rebuild(progress=progress)

    def apply(self, batch: Sequence[Recorded], transaction: Transaction) -> None:
        """Do to the tables what follows from these events, in order."""
        try:
            super().apply(batch, transaction)
        except BaseException:
            self._ready = False
            raise

    def _found(self, transaction: Transaction, run: Run | None) -> Making | None:
        """The tables that are current, if they are what is declared now."""
        if run is None or run.digest != self.digest:
            return None
        return making(transaction.connection, self.view.name, run.generation)

    def _begun(self) -> Making | None:
        """Make the tables where nothing was followed yet; None where something was."""
        with self._runs.transaction() as transaction:
            transaction.enter(self.name, digest=self.digest)
            run = transaction.run(self.name)
            if run is None or run.digest != self.digest or run.position:
                return self._found(transaction, run)
            name, connection = self.view.name, transaction.connection
            declared, generation = self.view.tables, run.generation
            made = begin(
                connection, name, declared, generation=generation, digest=self.digest
            )
            indexed(connection, name, declared, generation, made.tables)
            return made


def view_jobs(
    journal: Journal, runs: Runs, *, clock: Clock = host_clock
) -> tuple[ViewJob, ...]:
    """A job for each view of a journal's plugins, the core's too, by their names."""
    return tuple(
        ViewJob(view, plugin, journal=journal, runs=runs, clock=clock)
        for _, (view, plugin) in sorted(views_of(journal.registry).items())
    )
