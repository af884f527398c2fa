"""Rows as CSV: as Danish Excel opens it, or as RFC 4180 has it.

A cell that begins as a formula does is neutralised, and what is an id stays text.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any, Final, Literal, TypeAlias

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
    for row in rows:
        writer.writerow(
            [_cell(column, _at(row, column), danish=danish) for column in columns]
        )
        yield _taken(buffer)


def _taken(buffer: StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _at(row: dict[str, Any], column: str) -> Any:
    name, point, field = column.partition(".")
    return row["fields"].get(field) if point and name == "fields" else row[name]


def _cell(column: str, value: Any, *, danish: bool) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case {"oere": int(amount)} if len(value) == 1:
            kroner = f"{Decimal(amount) / _HUNDRED:.2f}"
            return kroner.replace(".", ",") if danish else kroner
        case str():
            return _text(column, value, danish=danish)
        case _:
            return _text(column, json.dumps(value, ensure_ascii=False), danish=danish)


def _text(column: str, text: str, *, danish: bool) -> str:
    if text.startswith(_FORMULA):
        return f"'{text}"
    looks = text.isdecimal() or (column in _IDS and _NUMERAL.fullmatch(text))
    return f'="{text}"' if danish and looks else text
