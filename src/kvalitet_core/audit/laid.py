"""How the rows of a journal lie, where they lie as they are always written.

The same is looked at as in `Lying`, most of it for a page of rows at a time: they all
end alike, so that each place in them has few letters that may stand there. Whatever is
otherwise ends it, and is to be told by `Lying`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from operator import lt
from string import ascii_letters, digits
from typing import Final

from kvalitet_core.audit.asked import Asked, Asking
from kvalitet_core.audit.astray import Astray
from kvalitet_core.audit.lying import (
    DATA,
    METADATA,
    OWN,
    event_id,
    strictly,
)
from kvalitet_core.journal.drafting import COMMAND
from kvalitet_core.journal.folding import Folder
from kvalitet_core.journal.instants import instant
from kvalitet_core.journal.reading import Records
from kvalitet_core.journal.store import Row

__all__ = ["Laid"]

_D: Final = b'{"d":'
_ID: Final = rb'"[0-9A-Za-z._:@-]+"'
_BEGINS: Final = re.compile(
    rb'(,"m":\{"actor":%b,"command":%b,"correlation":%b,"event":)%b'
    % (_ID, _ID, _ID, _ID)
)
_SECOND: Final = len("2020-01-01T00:00:00")

_KINDS_OF_LETTERS: Final = {
    "9": digits,
    "-": digits + "-",
    ":": digits + ":",
    "b": ascii_letters + digits + "+/",
}


def _columns() -> Iterator[bytes]:
    """Which letters may stand at each place of the end of a row."""
    for text, kind in (
        (',"recorded_at":"', ""),
        ("-" * 10, "-"),
        ("T", ""),
        (":" * 8, ":"),
        (".", ""),
        ("9" * 6, "9"),
        ('Z"},"s":{"d":"', ""),
        ("b" * 22, "b"),
        ('==","m":"', ""),
        ("b" * 22, "b"),
        ('=="}}', ""),
    ):
        for letter in text:
            yield (_KINDS_OF_LETTERS[kind] if kind else letter).encode()


_RECORDED_AT: Final = b'"recorded_at":"'
_END: Final = tuple(_columns())
_LENGTH: Final = len(_END)
_LAST: Final = slice(-_LENGTH, None)
_INSTANT: Final = "2020-01-01T00:00:00.000000Z"
_AT: Final = 1 + len(_RECORDED_AT) - _LENGTH
_TIME: Final = slice(_AT, _AT + len(_INSTANT))


class Laid:
    """Reads rows in order, as long as they lie as they are always written.

    Attributes:
        commands: How many commands' records there were.
    """

    def __init__(
        self, folder: Folder, asked: Callable[[int, str, Asked], None]
    ) -> None:
        """Begin before the first row.

        Args:
            folder: Where the rows are from.

            asked: Is given each command's record, with its position and its stream.
        """
        self.commands = 0
        self._records = Records(folder)
        self._asking = Asking(folder.registry.codec)
        self._asked = asked
        self._position = 0
        self._last = b""
        self._begins = b""
        self._events: Iterator[str] = iter(())
        self._ends: list[bytes] = []

    def pass_over(self, row: Row) -> None:
        """Take a row as well read, so that what comes after it can be held against it.

        Args:
            row: The row; it is the last of its commit.

        Raises:
            Astray: Its state is of another type.
        """
        if row[4].__class__ is not bytes:
            raise Astray(row[1])
        self._position = row[0]
        at = row[4].rfind(_RECORDED_AT) + len(_RECORDED_AT)
        self._last = row[4][at : at + len(_INSTANT)]

    def take(self, rows: Sequence[Row]) -> None:
        """Take rows in, in order.

        Raises:
            Astray: They do not lie as they are always written.
            Malformed: One is not laid out as it must be.
        """
        first = self._position + 1
        if [row[0] for row in rows] != [*range(first, first + len(rows))]:
            raise Astray(rows[0][1])
        self._position += len(rows)
        self._in_time([self._time(row) for row in rows])
        self._require_alike()

    def end(self) -> None:
        """Require that nothing is still to come, now that nothing does."""
        if next(self._events, None) is not None:
            raise Astray

    def _time(self, row: Row) -> bytes:
        """Take a row in, and give its time."""
        _, stream, _, name, state = row
        if state.__class__ is not bytes:
            raise Astray(stream)
        if name == COMMAND:
            return self._command(row)
        if stream.startswith(OWN):
            return self._own(row)
        expected = next(self._events, None)
        if expected is None or '"' in expected:
            raise Astray(stream)
        begins = b'%b"%b"' % (self._begins, expected.encode())
        beginning = state[:DATA]
        if state[-_LENGTH - len(begins) : -_LENGTH] == begins and beginning == _D:
            self._ends.append(state[_LAST])
            return state[_TIME]
        _, found, at = strictly(state)
        if found + event_id(state) != begins:
            raise Astray(stream)
        return at

    def _command(self, row: Row) -> bytes:
        """Take in a command's record, and expect its events; gives its time."""
        self.end()
        self.commands += 1
        position, stream, _, _, state = row
        cut = state.rfind(METADATA)
        found = _BEGINS.fullmatch(state, cut, len(state) - _LENGTH) if cut > 0 else None
        if found is None or state[:DATA] != _D:
            data, self._begins, at = strictly(state)
        else:
            data, self._begins, at = state[DATA:cut], found[1], state[_TIME]
            self._ends.append(state[_LAST])
        record = self._asking.record(data)
        self._events = iter(record.events)
        self._asked(position, stream, record)
        return at

    def _own(self, row: Row) -> bytes:
        """Take in a row of the journal's own, which belongs to no command."""
        self.end()
        self._records.recorded(row)
        return strictly(row[4])[2]

    def _in_time(self, times: list[bytes]) -> None:
        """Require that times run forwards, and that there are such times."""
        if not all(map(lt, [self._last, *times], times)):
            raise Astray
        for second in {each[:_SECOND] for each in times}:
            instant(f"{second.decode()}.000000Z")
        self._last = times[-1]

    def _require_alike(self) -> None:
        """Require that each place in the ends has a letter that may stand there."""
        ends = b"".join(self._ends)
        self._ends.clear()
        for place, letters in enumerate(_END):
            if ends[place::_LENGTH].translate(None, letters):
                raise Astray
