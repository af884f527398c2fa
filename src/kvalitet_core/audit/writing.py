"""Rows as lines of a file, a page at a time, most of them as they stand in the journal.

What an event says stands there as JSON already, and who asked is the same for all that
followed from a command. So most lines are put together from pieces that are at hand.
What is about persons, and what is laid out in any other way, is taken apart and written
anew, as `rows` gives it; both come to the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, Protocol

import msgspec

from kvalitet_core.audit.acts import Act, Entry
from kvalitet_core.audit.exporting import (
    MASKED,
    Opening,
    Totals,
    asking,
    event_row,
    oere_in,
    placed,
)
from kvalitet_core.journal.journal import Journal

__all__ = ["JsonLines", "Lines", "event_pages", "row_pages"]

_ROWS: Final = 1_000
_REMEMBERED: Final = 1_000
_BETWEEN: Final = b',"m":{"actor":'
_ID: Final = rb'([0-9a-f]{8}-[0-9a-f-]{27})"'
_HEX: Final = rb'"[0-9a-f]{64}"'
_SALT: Final = rb'"[A-Za-z0-9+/=]{24}"'
_TEXT: Final = rb'"[ !#-\[\]-~]*"'
_SEALED: Final = rb'\{"key":%b,"ordinal":[0-9]{1,4},"sha256":%b,"subject":%b\}' % (
    _HEX,
    _HEX,
    _TEXT,
)
_ENDING: Final = re.compile(
    rb',"m":\{"actor":' + _TEXT + rb',"command":"' + _ID
    + rb',"correlation":"' + _ID + rb',"event":"' + _ID
    + rb',"recorded_at":"([0-9]{4}-[0-9-]{5}T[0-9:]{8}\.[0-9]{6}Z)"\}'
    + rb'(?:,"p":\[%b(?:,%b)*\])?' % (_SEALED, _SEALED)
    + rb',"s":\{"d":' + _SALT + rb',"m":' + _SALT + rb"\}\}\Z"
).match  # fmt: skip
"""What follows the data of an event that a command led to."""

_DATA: Final = len(b'{"d":')
_PERSONAL: Final = b'"personal":'
_MASK: Final = re.compile(rb'\{"personal":(?:[0-9]+|true|false)\}').sub
_MASKED: Final = msgspec.json.encode(MASKED)
_OERE: Final = b'"oere":'
_AMOUNTS: Final = re.compile(rb'\{"oere":(-?[0-9]{1,18})\}').findall
_is_json = msgspec.json.Decoder(msgspec.Raw).decode
_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode


class Lines(Protocol):
    """How rows are written as lines.

    Attributes:
        heading: What stands before the first.
        pattern: How a line of an event is put together: from its position, when it was
            recorded, where it belongs, its version, its name, the ids of the event, the
            command and the correlation, who asked for what, and its fields. None where
            no line is.
    """

    heading: bytes
    pattern: bytes | None

    def line(self, row: Mapping[str, Any]) -> bytes:
        """A row."""

    def part(self, columns: Mapping[str, Any]) -> bytes:
        """Some columns that stand together, as they are written within a line."""

    def kept(self, fields: bytes) -> bytes | None:
        """The JSON object of the fields within a line; None where it is not known."""


class JsonLines:
    """Each row as JSON, on a line of its own."""

    heading = b""
    pattern: bytes | None = (
        b'{"position":%d,"recorded_at":"%b",%b,"version":%d,%b,"event_id":"%b",'
        b'"command_id":"%b","correlation_id":"%b",%b,"fields":%b}\n'
    )

    def line(self, row: Mapping[str, Any]) -> bytes:
        """A row."""
        return _encode(row) + b"\n"

    def part(self, columns: Mapping[str, Any]) -> bytes:
        """Some columns, as they are written within a line."""
        return _encode(columns)[1:-1]

    def kept(self, fields: bytes) -> bytes | None:
        """The fields as they stand."""
        return fields


def event_pages(
    journal: Journal,
    found: Iterable[Act],
    lines: Lines,
    totals: Totals,
    *,
    wanted: Callable[[Entry], bool] | None = None,
    opening: Opening | None = None,
) -> Iterator[bytes]:
    """Give a line for each event, some at a time, and count them into the totals.

    Args:
        journal: The journal.

        found: The commands.

        lines: How they are written.

        totals: What is counted.

        wanted: Which events to give; None gives all.

        opening: Opens what is about persons; None leaves it out.
    """
    making = _Making(journal, lines, totals, opening)
    page: list[bytes] = []
    names: list[str] = []
    for act in found:
        for event in act.events:
            if wanted is not None and not wanted(event):
                continue
            page.append(making.usual(act, event) or making.anew(act, event))
            names.append(event.name)
            if totals.first is None:
                totals.first = event.position
            totals.last = event.position
            if len(page) == _ROWS:
                yield _counted(page, names, totals)
    if page:
        yield _counted(page, names, totals)


def row_pages(given: Iterable[Mapping[str, Any]], lines: Lines) -> Iterator[bytes]:
    """Give a line for each row, some at a time."""
    page: list[bytes] = []
    for row in given:
        page.append(lines.line(row))
        if len(page) == _ROWS:
            yield b"".join(page)
            page.clear()
    if page:
        yield b"".join(page)


def _counted(page: list[bytes], names: list[str], totals: Totals) -> bytes:
    totals.rows += len(page)
    totals.names.update(names)
    whole = b"".join(page)
    page.clear()
    names.clear()
    return whole


def _oere_in(data: bytes) -> int:
    """The sum of all amounts in fields, as `oere_in` counts them.

    Where the bytes come again when they are read and written, and each amount is alone
    in its object, nothing stands there twice or in another spelling.
    """
    amounts = _AMOUNTS(data)
    if len(amounts) == data.count(_OERE) and _encode(_decode(data)) == data:
        return sum(map(int, amounts))
    return oere_in(data)


class _Pieces(dict[Any, bytes]):
    """Pieces of lines, those of late remembered."""

    def __init__(self, make: Callable[[Any], bytes]) -> None:
        self._make = make

    def __missing__(self, key: Any) -> bytes:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[key] = made = self._make(key)
        return made


class _Making:
    """Puts lines together, or writes them anew."""

    def __init__(
        self, journal: Journal, lines: Lines, totals: Totals, opening: Opening | None
    ) -> None:
        self._journal = journal
        self._lines = lines
        self._totals = totals
        self._opening = opening
        self._pattern = lines.pattern
        part = lines.part
        self._places = _Pieces(lambda stream: part(placed(stream)))
        self._names = _Pieces(lambda name: part({"name": name}))
        self._asking: dict[tuple[str, bytes], bytes] = {}
        self._last: tuple[Act | None, bytes] = (None, b"")

    def usual(self, act: Act, event: Entry) -> bytes | None:
        """The line of an event, from pieces; None where it is to be written anew."""
        pattern, state = self._pattern, event.state
        if pattern is None or type(event.version) is not int:
            return None
        found = _ENDING(state, max(0, state.rfind(_BETWEEN)))
        if found is None:
            return None
        data = state[_DATA : found.start()]
        if not state.startswith(b'{"d":{') or data[-1:] != b"}":
            return None
        shown = self._shown(data)
        kept = shown and self._lines.kept(shown)
        if kept is None:
            return None
        if _OERE in data:
            self._totals.oere += _oere_in(data)
        command, correlation, event_id, at = found.groups()
        return pattern % (
            event.position,
            at,
            self._places[event.stream],
            event.version,
            self._names[event.name],
            event_id,
            command,
            correlation,
            self._asked(act),
            kept,
        )

    def _shown(self, data: bytes) -> bytes | None:
        """The JSON of the fields as it is shown; None where that is not so plain.

        Bytes that come again when they are read and written hold no other spelling of
        what is sealed than the one that is looked for.
        """
        try:
            if _PERSONAL not in data:
                _is_json(data)
                return data
            if self._opening is None and _encode(_decode(data)) == data:
                return _MASK(_MASKED, data)
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass
        return None

    def anew(self, act: Act, event: Entry) -> bytes:
        """The line of an event, taken apart and written."""
        row = event_row(self._journal, act, event, self._opening)
        self._totals.oere += oere_in(row["fields"])
        return self._lines.line(row)

    def _asked(self, act: Act) -> bytes:
        """What was asked, and by whom, as it is written within a line."""
        last, piece = self._last
        if last is act:
            return piece
        key = act.name, act.asked_by
        if key not in self._asking:
            if len(self._asking) >= _REMEMBERED:
                self._asking.clear()
            self._asking[key] = self._lines.part(asking(act))
        self._last = act, self._asking[key]
        return self._asking[key]
