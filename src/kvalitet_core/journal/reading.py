"""Reading the record: events with their circumstances, and commits as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import attrs

from kvalitet_core.errors import Damaged, Malformed
from kvalitet_core.ids import ActorId, CommandId, EventId, StreamId
from kvalitet_core.journal import layout
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.folding import PAGE, Folder, stream_rows
from kvalitet_core.journal.instants import instant, written
from kvalitet_core.journal.own_events import (
    Anchored,
    AppendKeyChanged,
    Deployed,
    Indexed,
    KeyChanged,
    LossDeclared,
    Opened,
)
from kvalitet_core.journal.paging import log_rows
from kvalitet_core.journal.records import CommandRecord, Receipt
from kvalitet_core.journal.sections import metadata
from kvalitet_core.journal.store import Row
from kvalitet_core.recorded import Recorded

__all__ = ["Commit", "Records"]

_STREAM_PAGE: Final = 1000


@attrs.frozen(kw_only=True)
class Commit:
    """One command, and all that came of it.

    Attributes:
        recorded: The row of the command's record; its `event` is the record.
        command: The command itself, or `UnknownEvent` when no class knows it.
        events: What followed, in order; empty when refused or nothing to do.
        rows: The rows of all that, as they are kept; a receipt has them.
    """

    recorded: Recorded
    command: Any
    events: tuple[Recorded, ...]
    rows: tuple[tuple[StreamId, int, str, bytes], ...] = attrs.field(
        default=(), repr=False, eq=False
    )

    @property
    def record(self) -> CommandRecord:
        """Who asked, what was read, and what came of it."""
        record: CommandRecord = self.recorded.event
        return record

    def receipt(self) -> Receipt:
        """The receipt that was given for it."""
        record = self.record
        if record.outcome == "refused":
            raise Malformed(
                f"command {self.recorded.command_id}",
                "was refused, so there is no receipt",
            )
        return Receipt(
            command_id=CommandId(self.recorded.stream.partition("/")[2]),
            stream=record.targets[0],
            outcome=record.outcome,
            events=self.events,
            position=(self.recorded, *self.events)[-1].position,
            recorded_at=self.recorded.recorded_at,
            rows=self.rows,
        )


class Records:
    """Gives rows as events with their circumstances."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._reader = folder.reader
        codec = folder.registry.codec
        self._own: Final = {
            COMMAND: codec.decoder(CommandRecord),
            "journal.opened/1": codec.decoder(Opened),
            "journal.deployed/1": codec.decoder(Deployed),
            "journal.indexed/1": codec.decoder(Indexed),
            "journal.anchored/1": codec.decoder(Anchored),
            "journal.key_changed/1": codec.decoder(KeyChanged),
            "journal.loss_declared/1": codec.decoder(LossDeclared),
            "journal.append_key_changed/1": codec.decoder(AppendKeyChanged),
        }

    def recorded(self, row: Row) -> Recorded:
        """One row, decoded.

        Raises:
            Damaged: It cannot be read as what it was written as.
        """
        try:
            return self._recorded(row)
        except Damaged:
            raise
        except Malformed as error:
            raise layout.damaged(row, error) from error

    def holding(self, row: Row, event: Any) -> Recorded:
        """One row of which the event is at hand.

        Raises:
            Malformed: It is not laid out as it must be.
        """
        return self._told(row, layout.split(row[4]), event)

    def _recorded(self, row: Row) -> Recorded:
        sections = layout.split(row[4])
        return self._told(row, sections, self._event(row, sections))

    def _told(self, row: Row, sections: layout.Sections, event: Any) -> Recorded:
        position, stream, version, name, _ = row
        meta = metadata(sections.m)
        return Recorded(
            position=position,
            stream=StreamId(stream),
            version=version,
            name=name,
            recorded_at=instant(meta.recorded_at),
            event_id=EventId(meta.event),
            command_id=CommandId(meta.command) if meta.command else None,
            correlation_id=CommandId(meta.correlation) if meta.correlation else None,
            actor_id=ActorId(meta.actor) if meta.actor else None,
            event=event,
        )

    def _event(self, row: Row, sections: layout.Sections) -> Any:
        own = self._own.get(row[3])
        if own is not None:
            return own(sections.d)
        return self._folder.registry.read_as(row, sections, self._folder.opener)

    def stream(
        self, stream: StreamId, *, known: datetime | None = None
    ) -> Iterator[Recorded]:
        """The events of a stream in order."""
        limit = instant(written(known)) if known else None
        for row in stream_rows(self._reader, stream):
            recorded = self.recorded(row)
            if limit is not None and recorded.recorded_at > limit:
                return
            yield recorded

    def log(
        self, *, after: int = 0, upto: int | None = None, names: Sequence[str] = ()
    ) -> Iterator[Recorded]:
        """The events of the journal in order, page by page."""
        while True:
            rows = self._reader.log(after=after, upto=upto, names=names, limit=PAGE)
            for row in rows:
                yield self.recorded(row)
            if len(rows) < PAGE:
                return
            after = rows[-1][0]

    def streams(self, kind: str | None) -> Iterator[tuple[StreamId, int]]:
        """Stream ids in order with their newest versions; without `command/` ones."""
        spans = (
            [(f"{kind}/", f"{kind}0")]
            if kind
            else [("", "command/"), ("command0", "~")]
        )
        for after, before in spans:
            start = after
            while found := self._reader.streams(
                after=start, before=before, limit=_STREAM_PAGE
            ):
                for stream, version in found:
                    yield StreamId(stream), version
                start = found[-1][0]

    def commit(self, command_id: str) -> Commit | None:
        """The commit of a command id, if it is on record."""
        rows = self._reader.stream(f"command/{command_id}", limit=1)
        if not rows:
            return None
        recorded = self.recorded(rows[0])
        limit = len(recorded.event.events)
        events = self._reader.log(after=rows[0][0], limit=limit) if limit else ()
        return self._commit(rows[0], recorded, events)

    def commits(self, *, after: int = 0, upto: int | None = None) -> Iterator[Commit]:
        """The commits of the journal in order."""
        return map(self.commit_of, self.in_commits(after=after, upto=upto))

    def in_commits(
        self, *, after: int = 0, upto: int | None = None
    ) -> Iterator[list[Row]]:
        """The rows of the journal in order, a command's own and those after it."""
        held: list[Row] = []
        for row in log_rows(self._reader, after=after):
            if row[3] == COMMAND:
                if held:
                    yield held
                if upto is not None and row[0] > upto:
                    return
                held = [row]
            elif held:
                held.append(row)
        if held:
            yield held

    def commit_of(self, rows: Sequence[Row]) -> Commit:
        """The commit that begins with the first of some rows."""
        recorded = self.recorded(rows[0])
        return self._commit(rows[0], recorded, rows[1 : len(recorded.event.events) + 1])

    def _commit(self, row: Row, recorded: Recorded, rows: Sequence[Row]) -> Commit:
        """A command's own row, with those that follow it, as a commit."""
        record: CommandRecord = recorded.event
        events = tuple(map(self.recorded, rows))
        if tuple(event.event_id for event in events) != record.events:
            problem = "its events do not follow it in the journal"
            raise layout.damaged(row, Malformed(recorded.stream, problem))
        sections = layout.split(row[4])._replace(d=bytes(record.data))
        command = self._folder.registry.read_as(
            (row[0], row[1], row[2], record.name, row[4]), sections, self._folder.opener
        )
        kept = (row, *rows)
        return Commit(
            recorded=recorded,
            command=command,
            events=events,
            rows=tuple([(StreamId(each[1]), *each[2:]) for each in kept]),
        )
