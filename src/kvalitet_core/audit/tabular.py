"""Rows as CSV: as Danish Excel opens it, or as RFC 4180 has it.

A cell that begins as a formula does is neutralised, and what is an id stays text.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any, Final, Literal, TypeAlias

import msgspec

__all__ = ["Dialect", "csv_lines"]

Dialect: TypeAlias = Literal["excel-dk", "rfc4180"]

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMERAL: Final = re.compile(r"[0-9][0-9.,:/eE+-]*")
_IDS: Final = frozenset({"actor", "key", "stream"})
_HUNDRED: Final = Decimal(100)


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
    danish = dialect == "excel-dk"
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";" if danish else ",", lineterminator="\r\n")
    writer.writerow(columns)
    yield ("\ufeff" if danish else "") + _taken(buffer)
    cells = [(*_parted(column), column in _IDS) for column in columns]
    for row in rows:
        writer.writerow(
            [
                _cell(
                    row["fields"].get(field) if field else row[name],
                    danish=danish,
                    is_id=is_id,
                )
                for name, field, is_id in cells
            ]
        )
        yield _taken(buffer)


def _taken(buffer: StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _parted(column: str) -> tuple[str, str]:
    """The column of a row, and which of its fields, if it is one of them."""
    name, _, field = column.partition(".")
    return name, field


def _cell(value: Any, *, danish: bool, is_id: bool) -> str:
    match value:
        case None:
            return ""
        case str():
            return _text(value, danish=danish, is_id=is_id)
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case {"oere": int(amount)} if len(value) == 1:
            kroner = f"{Decimal(amount) / _HUNDRED:.2f}"
            return kroner.replace(".", ",") if danish else kroner
        case _:
            return msgspec.json.encode(value).decode()


def _text(text: str, *, danish: bool, is_id: bool) -> str:
    if text.startswith(_FORMULA):
        return f"'{text}"
    if danish and (text.isdecimal() or (is_id and _NUMERAL.fullmatch(text))):
        return f'="{text}"'
    return text
