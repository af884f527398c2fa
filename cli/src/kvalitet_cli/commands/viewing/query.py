"""`kvalitet views query`: rows of a view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from kvalitet_cli.language import Language, in_language
from kvalitet_cli.layout import Line, fields, scalar, width
from kvalitet_cli.options import LARGEST, View, Where, reading_from
from kvalitet_cli.reading import Reading, reading
from kvalitet_cli.records_text import say
from kvalitet_cli.report import ToText
from kvalitet_cli.viewed import viewing
from kvalitet_core.errors import Malformed, Problem
from kvalitet_core.ids import stream_id
from kvalitet_core.journal.journal import Journal
from kvalitet_core.running.progress import RunStatus
from kvalitet_core.views.followed import views_of

if TYPE_CHECKING:
    from kvalitet_core.views.views import Row

__all__ = ["command"]


@click.command(name="query")
@click.argument("name")
@click.option(
    "--table", metavar="TABLE", help="One of the view's tables; its first, if none."
)
@click.option(
    "--where",
    "texts",
    multiple=True,
    metavar="COLUMN=VALUE",
    help="Only rows that have this there; nothing after = is none. May be repeated.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Only what held on this day, in a table that knows from when until when.",
)
@click.option(
    "--limit",
    type=click.IntRange(0, LARGEST - 1),
    default=100,
    show_default=True,
    help="How many rows at most; 0 is all.",
)
@in_language
@reading_from
def command(
    *,
    where: Where,
    view: View,
    name: str,
    table: str | None,
    texts: tuple[str, ...],
    as_of: datetime | None,
    limit: int,
    language: Language,
) -> None:
    r"""Show rows of the view NAME, in the order of their keys.

    `kvalitet views list` tells which tables and columns there are. How far the view has
    followed the journal is said on standard error.

    \b
    Example:
      kvalitet views query core.applications --journal programme.db
      kvalitet views query core.tilbud --where municipality=0730 --as-of 2020-06-01
      kvalitet views query core.deadlines --format jsonl --limit 0
    """
    wanted = _wanted(texts)
    asked = reading(where, view, language=language)
    with asked as journal, viewing(journal.journal, where) as views:
        rows = views.query(
            name,
            table,
            where=wanted,
            as_of=as_of.date() if as_of else None,
            limit=limit + 1 if limit else None,
        )
        shown = rows[:limit] if limit else rows
        items = [_item(journal, name, row) for row in shown]
        status = next(each for each in views.status() if each.name == f"view {name}")
        more = len(rows) > len(shown)
        key, stand = "more_rows" if more else "rows", _stand(status, language)
        found = say(key, language, view=name, count=len(items), stand=stand)
        laid, text = _laid_out(items, language) if view.form == "text" else (items, ())
        journal.report("rows", laid, text, found=found)


def _wanted(texts: Iterable[str]) -> dict[str, str | None]:
    """Column → value, from `column=value`; nothing after the sign is none.

    Raises:
        Malformed: It is not of that form; all that are not are told.
    """
    found: dict[str, str | None] = {}
    problems = []
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name:
            problems.append(f"{text!r}: expected COLUMN=VALUE")
        elif name in found:
            problems.append(f"{name!r} is given twice; give it once")
        found[name] = value or None
    if problems:
        raise Malformed("--where", *(Problem(path="$", text=told) for told in problems))
    return found


def _item(journal: Reading, name: str, row: Row) -> dict[str, Any]:
    """A row as plain values, persons as they may be shown."""
    about = _persons(journal.journal, name)
    return {
        column: journal.plain.of(
            value,
            stream=stream_id("person", str(row.get(about.get(column, "")))),
            person=row.get(about.get(column, "")),
        )
        for column, value in row.items()
    }


def _persons(journal: Journal, name: str) -> dict[str, str]:
    """Each personal column of a view, and the column that names the person."""
    view, _ = views_of(journal.registry)[name]
    return {
        column.name: column.person
        for table in view.tables
        for column in table.columns
        if column.person is not None
    }


def _laid_out(
    items: list[dict[str, Any]], language: Language
) -> tuple[list[dict[str, Any]], ToText]:
    """Rows for people: a table where it fits the width, else each by itself."""
    lines = partial(_lines, language=language)
    if not items:
        return [], lines
    cells = [
        {
            column: "" if value is None else _cell(value, language)
            for column, value in row.items()
        }
        for row in items
    ]
    columns = tuple(items[0])
    widths = (max(len(name), *(len(row[name]) for row in cells)) for name in columns)
    if sum(widths) + 2 * len(columns) <= width():
        return cells, columns
    return items, lines


def _cell(value: Any, language: Language) -> str:
    match value:
        case {"personal": "open", "value": content}:
            return scalar(content, language)
        case _:
            return scalar(value, language)


def _lines(item: dict[str, Any], language: Language) -> Iterator[Line]:
    """A row by itself: its first column, then every other that it has."""
    first, *others = item
    yield Line.of(_cell(item[first], language), "bold")
    rest = {name: item[name] for name in others}
    yield from fields(rest, indent=4, language=language)


def _stand(status: RunStatus, language: Language) -> str:
    """How far the view has followed."""
    told = say("view_at", language, position=status.position)
    if status.lag_events:
        told = say("view_behind", language, stand=told, lag=status.lag_events)
    if status.parked:
        told = say("view_parked", language, stand=told, parked=status.parked)
    return told
