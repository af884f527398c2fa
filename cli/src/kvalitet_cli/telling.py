"""Telling what was found of cases: items for programs, lines for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeAlias

import click

from kvalitet_cli.casewords import headings, say
from kvalitet_cli.language import Language
from kvalitet_cli.layout import Line, width
from kvalitet_cli.options import Form
from kvalitet_cli.report import Result, put_lines, put_table, report
from kvalitet_core.journal.journal import Journal

__all__ = ["about", "in_processes", "note", "put_columns", "tell"]

_Function: TypeAlias = Callable[..., Any]

in_processes: Final[Callable[[_Function], _Function]] = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="In how many processes at once.",
)
"""Add --jobs, given as `jobs`."""


def about(journal: Journal, language: Language) -> dict[str, Any]:
    """Which journal was read; that it is simulated is said."""
    place, simulated = journal.place, journal.simulated
    if simulated:
        note(say("simulated", language, place=place))
    return {"id": journal.id, "place": place, "simulated": simulated}


def note(text: str) -> None:
    """Say something on standard error."""
    click.echo(f"kvalitet: {text}", err=True)


def tell(
    name: str,
    items: Sequence[dict[str, Any]],
    lines: Iterable[Line],
    *,
    form: Form,
    journal: dict[str, Any] | None = None,
) -> None:
    """Put a result out: the lines as text, else the items.

    Args:
        name: What the items are, as the key in JSON: `cases`.

        items: The items, plain.

        lines: The same as text.

        form: In what form.

        journal: Which journal was read, if one was.
    """
    if form == "text":
        put_lines(lines)
        return
    result = Result(name=name, journal=journal, items=[*items], text=())
    report(result, form=form)


def put_columns(
    rows: Sequence[dict[str, str]], columns: tuple[str, ...], language: Language
) -> None:
    """Put rows out as a table under headings; where that is too wide, each by itself.

    A column in which no row has anything is left out.
    """
    used = tuple(name for name in columns if any(row[name] for row in rows))
    named = headings(used, language)
    widths = (max(len(named[name]), *(len(row[name]) for row in rows)) for name in used)
    if not rows:
        return
    if sum(widths) + 2 * len(used) <= width():
        told = [{named[name]: row[name] for name in used} for row in rows]
        put_table(told, tuple(named.values()))
        return
    put_lines(_apart(rows, used, named))


def _apart(
    rows: Sequence[dict[str, str]], used: tuple[str, ...], named: dict[str, str]
) -> Iterable[Line]:
    first, *others = used
    column = max(map(len, named.values())) + 2
    for row in rows:
        yield Line.of(row[first], "bold")
        for name in others:
            if row[name]:
                label = named[name].ljust(column)
                yield Line(4, ((label, "dim"), (row[name], "")))
