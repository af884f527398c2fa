"""The job over one reaction: every event that it answers leads to its command, once.

First all commands of a batch are made, so that a function that fails has brought about
nothing; then it is written down why each is asked for; then they are given, in order.
"""

from __future__ import annotations

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
    from kvalitet_core.running.transaction import Transaction

__all__ = ["ReactionJob", "reaction_jobs"]


class ReactionJob:
    """What the runner runs of one reaction.

    Attributes:
        name: `reaction` and the reaction's name.
        digest: The digest of what is declared.
        names: The stored names of the events that it answers, older numbers too.
    """

    def __init__(self, each: Declared, journal: Journal) -> None:
        self.name = f"reaction {each.name}"
        self.digest = each.digest
        self.names = frozenset[str]().union(
            *(journal.registry.numbers(name) for name in each.reaction.events)
        )
        self._each = each
        self._journal = journal
        self._declared = False

    def apply(self, batch: Sequence[Recorded], transaction: Transaction) -> None:
        """Give the commands that follow from these events, in order.

        Raises:
            Poison: One of the events cannot be answered.
            Conflict: Others kept writing first.
            Unavailable: The journal, or a key, could not be reached.
        """
        asking = [
            (recorded, command)
            for recorded in batch
            if (command := self._asked(recorded)) is not None
        ]
        causes = Causes(transaction.connection, self._journal)
        why = [self._cause(causes, recorded) for recorded, _ in asking]
        keep(transaction.connection, why)
        answers = [
            given(self._each, recorded, command, cause, journal=self._journal)
            for (recorded, command), cause in zip(asking, why, strict=True)
        ]
        count(transaction, self.name, answers)
        self._declare(transaction)

    def _declare(self, transaction: Transaction) -> None:
        """Go on as it is declared now; what was answered before stays as it is."""
        if not self._declared:
            transaction.declare(self.name, digest=self.digest)
            transaction.afterwards.append(self._is_declared)

    def _is_declared(self) -> None:
        self._declared = True

    def _asked(self, recorded: Recorded) -> Command | None:
        try:
            return asked(self._each, recorded, self._journal.registry)
        except Exception as error:
            raise Poison(recorded, error) from error

    def _cause(self, causes: Causes, recorded: Recorded) -> Cause:
        try:
            return causes.next(recorded, self._each)
        except PluginError as error:
            raise Poison(recorded, error) from error


def reaction_jobs(journal: Journal) -> tuple[ReactionJob, ...]:
    """A job for each reaction of a journal's plugins, by their names."""
    return tuple(
        ReactionJob(each, journal) for each in declared(journal.registry.plugins)
    )
