"""`kvalitet views list`: which views there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from kvalitet_cli.layout import Line, labelled
from kvalitet_cli.options import Form, in_form, tell_unusable
from kvalitet_cli.report import Result, report
from kvalitet_core.discovery import assembled, problems_of
from kvalitet_core.plugins import Plugin
from kvalitet_core.view import Table, View
from kvalitet_core.views.followed import views_of

__all__ = ["command"]


@click.command(name="list")
@in_form
def command(*, form: Form) -> None:
    r"""List the views, and the tables and columns of each. Needs no journal.

    A column is followed by its type; one with a `•` is about a person, and is shown to
    whoever gives a purpose.

    \b
    Example:
      kvalitet views list
      kvalitet views list --format json
    """
    found, registry = assembled()
    tell_unusable(problems_of(found))
    items = [_item(*each) for _, each in sorted(views_of(registry).items())]
    report(Result(name="views", journal=None, items=items, text=_lines), form=form)


def _item(view: View, plugin: Plugin) -> dict[str, Any]:
    return {
        "name": view.name,
        "title": view.title,
        "plugin": plugin.name,
        "version": plugin.version,
        "events": sorted(view.events),
        "tables": [_table(table) for table in view.tables],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "key": list(table.key),
        "columns": [
            {
                "name": column.name,
                "type": column.type,
                "title": column.title,
                "nullable": column.nullable,
                "person": column.person,
            }
            for column in table.columns
        ],
    }


def _lines(item: dict[str, Any]) -> Iterator[Line]:
    yield Line(0, ((f"{item['name']}  ", "bold"), (item["title"], "")))
    widest = max(len(table["name"]) for table in item["tables"])
    for table in item["tables"]:
        columns = ", ".join(map(_column, table["columns"]))
        yield from labelled(table["name"], columns, indent=4, column=widest)


def _column(column: dict[str, Any]) -> str:
    person = " •" if column["person"] else ""
    return f"{column['name']} {column['type']}{person}"
