"""`kvalitet catalogue list`: which catalogues there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from kvalitet_cli.catalogues import named
from kvalitet_cli.layout import Line, fields
from kvalitet_cli.options import Form, in_form, tell_unusable
from kvalitet_cli.report import Result, report
from kvalitet_core.discovery import assembled, problems_of

__all__ = ["command"]


@click.command(name="list")
@in_form
def command(*, form: Form) -> None:
    r"""List the catalogues, and how many commands each holds. Needs no journal.

    \b
    Example:
      kvalitet catalogue list
      kvalitet catalogue list --format json
    """
    found, registry = assembled()
    tell_unusable(problems_of(found))
    items = [
        {
            "name": name,
            "title": catalogue.title,
            "source": catalogue.source,
            "commands": len(catalogue.commands),
        }
        for name, catalogue in sorted(named(registry).items())
    ]
    report(Result(name="catalogues", journal=None, items=items, text=_lines), form=form)


def _lines(item: dict[str, Any]) -> Iterator[Line]:
    yield Line.of(item["name"], "bold")
    rest = {name: value for name, value in item.items() if name != "name"}
    yield from fields(rest, indent=4)
