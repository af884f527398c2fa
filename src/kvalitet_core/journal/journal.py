"""The journal: the object that a developer opens.

Thin: each method hands over to the room that does the work. Here a journal is
opened and written to; what only reads stands in `journal_reading`, how people are
forgotten in `journal_forgetting`, attachments in `journal_attachments`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from kvalitet_core.actor import Actor
from kvalitet_core.aggregate import Command
from kvalitet_core.errors import PluginError
from kvalitet_core.journal.afterwards import Afterwards, and_then
from kvalitet_core.journal.batch import Batch, batched
from kvalitet_core.journal.deciding import Request
from kvalitet_core.journal.journal_attachments import JournalAttachments
from kvalitet_core.journal.journal_forgetting import JournalForgetting
from kvalitet_core.journal.records import Receipt
from kvalitet_core.journal.wiring import Wiring
from kvalitet_core.telemetry import telemetry_here

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kvalitet_core.journal.clock import Clock
    from kvalitet_core.journal.engine import Settings
    from kvalitet_core.plugins import Plugin

__all__ = ["Journal"]


class Journal(JournalForgetting, JournalAttachments):
    """The whole record: what was asked, what happened, and what follows from it.

    Safe to use from several threads, and from processes forked after it was opened.
    """

    def __init__(
        self,
        wire: Callable[[], Wiring],
        *,
        place: str,
        unusable: Callable[[], tuple[PluginError, ...]] = tuple,
        afterwards: Callable[[Journal], Afterwards | None] = lambda _: None,
    ) -> None:
        super().__init__(wire, place=place)
        self._unusable = unusable
        self._telemetry = telemetry_here()
        self._afterwards = afterwards(self)

    @classmethod
    def open(
        cls,
        url: str | Path,
        *,
        plugins: Iterable[Plugin] | None = None,
        keys: str | Path | None = None,
        attachments: str | Path | None = None,
        clock: Clock | None = None,
        create: bool | None = None,
        read_only: bool = False,
        busy_seconds: float = 30.0,
        settings: Settings | None = None,
        views: str | Path | Literal[False] | None = None,
        seal: bool | str | Path = False,
        append_key: bool | str | Path | None = None,
    ) -> Journal:
        """Open a journal.

        Args:
            url: `memory:`, a path, `sqlite:///path`, or `postgresql://…`, where
                `?schema=NAME` chooses the schema.

            plugins: What is brought besides the core's own aggregates. None takes the
                plugins that are installed and, where `KVALITET_PLUGINS` is set, named
                there; a reader does without those that are broken.

            keys: The key store: a path, or for PostgreSQL a `postgresql://…` address
                that is not the journal's own database. Beside an SQLite journal by
                default. The key that opens it comes from the file named by
                `KVALITET_KEY_FILE`, or from a file beside it.

            attachments: Where attached files are: a path, or an address that `fsspec`
                knows. The folder `<journal>.attachments` beside an SQLite journal by
                default; a journal in PostgreSQL has none unless it is given.

            clock: Gives the time; only for a journal that is simulated, which one
                created with a clock is.

            create: Whether to make a journal where there is none. By default so for
                `memory:` and paths, not for PostgreSQL. What is there is never changed.

            read_only: Whether to refuse every write, and need no right to write.

            busy_seconds: How long to wait for another writer.

            settings: What else a host may set.

            views: The database of what is derived: a path, `sqlite:///path` or
                `postgresql+psycopg://…`. Where it is named, each commit is followed
                at once: reactions answer it, views show it. By default so for a
                journal in SQLite or in memory, beside which it is kept, when plugins
                bring reactions or the database is there. False follows nothing here.

            seal: Whether what is committed is sealed and signed, in the background, a
                second later at most (see `Settings.seal_within`), and when the
                journal is closed. True has the signing key in
                `<journal>.signing-key`, beside an SQLite journal; otherwise this is
                its path. It is made where there is none. What goes wrong with it
                hides no receipt: it is told as `unsealed`.

            append_key: Whether what each commit appends is signed, so that a row put
                there otherwise is found. True has the key in `<journal>.append-key`,
                beside an SQLite journal or the key store's file; otherwise this is
                its path. It is made where there is none. By default so for a journal
                that is made in PostgreSQL with its keys in a file, and for every
                journal that was begun with it, which takes no other commit.

        Raises:
            JournalUnavailable: There is no journal, or it cannot be used.
            FormatMismatch: It is kept in a newer or an older format.
            KeyUnavailable: The key store cannot be used.
            RunsUnavailable: `views` is no address.
            PluginError: A plugin does not fit, or an installed one is broken and the
                journal is to be written to.
        """
        from kvalitet_core.opening import open_journal

        return open_journal(
            str(url),
            plugins=plugins,
            keys=None if keys is None else str(keys),
            attachments=None if attachments is None else str(attachments),
            clock=clock,
            create=create,
            read_only=read_only,
            busy_seconds=busy_seconds,
            settings=settings,
            views=str(views) if isinstance(views, Path) else views,
            seal=seal,
            append_key=append_key,
        )

    @property
    def unusable(self) -> tuple[PluginError, ...]:
        """What is wrong with each plugin that this reader has to do without.

        All that is installed is brought in and looked at for it.
        """
        return self._unusable()

    @property
    def unfollowed(self) -> Exception | None:
        """Why what follows from the last commit was not brought about here, if so."""
        return self._afterwards.problem if self._afterwards else None

    @property
    def unsealed(self) -> Exception | None:
        """Why what was committed could not be sealed and signed here, if so."""
        sealing = self._rooms.sealing
        return sealing.problem if sealing else None

    @property
    def signed_by(self) -> str | None:
        """The file of the key that signs what is appended here; None where none."""
        signer = self._rooms.store.signer
        return None if signer is None else signer.place

    @property
    def afterwards(self) -> Afterwards | None:
        """What follows each commit here; None where nothing does."""
        return self._afterwards

    def do(
        self,
        command: Command,
        *,
        by: Actor,
        command_id: str | None = None,
        correlation: str | None = None,
        cause: str | None = None,
        reaction: str | None = None,
        channel: str | None = None,
        dry_run: bool = False,
    ) -> Receipt:
        """Decide a command, and record what follows.

        Args:
            command: What is asked.

            by: Who asks, and on whose authority.

            command_id: Used again with the same command, it gives the first receipt.

            correlation: The first command of the chain that this belongs to.

            cause: The event that made a reaction ask.

            reaction: The reaction that asks.

            channel: How it came in: `cli`, `web`.

            dry_run: Decide, and write nothing.

        Raises:
            Refused: A rule says no; that is recorded.
            Malformed: The command does not hold what its class says.
            CommandIdReused: The id belongs to another command.
            JournalUnavailable: Nothing could be written.
            KeyUnavailable: Personal data could not be sealed.
        """
        rooms = self._rooms
        request = rooms.engine.request(
            command,
            by=by,
            command_id=command_id,
            correlation=correlation,
            cause=cause,
            reaction=reaction,
            channel=channel,
        )
        if dry_run:
            return rooms.engine.propose(request)
        if self._telemetry is None:
            return self._carried_out(rooms, request)
        return self._telemetry.command(
            partial(self._carried_out, rooms, request),
            name=request.stored.name,
            command_id=request.command_id,
            reaction=reaction,
        )

    def _carried_out(self, rooms: Wiring, request: Request) -> Receipt:
        """Append, and bring about what follows here."""
        engine, afterwards = rooms.engine, self._afterwards
        if afterwards is None and rooms.sealing is None:
            return engine.do(request)
        return and_then(
            partial(engine.do, request),
            afterwards,
            lambda: engine.newest,
            sealing=rooms.sealing,
        )

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """Group many commits in one transaction: all become durable, or none.

        Holds the write lock until the end: for imports and generators.
        """
        with batched(self._rooms.engine) as batch:
            yield batch
        and_then(lambda: None, self._afterwards, sealing=self._rooms.sealing)

    def wait_for(self, view: str, receipt: Receipt, *, timeout: float = 10.0) -> None:
        """Wait until a view shows what a receipt is of: to read one's own write.

        Args:
            view: The view's name.

            receipt: Of a command that was done.

            timeout: How many seconds to wait at most.

        Raises:
            Unknown: There is no such view.
            NotFollowed: The time is out, or the view has put the stream aside.
            RunsUnavailable: It is not known here where the views are, or they cannot
                be looked at.
        """
        from kvalitet_core.opening_following import wait_for

        wait_for(self, view, receipt, timeout=timeout)

    def backup(self, path: str | Path) -> None:
        """Make a consistent copy as an SQLite journal, without the keys.

        Raises:
            JournalUnavailable: The path is taken, or cannot be written.
        """
        self._rooms.store.backup(Path(path))

    def close(self) -> None:
        """Let go of every connection. Closing twice is harmless."""
        if self._afterwards is not None:
            self._afterwards.close()
        self._let_go()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
