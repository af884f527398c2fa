"""The job over one reaction: every event that it answers leads to its command, once.

First all commands of a batch are made, so that a function that fails has brought about
nothing; then it is written down why each is asked for; then they are given, in order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kvalitet_core.aggregate import Command
from kvalitet_core.errors import PluginError
from kvalitet_core.journal.journal import Journal
from kvalitet_core.reactions.answering import given
from kvalitet_core.reactions.asking import Declared, asked, declared
from kvalitet_core.reactions.chain import Cause, Causes, keep
from kvalitet_core.reactions.counting import count
from kvalitet_core.recorded import Recorded
from kvalitet_core.running.job import Poison

if TYPE_CHECKING:
    from kvalitet_core.running.store import Runs
    from kvalitet_core.running.transaction import Transaction

__all__ = ["ReactionJob", "reaction_jobs"]


class ReactionJob:
    """What the runner runs of one reaction.

    Attributes:
        name: `reaction` and the reaction's name.
        digest: The digest of what is declared.
        names: The stored names of the events that it answers, older numbers too.
    """

    def __init__(self, each: Declared, *, journal: Journal, runs: Runs) -> None:
        self.name = f"reaction {each.name}"
        self.digest = each.digest
        self.names = frozenset[str]().union(
            *(journal.registry.numbers(name) for name in each.reaction.events)
        )
        self._each = each
        self._journal = journal
        self._runs = runs

    def apply(self, batch: Sequence[Recorded], transaction: Transaction) -> None:
        """Give the commands that follow from these events, in order.

        Raises:
            Poison: One of the events cannot be answered.
            Conflict: Others kept writing first.
            Unavailable: The journal, or a key, could not be reached.
        """
        asking = [(recorded, self._asked(recorded)) for recorded in batch]
        self._keep_causes([each for each, made in asking if made], transaction)
        answers: Counter[str] = Counter()
        refused = None
        for recorded, command in asking:
            if command is None:
                answers["silent"] += 1
                continue
            answer = given(self._each, recorded, command, journal=self._journal)
            answers[answer.outcome] += 1
            if answer.outcome == "refused":
                refused = answer.command_id
        count(transaction, self.name, answers, refused=refused)

    def _asked(self, recorded: Recorded) -> Command | None:
        try:
            return asked(self._each, recorded, self._journal.registry)
        except Exception as error:
            raise Poison(recorded, error) from error

    def _keep_causes(self, asked: list[Recorded], transaction: Transaction) -> None:
        """Write down why each command is asked for, before any of them is.

        On SQLite nobody else reads on before this transaction has ended; elsewhere
        others do, so there the causes are kept in a transaction of their own.
        """
        causes = Causes(transaction.connection)
        found = [self._cause(causes, recorded) for recorded in asked]
        if transaction.connection.dialect.name == "sqlite":
            keep(transaction.connection, found)
        elif found:
            with self._runs.transaction() as own:
                keep(own.connection, found)

    def _cause(self, causes: Causes, recorded: Recorded) -> Cause:
        try:
            return causes.next(recorded, self._each, self._journal)
        except PluginError as error:
            raise Poison(recorded, error) from error


def reaction_jobs(journal: Journal, runs: Runs) -> tuple[ReactionJob, ...]:
    """A job for each reaction of a journal's plugins, by their names."""
    return tuple(
        ReactionJob(each, journal=journal, runs=runs)
        for each in declared(journal.registry.plugins)
    )
