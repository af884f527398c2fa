"""Reporting: a result that was computed goes to standard output, in the form asked for.

Only this module and `layout` know rich. Colour is for terminals, and NO_COLOR turns it
off; what is not a terminal gets plain text, and lines of it need no rich.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import click

from kvalitet_cli.layout import Line, safe, width
from kvalitet_cli.options import Form

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Result", "ToText", "put_json", "put_lines", "put_table", "report"]

ToText: TypeAlias = Callable[[dict[str, Any]], Iterable[Line]] | tuple[str, ...]
"""How text is made: a function from an item to lines, or the columns of a table."""


@attrs.frozen(kw_only=True)
class Result:
    """What a reading command found.

    Attributes:
        name: What the items are: `commits`.
        journal: Which journal was read: its id, place, and whether it is simulated.
        items: What was found, as plain values.
        text: Lays out one item as text, or names the columns of a table of all.
    """

    name: str
    journal: dict[str, Any] | None
    items: list[dict[str, Any]]
    text: ToText


def report(result: Result, *, form: Form) -> None:
    """Put a result out as text, as one JSON value, or as a JSON value a line."""
    match form:
        case "json":
            whole = {"journal": result.journal} if result.journal else {}
            put_json(whole | {result.name: result.items}, form=form)
        case "jsonl":
            for item in result.items:
                put_json(_with_simulated(item, result.journal), form=form)
        case "text" if isinstance(result.text, tuple):
            put_table(result.items, result.text)
        case "text":
            for number, item in enumerate(result.items):
                put_lines([*([Line()] if number else []), *result.text(item)])


def put_lines(lines: Iterable[Line]) -> None:
    """Put lines out, in their styles on a terminal."""
    if not (sys.stdout.isatty() or os.environ.get("FORCE_COLOR")):
        for line in lines:
            told = (safe(part) for part, _ in line.parts)
            click.echo(" " * line.indent + "".join(told))
        return
    from rich.text import Text  # noqa: PLC0415 - only a terminal needs it

    console = _console()
    for line in lines:
        text = Text(" " * line.indent)
        for part, style in line.parts:
            text.append(safe(part), style=style)
        console.print(text, soft_wrap=True, highlight=False)


def put_json(value: Any, *, form: Form) -> None:
    """Put a value out as JSON: laid out for `json`, in one line for `jsonl`."""
    indent = 2 if form == "json" else None
    click.echo(json.dumps(value, ensure_ascii=False, indent=indent))


def put_table(
    items: list[dict[str, Any]], columns: tuple[str, ...], *, folds: str | None = None
) -> None:
    """Put items out as a table, a row each; nothing is cut off.

    Args:
        items: What stands in the rows.

        columns: Its columns, by name.

        folds: The column that goes on in a next line where there is no room; the last,
            if none is named.
    """
    from rich.table import Table  # noqa: PLC0415 - only a table needs it
    from rich.text import Text  # noqa: PLC0415 - the same

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        numbers = bool(items) and all(isinstance(item[column], int) for item in items)
        table.add_column(
            column.replace("_", " "),
            justify="right" if numbers else "left",
            overflow="fold",
            no_wrap=column != (folds or columns[-1]),
        )
    for item in items:
        table.add_row(*(Text(safe(str(item[column]))) for column in columns))
    _console().print(table)


def _with_simulated(
    item: dict[str, Any], journal: dict[str, Any] | None
) -> dict[str, Any]:
    return item | {"simulated": journal["simulated"]} if journal else item


def _console() -> Console:
    from rich.console import Console  # noqa: PLC0415 - slow to import

    return Console(file=sys.stdout, width=width(), highlight=False)
