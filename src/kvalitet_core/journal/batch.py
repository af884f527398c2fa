"""A batch: many commits in one transaction, for imports and generators.

All become durable, or none; receipts exist only afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

from kvalitet_core.actor import Actor
from kvalitet_core.aggregate import Command
from kvalitet_core.errors import JournalUnavailable, KvalitetError, NotDurable, Refused
from kvalitet_core.ids import CommandId, StreamId
from kvalitet_core.journal.engine import Engine, or_refused
from kvalitet_core.journal.records import Receipt
from kvalitet_core.journal.store import Uncertain, Writer
from kvalitet_core.recorded import Recorded

__all__ = ["Batch", "Pending", "batched"]

S = TypeVar("S")


class Pending:
    """A commit of a batch: what it will be about, and later its receipt."""

    def __init__(self, receipt: Receipt, batch: Batch) -> None:
        self._receipt = receipt
        self._batch = batch

    @property
    def stream(self) -> StreamId:
        """The stream that the command is about."""
        return self._receipt.stream

    @property
    def events(self) -> tuple[Recorded, ...]:
        """What it leads to, if the batch is committed."""
        return self._receipt.events

    @property
    def receipt(self) -> Receipt:
        """What came of the command.

        Raises:
            NotDurable: The batch is not committed.
        """
        if not self._batch.durable:
            raise NotDurable(self._receipt.command_id)
        return self._receipt


class Batch:
    """Many commits in one transaction. Use it only inside its `with` block.

    Attributes:
        first: The first command that it has written.
        whole: Whether every command was written entirely; false after a write failed.
        durable: Whether the transaction is committed.
        closed: Whether it is over, one way or the other.
    """

    def __init__(self, engine: Engine, writer: Writer, begun_after: int) -> None:
        self._engine = engine
        self._begun_after = begun_after
        self._writer = writer
        self._folder = engine.remembering(writer)
        self.first: CommandId | None = None
        self.whole = True
        self.durable = False
        self.closed = False

    def do(
        self,
        command: Command,
        *,
        by: Actor,
        command_id: str | None = None,
        correlation: str | None = None,
        channel: str | None = None,
    ) -> Pending:
        """Decide a command on all that the batch has done, as `Journal.do` does.

        Raises:
            Refused: A rule says no; that is recorded with the batch if it is caught.
        """
        self._require_open()
        request = self._engine.request(
            command,
            by=by,
            command_id=command_id,
            correlation=correlation,
            cause=None,
            reaction=None,
            channel=channel,
        )
        try:
            outcome = self._engine.append(
                request,
                self._writer,
                given_id=command_id is not None,
                folder=self._folder,
            )
        except JournalUnavailable:
            self.whole = False
            raise
        except KvalitetError:
            raise
        except BaseException:
            self.whole = False
            raise
        if self.first is None and self._is_new(outcome):
            self.first = request.command_id
        return Pending(or_refused(outcome), self)

    def _is_new(self, outcome: Receipt | Refused) -> bool:
        """Whether the batch has written it, and not found it on record."""
        if isinstance(outcome, Refused):
            return outcome.command_id is not None
        return (outcome.position or 0) > self._begun_after

    def get(self, state: type[S], stream: StreamId | str) -> S | None:
        """The state of a stream, with all that the batch has done."""
        self._require_open()
        aggregate = self._engine.registry.aggregate_of(state)
        found, _ = self._folder.state(aggregate, StreamId(stream))
        return cast("S | None", found)

    def close(self) -> None:
        """Take no more, and let go of what was remembered."""
        self.closed = True
        self._folder.forget_all()

    def _require_open(self) -> None:
        if not self.whole:
            raise JournalUnavailable(
                self._engine.store.place, "a write in the batch failed; leave it"
            )
        if self.closed:
            raise JournalUnavailable(
                self._engine.store.place, "the batch is over; begin another"
            )


@contextmanager
def batched(engine: Engine) -> Iterator[Batch]:
    """Group many commits in one transaction; see `Journal.batch`."""
    place = engine.store.place
    engine.ensure_deployed()
    batch = None
    try:
        with engine.store.writing() as (writer, _, newest):
            batch = Batch(engine, writer, newest[0] if newest else 0)
            try:
                yield batch
            finally:
                batch.close()
            if not batch.whole:
                problem = "a write in the batch failed; nothing of it was kept"
                raise JournalUnavailable(place, problem)
    except Uncertain as lost:
        first = batch.first if batch else None
        if first is None or not engine.is_on_record(first):
            problem = "the answer was lost, and nothing of the batch was written"
            raise JournalUnavailable(place, problem) from lost
    if batch is not None:
        batch.durable = True
