"""`kvalitet reactions list`: which reactions there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import click

from kvalitet_cli.layout import Line, labelled
from kvalitet_cli.options import Form, in_form, tell_unusable
from kvalitet_cli.report import Result, report
from kvalitet_core.discovery import assembled, problems_of
from kvalitet_core.reactions.asking import Declared, declared

__all__ = ["command"]

_COLUMN: Final = len("commands")


@click.command(name="list")
@in_form
def command(*, form: Form) -> None:
    r"""List the reactions: the events that each answers, and the commands it may give.

    Needs no journal.

    \b
    Example:
      kvalitet reactions list
      kvalitet reactions list --format json
    """
    found, registry = assembled()
    tell_unusable(problems_of(found))
    items = [_item(each) for each in declared(registry.plugins)]
    told = f"reactions: {len(items)}" if items else "no installed plugin brings one"
    click.echo(f"kvalitet: {told}", err=True)
    report(Result(name="reactions", journal=None, items=items, text=_lines), form=form)


def _item(each: Declared) -> dict[str, Any]:
    return {
        "name": each.name,
        "title": each.reaction.title,
        "plugin": each.plugin,
        "version": each.version,
        "events": sorted(each.reaction.events),
        "commands": sorted(each.reaction.issues),
    }


def _lines(item: dict[str, Any]) -> Iterator[Line]:
    yield Line(0, ((f"{item['name']}  ", "bold"), (item["title"], "")))
    for label in ("events", "commands"):
        text = ", ".join(item[label])
        yield from labelled(label, text, indent=4, column=_COLUMN)
