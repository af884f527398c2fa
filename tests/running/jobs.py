"""A job for tests: writes down each note that it is given, and counts them.

What it writes has no key, so that what is done twice is there twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Integer,
    MetaData,
    Table,
    Text,
    insert,
    select,
    update,
)
from tests.journal import course

from kvalitet_core import Journal
from kvalitet_core.recorded import Recorded
from kvalitet_core.running.job import Poison
from kvalitet_core.running.store import Runs, Transaction

NOTED = "lesson.noted/1"

METADATA = MetaData()
DONE = Table(
    "test_done",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("job", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("stream", Text, nullable=False),
    Column("text", Text, CheckConstraint("text <> 'misfit'"), nullable=False),
    Column("number", Integer),
)
TOTALS = Table(
    "test_totals",
    METADATA,
    Column("job", Text, primary_key=True),
    Column("total", BigInteger, nullable=False),
)


class Done(NamedTuple):
    """A note that was written down."""

    position: int
    stream: str
    text: str


class Notes:
    """Writes down every note, but for those whose text is poison."""

    def __init__(
        self,
        name: str = "view test.notes",
        *,
        poison: Iterable[str] = (),
        names: frozenset[str] | None = frozenset({NOTED}),
        digest: str = "one",
        each: Callable[[Recorded], object] | None = None,
        instead: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.digest = digest
        self.names = names
        self.poison = set(poison)
        self.each = each
        self.instead = instead or {}
        self.batches: list[int] = []

    def apply(self, batch: Sequence[Recorded], transaction: Transaction) -> None:
        """Write each down; what comes before the poison is written first."""
        self.batches.append(len(batch))
        rows = []
        for recorded in batch:
            text = getattr(recorded.event, "text", "")
            if self.each is not None:
                self.each(recorded)
            if text in self.poison:
                self._write(rows, transaction)
                raise Poison(recorded, ValueError(f"cannot do {text!r}"))
            rows.append(self._row(recorded, text))
        self._write(rows, transaction)

    def _row(self, recorded: Recorded, text: str) -> dict[str, object]:
        text = self.instead.get(text, text)
        number = int(text) if text.isdecimal() else None
        return {
            "job": self.name,
            "position": recorded.position,
            "stream": recorded.stream,
            "text": text,
            "number": number,
        }

    def _write(self, rows: list[dict[str, object]], transaction: Transaction) -> None:
        if rows:
            transaction.connection.execute(insert(DONE), rows)
            transaction.connection.execute(
                update(TOTALS)
                .where(TOTALS.c.job == self.name)
                .values(total=TOTALS.c.total + len(rows))
            )


def make_tables(runs: Runs, *jobs: str) -> None:
    """Make the jobs' tables, if they are not there."""
    with runs.transaction() as transaction:
        METADATA.create_all(transaction.connection)
        for job in jobs:
            transaction.connection.execute(insert(TOTALS).values(job=job, total=0))


def done(runs: Runs, job: str = "view test.notes") -> list[Done]:
    """What a job has written down, in the order in which it did."""
    query = (
        select(DONE.c.position, DONE.c.stream, DONE.c.text)
        .where(DONE.c.job == job)
        .order_by(DONE.c.id)
    )
    with runs.reading() as transaction:
        return [Done(*row) for row in transaction.connection.execute(query)]


def total(runs: Runs, job: str) -> int:
    """How many notes a job has counted."""
    query = select(TOTALS.c.total).where(TOTALS.c.job == job)
    with runs.reading() as transaction:
        return int(transaction.connection.execute(query).scalar_one())


def texts(runs: Runs, job: str = "view test.notes") -> list[str]:
    """The texts that a job has written down, in the order in which it did."""
    return [each.text for each in done(runs, job)]


def note(journal: Journal, key: object, *said: str) -> int:
    """Note some things of a course in one commit; gives the last one's position."""
    command = course.NoteMany(course=course.course(key), texts=said)
    receipt = journal.do(command, by=course.ANNA)
    assert receipt.position is not None
    return receipt.position
