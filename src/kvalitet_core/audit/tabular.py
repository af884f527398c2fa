"""Rows as CSV: as Danish Excel opens it, or as RFC 4180 has it.

A cell that begins as a formula does is neutralised, and what is an id stays text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

import msgspec

from kvalitet_core.audit.exporting import COLUMNS, plain

__all__ = ["CsvLines", "Dialect", "csv_lines"]

Dialect: TypeAlias = Literal["excel-dk", "rfc4180"]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMERAL: Final = re.compile(r"[0-9][0-9.,:/eE+-]*")
_DANISH: Final = re.compile(r"[0-9][0-9.]*(,[0-9]*)?")
"""What Danish Excel takes for a number, or for a date: 12,5 and 12.5."""
_IDS: Final = frozenset({"actor", "key", "stream"})
_UNIQUE: Final = frozenset({"command_id", "correlation_id", "event_id", "recorded_at"})
_HUNDRED: Final = Decimal(100)
_REMEMBERED: Final = 500
_NOTHING: Final = '""'
_PATTERN: Final = b"%d;%b;%b;%d;%b;%b;%b;%b;%b;%b\r\n"
"""How the line of an event is put together; see `Lines.pattern`."""


def csv_lines(
    rows: Iterable[dict[str, Any]], columns: Sequence[str], *, dialect: Dialect
) -> Iterator[str]:
    """Give a heading and a line for each row.

    Args:
        rows: The rows.

        columns: What stands in each; `fields.name` is the field of that name, and
            `fields` all of them as JSON. Amounts are in kroner.

        dialect: Whether for Danish Excel (byte order mark, semicolon, decimal comma,
            text that looks like a number kept as text), or by RFC 4180.
    """
    lines = CsvLines(columns, dialect=dialect)
    yield lines.heading.decode()
    for row in rows:
        yield lines.text(row)


class CsvLines:
    """How rows are written as CSV; see `csv_lines`."""

    def __init__(self, columns: Sequence[str], *, dialect: Dialect) -> None:
        danish = dialect == "excel-dk"
        self._danish = danish
        self._delimiter = delimiter = ";" if danish else ","
        self._quoted = quoted = _Quoting(delimiter).quoted
        heading = self._line(map(quoted, columns))
        self.heading = (("\ufeff" if danish else "") + heading).encode()
        self._cells = [
            (*_parted(each), _writing(each, quoted, danish=danish)) for each in columns
        ]
        self._writing = {name: write for name, field, write in self._cells if not field}
        self._parts_fields = any(field for _, field, _ in self._cells)
        self.pattern: bytes | None = None
        if tuple(columns) == COLUMNS["events"]:
            self.pattern = _PATTERN.replace(b";", delimiter.encode())

    def text(self, row: Mapping[str, Any]) -> str:
        """A row."""
        fields = plain(row["fields"]) if self._parts_fields else {}
        return self._line(
            self._cell(write, fields.get(field) if field else row[name])
            for name, field, write in self._cells
        )

    def line(self, row: Mapping[str, Any]) -> bytes:
        """The same, in UTF-8."""
        return self.text(row).encode()

    def part(self, columns: Mapping[str, Any]) -> bytes:
        """Some columns that stand together, as they are written within a line."""
        return self._delimiter.join(
            self._cell(self._writing[name], value) for name, value in columns.items()
        ).encode()

    def kept(self, fields: bytes) -> bytes | None:
        """The fields as they stand: what has a member has a mark to be doubled."""
        if b'"' not in fields:
            return fields if fields == b"{}" else None
        if not fields.isascii():
            fields.decode()
        return b'"%b"' % fields.replace(b'"', b'""')

    def _cell(self, write: Callable[[str], str], value: Any) -> str:
        if type(value) is str:
            return write(value)
        return _cell(value, self._quoted, danish=self._danish)

    def _line(self, cells: Iterable[str]) -> str:
        """A line; one that has a single cell, and nothing in it, is not left blank."""
        return f"{self._delimiter.join(cells) or _NOTHING}\r\n"


def _parted(column: str) -> tuple[str, str]:
    """The column of a row, and which of its fields, if it is one of them."""
    name, _, field = column.partition(".")
    return name, field


def _writing(
    column: str, quoted: Callable[[str], str], *, danish: bool
) -> Callable[[str], str]:
    """A function that gives a text of a column as it is written."""
    texts = _Texts(quoted, danish=danish, is_id=column in _IDS)
    return texts.written if column in _UNIQUE else texts.__getitem__


def _cell(value: Any, quoted: Callable[[str], str], *, danish: bool) -> str:
    """What is no text, as it is written."""
    match value:
        case None:
            return ""
        case bool() | int():
            return str(value).lower()
        case msgspec.Raw():
            return quoted(bytes(value).decode())
        case {"oere": int(amount)} if len(value) == 1:
            kroner = f"{Decimal(amount) / _HUNDRED:.2f}"
            return quoted(kroner.replace(".", ",") if danish else kroner)
        case _:
            return quoted(msgspec.json.encode(value).decode())


class _Quoting:
    """Puts in quotation marks what would else be read as more than one cell.

    The standard library's writer does the same, and takes three times as long.
    """

    def __init__(self, delimiter: str) -> None:
        self._special = re.compile(f'["\\r\\n{delimiter}]').search

    def quoted(self, text: str) -> str:
        """A cell as it stands in the file."""
        if self._special(text) is None:
            return text
        return '"' + text.replace('"', '""') + '"'


class _Texts(dict[str, str]):
    """The texts of a column as they are written, those of late remembered."""

    def __init__(
        self, quoted: Callable[[str], str], *, danish: bool, is_id: bool
    ) -> None:
        self._quoted = quoted
        self._danish = danish
        self._is_id = is_id

    def __missing__(self, text: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = written = self.written(text)
        return written

    def written(self, text: str) -> str:
        """A text that no program takes for a formula, nor an id for a number."""
        if text.startswith(_FORMULA):
            return self._quoted(f"'{text}")
        if self._danish and (
            text.isdecimal()
            or _DANISH.fullmatch(text)
            or (self._is_id and _NUMERAL.fullmatch(text))
        ):
            return self._quoted(f'="{text}"')
        return self._quoted(text)
