"""How the rows of a journal lie there: one after another, each commit in one piece.

Most rows are exactly as they are always written, which is seen without decoding them;
any other is read strictly, and what is wrong with it is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from kvalitet_core.audit.asked import Asked, Asking
from kvalitet_core.audit.wrong import Note, Wrong
from kvalitet_core.errors import KvalitetError, Malformed
from kvalitet_core.journal import layout
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.instants import instant
from kvalitet_core.journal.reading import Records
from kvalitet_core.journal.sections import metadata
from kvalitet_core.journal.store import Row

__all__ = [
    "DATA",
    "METADATA",
    "OWN",
    "Lying",
    "event_id",
    "of_another_type",
    "said",
    "strictly",
    "unreadable",
]

OWN: Final = ("command/", "deployment/", "journal/")
"""How the streams begin that no aggregate has."""

DATA: Final = len(b'{"d":')
"""Where the data of a row begins."""

METADATA: Final = b',"m":{"actor":'
"""What the metadata of a row begins with: nothing after it can look like that."""

_SECOND: Final = len("2020-01-01T00:00:00")

_AT: Final = rb'"recorded_at":"([0-9-]{10}T[0-9:]{8}\.[0-9]{6}Z)"\}'
_SALTS: Final = rb',"s":\{"d":"[0-9A-Za-z+/]{22}==","m":"[0-9A-Za-z+/]{22}=="\}\}'
_ID: Final = rb'"([0-9A-Za-z._:@-]+)"'
_COMMANDS: Final = re.compile(
    rb'(,"m":\{"actor":%b,"command":%b,"correlation":%b,"event":)%b,%b%b'
    % (_ID, _ID, _ID, _ID, _AT, _SALTS)
)
_REST: Final = re.compile(rb",%b%b" % (_AT, _SALTS))


class _Open(NamedTuple):
    """A commit that is being read."""

    position: int
    stream: str
    begins: bytes
    events: Sequence[str]


class Lying:
    """Reads rows in order, and notes where they do not lie as they must.

    Attributes:
        commands: How many commands' records there were.
    """

    def __init__(
        self,
        folder: Folder,
        asked: Callable[[int, str, Asked], None],
        *,
        note: Note,
    ) -> None:
        """Begin before the first row.

        Args:
            folder: Where the rows are from.

            asked: Is given each command's record, with its position and its stream.

            note: Takes down what is wrong.
        """
        self.commands = 0
        self._records = Records(folder)
        self._asking = Asking(folder.registry.codec)
        self._note = note
        self._asked = asked
        self._position = 0
        self._last = b""
        self._open: _Open | None = None
        self._next = 0
        self._is_lost = False

    @property
    def is_within(self) -> bool:
        """Whether a commit is being read of which events are still to come."""
        return self._open is not None and self._next < len(self._open.events)

    def pass_over(self, row: Row) -> None:
        """Take a row as well read, so that what comes after it can be held against it.

        Args:
            row: The row; it is the last of its commit.
        """
        self._position = row[0]
        if not isinstance(row[4], bytes):
            return
        at = row[4].rfind(b'"recorded_at":"') + len(b'"recorded_at":"')
        self._last = row[4][at : at + 27]

    def take(self, rows: Sequence[Row]) -> None:
        """Take rows in, in order."""
        for row in rows:
            if row[0] != self._position + 1:
                wrong = Wrong.of("position", position=row[0], before=self._position)
                self._note(row[0], row[1], wrong)
            self._position = row[0]
            try:
                if row[3] == COMMAND:
                    at = self._command(row)
                elif row[1].startswith(OWN):
                    at = self._own(row)
                else:
                    at = self._event(row)
                if at <= self._last or at[:_SECOND] != self._last[:_SECOND]:
                    self._in_time(row, at)
                self._last = at
            except KvalitetError as error:
                self._note(row[0], row[1], unreadable(error))
            except (AttributeError, TypeError):
                if isinstance(row[4], bytes):
                    raise
                self._note(row[0], row[1], unreadable(of_another_type()))

    def end(self) -> None:
        """Note what is still to come, now that nothing does."""
        opened = self._open
        if opened is not None and self._next < len(opened.events):
            expected = len(opened.events)
            wrong = Wrong.of("count", expected=expected, found=self._next)
            self._note(opened.position, opened.stream, wrong)
        self._open, self._next = None, 0

    def _in_time(self, row: Row, at: bytes) -> None:
        """Hold a row's time, which is in another second, against that before it."""
        if at <= self._last:
            told = instant(at.decode()).isoformat()
            self._note(row[0], row[1], Wrong.of("time", at=told))
        else:
            instant(at.decode())

    def _command(self, row: Row) -> bytes:
        """Take in a command's record, and expect its events; gives its time."""
        self.end()
        self.commands += 1
        self._is_lost = True
        position, stream, _, _, state = row
        cut = state.rfind(METADATA)
        found = _COMMANDS.fullmatch(state, cut) if cut > 0 else None
        if found is None or not state.startswith(b'{"d":'):
            data, begins, at = strictly(state)
        else:
            data, begins, at = state[DATA:cut], found[1], found[6]
        record = self._asking.record(data)
        self._open = _Open(position, stream, begins, record.events)
        self._is_lost = False
        self._asked(position, stream, record)
        return at

    def _own(self, row: Row) -> bytes:
        """Take in a row of the journal's own, which belongs to no command."""
        self.end()
        self._is_lost = False
        self._records.recorded(row)
        return strictly(row[4])[2]

    def _event(self, row: Row) -> bytes:
        """Take in an event, which is the next one of its command; gives its time."""
        state, opened = row[4], self._open
        if opened is None or self._next >= len(opened.events):
            if not self._is_lost:
                self._note(row[0], row[1], _STRAY)
            return strictly(state)[2]
        expected = b'%b"%b"' % (opened.begins, opened.events[self._next].encode())
        self._next += 1
        cut = state.rfind(METADATA)
        if cut > 0 and state.startswith(expected, cut):
            found = _REST.fullmatch(state, cut + len(expected))
            if found is not None and state.startswith(b'{"d":'):
                return found[1]
        _, begins, at = strictly(state)
        if begins + event_id(state) != expected:
            self._open, self._is_lost = None, True
            self._note(row[0], row[1], _STRAY)
        return at


_STRAY: Final = Wrong.of("stray")


def said(error: KvalitetError) -> str:
    """What is wrong with a row, where the row is named beside it."""
    if isinstance(error, Malformed):
        return "; ".join(f"{each.path} {each.text}" for each in error.problems)
    return str(error)


def of_another_type() -> Malformed:
    """What is wrong with a row whose state is a text or a number."""
    return Malformed("stored event", "its state is of another type")


def unreadable(error: KvalitetError) -> Wrong:
    """That a row cannot be read, and why."""
    return Wrong.of("unreadable", problem=said(error))


def strictly(state: bytes) -> tuple[bytes, bytes, bytes]:
    """The data of a row, how its metadata begins as far as its id, and its time.

    Raises:
        Malformed: It is not laid out as it must be.
    """
    sections = layout.split(state)
    known = metadata(sections.m)
    instant(known.recorded_at)
    begins = sections.m[: sections.m.rindex(b'"event":') + len(b'"event":')]
    return sections.d, b',"m":' + begins, known.recorded_at.encode()


def event_id(state: bytes) -> bytes:
    """The id of a row's event, as it stands there."""
    return b'"%b"' % metadata(layout.split(state).m).event.encode()
