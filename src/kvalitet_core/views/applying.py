"""Applying: what a view's function says of each event is done to its tables.

The state that a function is given is the stream's after the event, whatever was done
before. A person who is forgotten is cleared in the order of events, as everything is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from kvalitet_core.errors import Malformed, PluginMissing, Unavailable
from kvalitet_core.ids import stream_id
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.registry import UnknownEvent
from kvalitet_core.personal import unseen
from kvalitet_core.plugins import Plugin
from kvalitet_core.privacy.person import Person
from kvalitet_core.recorded import Recorded
from kvalitet_core.running.job import Poison
from kvalitet_core.view import View
from kvalitet_core.views.cells import Cells
from kvalitet_core.views.changes import Changes
from kvalitet_core.views.followed import (
    FORGOTTEN,
    digest_of,
    followed,
    holds_persons,
)
from kvalitet_core.views.forgetting import cleared_elsewhere, wiped_after
from kvalitet_core.views.makings import Making, making
from kvalitet_core.views.plan import Plan
from kvalitet_core.views.statements import Statements
from kvalitet_core.views.states import States

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs
    from kvalitet_core.running.transaction import Transaction

__all__ = ["Applying", "cells_of"]


class Applying:
    """The job that writes to one making of a view's tables.

    Attributes:
        name: Its kind and the view's name: `view core.streams`.
        digest: The digest of what is declared.
        names: The stored names of the events that it must be given.
        view: The view.
    """

    def __init__(
        self,
        view: View,
        plugin: Plugin,
        *,
        journal: Journal,
        runs: Runs,
        kind: str,
        everywhere: bool,
    ) -> None:
        """Say what is written.

        Args:
            view: The view.

            plugin: Who brings it.

            journal: What it follows.

            runs: Where its tables are.

            kind: What its run is called by, before the view's name.

            everywhere: Whether a person who is forgotten is cleared in all makings, not
                only in the one that this job writes to.
        """
        self.name = f"{kind} {view.name}"
        self._everywhere = everywhere
        self.view = view
        self.digest = digest_of(view, plugin, journal.registry)
        self._journal = journal
        self._runs = runs
        self._projected = followed(view, journal.registry)
        self._forgetting = (
            journal.registry.numbers(FORGOTTEN) if holds_persons(view) else frozenset()
        )
        self._states = _states(view, journal)
        self.names = self._names()
        self._written: tuple[Making, Changes, Statements] | None = None

    def _names(self) -> frozenset[str]:
        """A state is folded from all events of its streams, followed or not."""
        names = self._projected | self._forgetting
        if self.view.state is None:
            return names
        registry = self._journal.registry
        events = registry.aggregate_of(self.view.state).events
        return names.union(*(registry.numbers(name) for name in events))

    def apply(self, batch: Sequence[Recorded], transaction: Transaction) -> None:
        """Do to the tables what follows from these events, in order.

        Raises:
            Poison: The view's function fails on an event, or what it gives does not
                fit the tables.
            Unavailable: The journal, or a key, could not be reached.
        """
        current, operations, statements = self._writing(transaction)
        plan, forgotten = Plan(), []
        for recorded in batch:
            try:
                plan.add(operations.of(self._changes(recorded)))
            except Exception as error:
                if _is_elsewhere(error):
                    raise
                raise Poison(recorded, error) from error
            if recorded.name in self._forgetting:
                subject = recorded.stream.partition("/")[2]
                plan.add(operations.forgetting(subject))
                forgotten.append(subject)
        cleared = 0
        for shape, values in plan.groups():
            done = statements.carry_out(transaction.connection, shape, values)
            cleared += done if shape.act == "forget" else 0
        touched = [current] if cleared else []
        if forgotten and self._everywhere:
            touched += cleared_elsewhere(transaction.connection, current, forgotten)
        if touched:
            wiped_after(transaction, touched, self._runs)

    def _changes(self, recorded: Recorded) -> object:
        """What the view's function says of an event; nothing where it is not asked."""
        asked = recorded.name in self._projected
        if type(recorded.event) is UnknownEvent:
            return ()
        if self._states is None:
            if not asked:
                return ()
            with unseen():
                return self.view.project(recorded)
        if not asked:
            if recorded.name not in self._forgetting:
                self._states.passed(recorded)
            return ()
        state = self._states.after(recorded)
        with unseen():
            return self.view.project(recorded, state)

    def _writing(self, transaction: Transaction) -> tuple[Making, Changes, Statements]:
        """What writes to the current making of the tables.

        Raises:
            Malformed: They were made as something else than is declared now.
        """
        run = transaction.run(self.name)
        generation = run.generation if run else 0
        if run is None or run.digest != self.digest:
            raise Malformed(self.name, "is declared otherwise than its tables; rebuild")
        if self._written is None or self._written[0].generation != generation:
            self._written = self._written_to(transaction, generation)
        return self._written

    def _written_to(
        self, transaction: Transaction, generation: int
    ) -> tuple[Making, Changes, Statements]:
        found = making(transaction.connection, self.view.name, generation)
        if found is None:
            raise Malformed(self.name, "its tables are not there; rebuild")
        dialect = transaction.connection.dialect
        operations = Changes(
            self.view.name,
            self.view.tables,
            dialect=dialect.name,
            cells=cells_of(self._journal),
        )
        statements = Statements(self.view.name, self.view.tables, found.tables, dialect)
        return found, operations, statements


def _states(view: View, journal: Journal) -> States | None:
    if view.state is None:
        return None
    return States(journal, journal.registry.aggregate_of(view.state))


def _is_elsewhere(error: Exception) -> bool:
    """Whether something could not be reached, so that no event is to blame."""
    return isinstance(error, Unavailable) and not isinstance(error, PluginMissing)


def cells_of(journal: Journal) -> Cells:
    """What seals and opens the personal cells of a journal's views."""
    return Cells(lambda: journal.sealer, partial(_is_forgotten, journal))


def _is_forgotten(journal: Journal, subject: str) -> bool:
    person = journal.get(Person, stream_id("person", subject))
    return person is not None and person.forgotten is not None
