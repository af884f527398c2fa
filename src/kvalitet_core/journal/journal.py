"""The journal: the object that a developer opens.

Thin: each method hands over to the room that does the work. Connections are made when
they are first needed, and made anew in a process that was forked.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, TypeVar, cast

import attrs

from kvalitet_core.actor import Actor
from kvalitet_core.aggregate import Command
from kvalitet_core.attachment import Attachment
from kvalitet_core.attachments.checking import Checked, check
from kvalitet_core.attachments.keeping import Attachments, Source
from kvalitet_core.errors import JournalUnavailable, Malformed, PluginError, Unknown
from kvalitet_core.ids import PersonId, StreamId, is_stream, of_kind
from kvalitet_core.journal.afterwards import Afterwards, Sealing, and_then
from kvalitet_core.journal.batch import Batch, batched
from kvalitet_core.journal.deciding import Request
from kvalitet_core.journal.engine import Engine
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.forgetting import Erasure, forget, reapply
from kvalitet_core.journal.mentions import attachments_named
from kvalitet_core.journal.reading import Commit, Records
from kvalitet_core.journal.records import Opened, Receipt
from kvalitet_core.journal.registry import Registry
from kvalitet_core.journal.store import Store
from kvalitet_core.personal import Forgotten
from kvalitet_core.privacy.keystore import Keys, KeyStore
from kvalitet_core.privacy.person import Forget
from kvalitet_core.recorded import Recorded
from kvalitet_core.telemetry import telemetry_here

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kvalitet_core.journal.clock import Clock
    from kvalitet_core.journal.engine import Settings
    from kvalitet_core.plugins import Plugin
    from kvalitet_core.privacy.sealing import Sealer

__all__ = ["Journal", "Wiring"]

S = TypeVar("S")


@attrs.frozen(kw_only=True)
class Wiring:
    """The rooms behind one open journal, joined together for one process."""

    store: Store
    keys: KeyStore | None
    finder: Keys | None
    engine: Engine
    opened: Opened
    attachments: Attachments
    sealing: Sealing | None = None

    def close(self) -> None:
        """Let go of every connection."""
        if self.sealing is not None:
            self.sealing.close()
        self.store.close()
        for keys in (self.keys, self.finder):
            if keys is not None:
                keys.close()


class Journal:
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
        self._wire = wire
        self._place = place
        self._unusable = unusable
        self._wiring: Wiring | None = None
        self._process = 0
        self._lock = threading.Lock()
        self._left_behind: list[Wiring] = []
        self._closed = False
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
    def _rooms(self) -> Wiring:
        if self._closed:
            raise JournalUnavailable(self._place, "is closed")
        wiring = self._wiring
        if wiring is None or self._process != os.getpid():
            wiring = self._wired_here()
        return wiring

    def _wired_here(self) -> Wiring:
        """Wire the rooms for this process; what a parent left is not touched."""
        with self._lock:
            if self._wiring is not None and self._process != os.getpid():
                self._left_behind.append(self._wiring)
                self._wiring = None
            if self._wiring is None:
                self._wiring = self._wire()
                self._process = os.getpid()
            return self._wiring

    @property
    def _records(self) -> Records:
        return Records(self._rooms.engine.folder())

    @property
    def id(self) -> str:
        """The journal's own random id."""
        return self._rooms.opened.journal

    @property
    def place(self) -> str:
        """Where it is kept, fit to print."""
        return self._place

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

    @property
    def simulated(self) -> bool:
        """Whether its time was given by a program, and so proves nothing."""
        return self._rooms.opened.clock == "simulated"

    @property
    def registry(self) -> Registry:
        """The stored names that this journal knows, and their classes."""
        return self._rooms.engine.registry

    @property
    def sealer(self) -> Sealer:
        """What seals and opens what is about people, for what is derived from it."""
        return self._rooms.engine.sealer

    @property
    def folder(self) -> Folder:
        """What reads and folds its streams, for whoever asks about the past."""
        return self._rooms.engine.folder()

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

    def get(
        self,
        state: type[S],
        stream: StreamId | str,
        *,
        version: int | None = None,
        known: datetime | None = None,
    ) -> S | None:
        """The state of a stream: the newest, or as of a version or an instant.

        Returns:
            The state, or None when there was nothing yet.

        Raises:
            Unknown: The version is beyond the newest, or below 0.
            Malformed: The stream is of another kind, or both a version and an instant
                are given.
            PluginMissing: The stream holds events of a plugin that is not installed.
        """
        if version is not None and known is not None:
            raise Malformed("question", "ask as of a version or an instant, not both")
        rooms = self._rooms
        aggregate = rooms.engine.registry.aggregate_of_state(state)
        of_kind(aggregate.kind).require("stream", stream)
        found, reached = rooms.engine.folder().state(
            aggregate, StreamId(stream), upto=version, known=known
        )
        if version is not None and not 0 <= version <= reached:
            newest = rooms.store.versions([stream])[stream]
            raise Unknown(
                "version", f"{stream} {version}", hint=f"the newest is {newest}"
            )
        return cast("S | None", found)

    def states(self, state: type[S]) -> Iterator[tuple[StreamId, S]]:
        """The newest state of every stream of a kind, one at a time, by their ids.

        Raises:
            PluginMissing: A stream holds events of a plugin that is not installed.
        """
        aggregate = self._rooms.engine.registry.aggregate_of(state)
        return self._rooms.engine.folder().states(aggregate)

    def history(
        self, stream: StreamId | str, *, known: datetime | None = None
    ) -> Iterator[Recorded]:
        """The events of a stream in order, with when, by whom and on which command."""
        if not is_stream(stream):
            raise Malformed(f"stream {stream!r}", "expected kind/key")
        return self._records.stream(StreamId(stream), known=known)

    def events(
        self, *, after: int = 0, upto: int | None = None, names: Sequence[str] = ()
    ) -> Iterator[Recorded]:
        """The events of the whole journal in order, after a position; the only tail."""
        return self._records.log(after=after, upto=upto, names=names)

    def commits(self, *, after: int = 0, upto: int | None = None) -> Iterator[Commit]:
        """The commands of the whole journal in order, with what came of each."""
        return self._records.commits(after=after, upto=upto)

    def commit(self, command_id: str) -> Commit | None:
        """What was asked under a command id, and what came of it."""
        return self._records.commit(command_id)

    def head(self) -> int:
        """The position of the newest row."""
        newest = self._rooms.store.newest()
        return newest[0] if newest else 0

    def streams(self, kind: str | None = None) -> Iterator[tuple[StreamId, int]]:
        """Stream ids in order with their newest versions; without `command/` ones."""
        return self._records.streams(kind)

    def forget(
        self,
        subject: str,
        *,
        by: Actor,
        legal_basis: str,
        reason: str,
        approved_by: Sequence[str],
        archived: str | None = None,
        command_id: str | None = None,
    ) -> Erasure:
        """Destroy a person's key and sealed data, by a recorded decision.

        Args:
            subject: The person's id.

            by: Who carries it out.

            legal_basis: The law that it rests on.

            reason: Why, without a word about the person.

            approved_by: The ids of two or more people who approve it.

            archived: The archive delivery that holds the data, if any had to be
                preserved (databeskyttelsesloven § 14).

            command_id: As in `do`.

        Raises:
            Refused: Too few approve, or the person is held.
            KeyUnavailable: There is no key store to destroy the key in.
            AttachmentUnavailable: The person's attachments cannot be looked at.
        """
        rooms = self._rooms
        decision = Forget(
            person=PersonId(subject),
            approved_by=tuple(approved_by),
            archived=archived,
            legal_basis=legal_basis,
            reason=reason,
        )
        carry_out = partial(
            forget,
            rooms.engine,
            rooms.keys,
            decision,
            attachments=rooms.attachments,
            by=by,
            command_id=command_id,
        )
        return and_then(carry_out, self._afterwards, sealing=rooms.sealing)

    def reapply_erasures(self) -> int:
        """Apply again what a restored backup brought back; gives how many people."""
        rooms = self._rooms
        if rooms.keys is None:
            return 0
        people = reapply(rooms.engine, rooms.keys, rooms.attachments)
        if people:
            and_then(lambda: None, self._afterwards, sealing=rooms.sealing)
        return people

    def attach(
        self,
        source: Source,
        *,
        media_type: str,
        label: str,
        subject: str | None = None,
    ) -> Attachment:
        """Keep a file, and give the value that a command may name it by.

        The bytes are durable when it returns. A file that is attached and never named
        does no harm.

        Args:
            source: A file's path, some bytes, or a file that is open for reading.

            media_type: What the content is, for programs: `application/pdf`.

            label: What it is in the case, as a permanent code: `ansoegningsskema`.

            subject: The person whom it is about: it is sealed with that person's key,
                and has 64 MiB at most. What is about nobody is kept as it is.

        Raises:
            Refused: The person was forgotten.
            Malformed: A label, media type or id of another form, or a file too large.
            AttachmentUnavailable: It cannot be kept.
            KeyUnavailable: It could not be sealed.
        """
        return self._rooms.attachments.attach(
            source, media_type=media_type, label=label, subject=subject
        )

    def attachment(self, attachment: Attachment) -> bytes | Forgotten:
        """The content of an attachment, opened where it was sealed.

        Raises:
            Malformed: The bytes are not those that were attached.
            AttachmentUnavailable: They are not there, or cannot be read.
            KeyUnavailable: The person's key is lost, wrong or was not given.
        """
        return self._rooms.attachments.content(attachment)

    def attachment_chunks(self, attachment: Attachment) -> Iterator[bytes]:
        """The content of a plain attachment, some bytes at a time.

        Whatever was altered is found before the last of them is given.

        Raises:
            Malformed: The bytes are not those that were attached, or are sealed.
            AttachmentUnavailable: They are not there, or cannot be read.
        """
        return self._rooms.attachments.chunks(attachment)

    def check_attachments(self) -> Iterator[Checked]:
        """Compare every attachment that is named with what is kept, byte for byte.

        Raises:
            AttachmentUnavailable: They cannot be looked at.
        """
        kept = self._rooms.attachments
        mentions = attachments_named(self.commits())
        return check(mentions, kept.store, is_forgotten=kept.is_forgotten)

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
        if self._wiring is not None and self._process == os.getpid():
            self._wiring.close()
        self._wiring = None
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
