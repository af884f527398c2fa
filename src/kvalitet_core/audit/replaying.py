"""Replaying: everything in the journal read and folded again, in the order of the log.

Held together, the record gives the same states twice: folded all at once in the order
of the log, and each stream by itself. Nothing that is sealed is opened.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

import attrs

from kvalitet_core.aggregate import Aggregate
from kvalitet_core.errors import KvalitetError, Malformed
from kvalitet_core.ids import EventId, StreamId
from kvalitet_core.journal import layout
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.folding import PAGE, Folder
from kvalitet_core.journal.journal import Journal
from kvalitet_core.journal.reading import Records
from kvalitet_core.journal.records import CommandRecord, metadata, recorded_at
from kvalitet_core.journal.registry import UnknownEvent
from kvalitet_core.journal.store import Row
from kvalitet_core.personal import unseen

__all__ = ["Flaw", "Replayed", "replay"]

_OWN: Final = ("command/", "deployment/", "journal/")


@attrs.frozen(kw_only=True)
class Flaw:
    """One place where the record does not hold together.

    Attributes:
        position: The place in the journal; None where it is a stream's own.
        stream: The stream.
        text: What is wrong there.
    """

    position: int | None
    stream: StreamId
    text: str


@attrs.frozen(kw_only=True)
class Replayed:
    """What a journal came to.

    Attributes:
        commands: How many commands are on record.
        events: How many events are folded; the journal's own are not.
        states: How many states each kind of stream has.
        digest: SHA-256 over the states, stream by stream: the same wherever the same
            history is folded by the same code.
        flaws: Where it does not hold together, in the order of the log.
        unknown: The stored names that no installed plugin knows, and how often each
            occurs: their streams are not folded.
    """

    commands: int
    events: int
    states: dict[str, int]
    digest: str
    flaws: tuple[Flaw, ...]
    unknown: dict[str, int]


def replay(journal: Journal, *, check: bool = False) -> Replayed:
    """Fold a whole journal in the order of its log.

    Args:
        journal: The journal.

        check: Whether each stream is folded by itself as well, and held against that.
    """
    replaying = _Replaying(journal.folder)
    replaying.read()
    if check:
        replaying.compare()
    return replaying.result()


class _Replaying:
    """One replay: the states as far as the log has been read."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._registry = folder.registry
        self._records = Records(folder)
        self._states: dict[StreamId, tuple[int, Any]] = {}
        self._skipped: set[StreamId] = set()
        self._flaws: list[Flaw] = []
        self._unknown: Counter[str] = Counter()
        self._commands = self._events = self._position = 0
        self._last: datetime | None = None
        self._to_follow: deque[EventId] = deque()

    def read(self) -> None:
        """Read the whole log, and fold every event where it stands."""
        with unseen():
            while rows := self._folder.reader.log(after=self._position, limit=PAGE):
                for row in rows:
                    try:
                        self._take(row)
                    except KvalitetError as error:
                        self._skip(row, _said(error))
                    self._position = row[0]

    def compare(self) -> None:
        """Fold each stream by itself, and hold its state against the log's."""
        for kind, aggregate in sorted(self._registry.aggregates.items()):
            left = {each for each in self._states if each.startswith(f"{kind}/")}
            try:
                for stream, state in self._folder.states(aggregate):
                    if stream in left:
                        left.discard(stream)
                        self._hold_against(stream, state)
            except KvalitetError:
                for stream in sorted(left):
                    self._compare_alone(aggregate, stream)

    def _compare_alone(self, aggregate: Aggregate, stream: StreamId) -> None:
        """Fold one stream by itself, where another of its kind cannot be folded."""
        try:
            state, _ = self._folder.state(aggregate, stream)
        except KvalitetError as error:
            self._note(None, stream, f"cannot be folded by itself: {_said(error)}")
        else:
            self._hold_against(stream, state)

    def _hold_against(self, stream: StreamId, alone: Any) -> None:
        """Hold a stream's state, folded by itself, against that of the log."""
        _, state = self._states[stream]
        if self._encoded(alone) != self._encoded(state):
            text = "comes to another state by itself than in the order of the log"
            self._note(None, stream, text)

    def result(self) -> Replayed:
        """What it came to."""
        whole, counts = sha256(), Counter[str]()
        for stream in sorted(self._states):
            version, state = self._states[stream]
            counts[stream.partition("/")[0]] += 1
            whole.update(f"{stream} {version} ".encode() + self._encoded(state))
        return Replayed(
            commands=self._commands,
            events=self._events,
            states=dict(sorted(counts.items())),
            digest=whole.hexdigest(),
            flaws=tuple(self._flaws),
            unknown=dict(sorted(self._unknown.items())),
        )

    def _take(self, row: Row) -> None:
        """Take in one row."""
        position, text, version, name, state = row
        stream = StreamId(text)
        sections = layout.split(state)
        for problem in self._out_of_order(row):
            self._note(position, stream, problem)
        self._last = recorded_at(state)
        if name == COMMAND:
            self._take_command(row)
            return
        event_id = EventId(metadata(sections.m).event)
        if self._to_follow and event_id != self._to_follow.popleft():
            self._to_follow.clear()
            self._note(position, stream, "is no event of the command before it")
        if stream.startswith(_OWN):
            self._records.recorded(row)
            return
        event = self._registry.read(row, self._folder.opener)
        if type(event) is UnknownEvent:
            self._unknown[name] += 1
            self._skipped.add(stream)
        elif stream not in self._skipped:
            self._fold(stream, version, event)

    def _take_command(self, row: Row) -> None:
        """Take in a command's record, and expect its events."""
        self._commands += 1
        record: CommandRecord = self._records.recorded(row).event
        self._to_follow = deque(record.events)
        known = self._registry.is_known(record.name)
        if not known:
            self._unknown[record.name] += 1

    def _fold(self, stream: StreamId, version: int, event: Any) -> None:
        reached, state = self._states.get(stream, (0, None))
        if version != reached + 1:
            text = f"version {version} comes after version {reached}"
            raise Malformed(stream, text)
        evolve = self._registry.aggregate_at(stream).evolve
        self._states[stream] = version, evolve(state, event)
        self._events += 1

    def _out_of_order(self, row: Row) -> Iterator[str]:
        position, _, _, _, state = row
        if position != self._position + 1:
            yield f"position {position} comes after position {self._position}"
        at = recorded_at(state)
        if self._last is not None and at <= self._last:
            yield f"is recorded at {at.isoformat()}, not after the row before it"

    def _skip(self, row: Row, text: str) -> None:
        """Note what is wrong with a row, and fold its stream no further."""
        stream = StreamId(row[1])
        self._note(row[0], stream, text)
        self._skipped.add(stream)
        self._states.pop(stream, None)

    def _note(self, position: int | None, stream: StreamId, text: str) -> None:
        self._flaws.append(Flaw(position=position, stream=stream, text=text))

    def _encoded(self, state: Any) -> bytes:
        return self._registry.codec.encode_state(state)


def _said(error: KvalitetError) -> str:
    if isinstance(error, Malformed):
        return "; ".join(f"{each.path} {each.text}" for each in error.problems)
    return str(error)
